using System.Globalization;
using System.Text.Json;

namespace Multiprocessing.Lab.Documents;

/// <summary>Bytes of the file that are to be replaced; Start equals End for an insertion.</summary>
internal readonly record struct Splice(int Start, int End, string Text);

/// <summary>Where in the file a cell keeps the two values that running it changes.</summary>
/// <param name="ExecutionCount">Null where the cell has no such member.</param>
/// <param name="Outputs">Null where the cell has no such member.</param>
/// <param name="Insertion">Where a missing member goes: before the source, as sorted names would have it.</param>
internal sealed record CellLayout(
    MemberLayout? ExecutionCount,
    MemberLayout? Outputs,
    int Insertion
)
{
    /// <summary>The changes to the file, in the file's order; none where the cell's outputs are the stored ones.</summary>
    public IEnumerable<Splice> Splices(Cell cell, JsonStyle style, byte[] file)
    {
        var splices = new List<Splice>();
        if (ExecutionCount is null || cell.ExecutionCount != cell.StoredExecutionCount)
        {
            var count = cell.ExecutionCount?.ToString(CultureInfo.InvariantCulture) ?? "null";
            splices.Add(SpliceOf("execution_count", ExecutionCount, style, file, (_, _) => count));
        }
        if (Outputs is null || Canonical(cell.Outputs) != Canonical(cell.StoredOutputs))
        {
            var outputs = OutputJson.ToJson(cell.Outputs);
            splices.Add(
                SpliceOf("outputs", Outputs, style, file, (s, margin) => s.Write(outputs, margin))
            );
        }
        return splices.OrderBy(splice => splice.Start);
    }

    private static string Canonical(IEnumerable<Output> outputs) =>
        JsonStyle.Canonical.Write(OutputJson.ToJson(outputs));

    private Splice SpliceOf(
        string name,
        MemberLayout? member,
        JsonStyle style,
        byte[] file,
        Func<JsonStyle, string, string> write
    )
    {
        var keyStart = member?.KeyStart ?? Insertion;
        var before = file.AsSpan(0, keyStart);
        var marginStart = before.LastIndexOfAnyExcept((byte)' ', (byte)'\t') + 1;
        var margin = JsonStyle.WhiteSpaceAt(file.AsSpan(marginStart));
        // A member in the middle of a line belongs to a cell written on one line.
        var beginsLine = marginStart == 0 || file[marginStart - 1] == (byte)'\n';
        var local = beginsLine ? style : style with { NewLine = null };
        var value = write(local, margin);
        if (member is not null)
            return new(member.ValueStart, member.ValueEnd, value);
        var separator = local.NewLine is null ? local.Comma : $",{local.NewLine}{margin}";
        return new(Insertion, Insertion, $"\"{name}\"{local.Colon}{value}{separator}");
    }

    /// <summary>Finds the cells of a notebook whose JSON has been checked already.</summary>
    public static IReadOnlyList<CellLayout> Find(ReadOnlySpan<byte> json, int offset)
    {
        var cells = new List<CellLayout>();
        var reader = new Utf8JsonReader(
            json,
            new JsonReaderOptions { MaxDepth = NotebookReader.MaxDepth }
        );
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var isCells = reader.ValueTextEquals("cells");
            reader.Read();
            if (!isCells)
            {
                reader.Skip();
                continue;
            }
            cells.Clear();
            while (reader.Read() && reader.TokenType == JsonTokenType.StartObject)
                cells.Add(FindMembers(ref reader, offset));
        }
        return cells;
    }

    private static CellLayout FindMembers(ref Utf8JsonReader reader, int offset)
    {
        MemberLayout? count = null;
        MemberLayout? outputs = null;
        int? first = null;
        int? source = null;
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            var keyStart = offset + (int)reader.TokenStartIndex;
            first ??= keyStart;
            var isCount = reader.ValueTextEquals("execution_count");
            var isOutputs = reader.ValueTextEquals("outputs");
            if (reader.ValueTextEquals("source"))
                source = keyStart;
            reader.Read();
            var valueStart = offset + (int)reader.TokenStartIndex;
            reader.Skip();
            var member = new MemberLayout(keyStart, valueStart, offset + (int)reader.BytesConsumed);
            if (isCount)
                count = member;
            if (isOutputs)
                outputs = member;
        }
        return new(count, outputs, source ?? first!.Value);
    }
}

/// <summary>Where a member of a JSON object stands in the file, in bytes.</summary>
internal sealed record MemberLayout(int KeyStart, int ValueStart, int ValueEnd);
