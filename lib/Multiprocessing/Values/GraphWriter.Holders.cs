namespace Multiprocessing.Values;

internal sealed partial class GraphWriter
{
    private readonly List<Holder> _holders = [];
    private readonly List<Variable> _variables = [];

    /// <summary>The captured variables of the last graph and the bytes each took.</summary>
    public IReadOnlyList<Variable> Variables => _variables;

    private sealed record Holder(object Value, FieldSet Fields, bool[] Written);

    private void AddHolder(object value, TypeEntry entry)
    {
        var fields = FieldSet.Of(entry.Type);
        _holders.Add(new Holder(value, fields, new bool[fields.Slots.Length]));
    }

    /// <summary>
    /// The holders' reached fields: holder number, field number, value. Writing one can meet further holders and
    /// delegates, which make more fields reached, so it goes round until a round adds nothing.
    /// </summary>
    private void WriteHolders()
    {
        // What is reached is asked once a round for each class: there may be many holders of one.
        var reached = new Dictionary<Type, int[]>();
        var added = true;
        while (added)
        {
            added = false;
            reached.Clear();
            for (var i = 0; i < _holders.Count; i++)
            {
                var holder = _holders[i];
                var type = holder.Value.GetType();
                if (!reached.TryGetValue(type, out var fields))
                    reached[type] = fields = ReachedFields(type, holder.Fields);
                foreach (var field in fields)
                    added |= WriteVariable(i, holder, field);
            }
        }
        Output.WriteVarint(0);
    }

    private int[] ReachedFields(Type type, FieldSet fields)
    {
        var numbers = new List<int>();
        foreach (var field in Reach.ReachedFields(type))
            if (fields.IndexOf(field) is >= 0 and var number)
                numbers.Add(number);
        return [.. numbers];
    }

    private bool WriteVariable(int number, Holder holder, int index)
    {
        if (holder.Written[index])
            return false;
        holder.Written[index] = true;
        var slot = holder.Fields.Slots[index];
        Output.WriteVarint(number + 1);
        Output.WriteVarint(index);
        var start = Output.Length;
        var count = _count;
        try
        {
            slot.Write(this, holder.Value);
            WriteRest();
        }
        catch (Refusal refusal)
        {
            if (_sought is not null)
                TellWayFrom(holder.Value, slot.Write, count);
            _sought = null;
            refusal.Through(slot.Step);
            throw;
        }
        if (slot.Step.Length > 0)
            _variables.Add(
                new Variable(Holders.NameOf(slot.Info), slot.Info.FieldType, Output.Length - start)
            );
        return true;
    }
}

/// <summary>A captured variable, and how many bytes it took.</summary>
internal sealed record Variable(string Name, Type Type, long Bytes);
