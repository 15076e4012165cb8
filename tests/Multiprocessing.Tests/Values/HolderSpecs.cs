using System.Reflection;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class HolderSpecs
{
    /// <summary>Stands for a script cell: an object that holds all its variables.</summary>
    private sealed class Cell
    {
        public int Used = 3;
        public object Unused = new Timer(_ => { });
        public List<int> Numbers = [1, 2];
        public Func<int>? Helper;
        public object? Later;

        public int Function() => Used + Numbers.Count + (Helper?.Invoke() ?? 0);

        public int Help() => ((string)Later!).Length;
    }

    /// <summary>Reaches the fields said to be named in a method, once the method is met.</summary>
    private sealed class ByMethod(params (string Method, string[] Fields)[] reached) : IReach
    {
        private readonly List<FieldInfo> _fields = [];

        public bool IsPruned(Type type) => type == typeof(Cell);

        public IReadOnlyCollection<FieldInfo> ReachedFields(Type type) => _fields;

        public void Include(MethodBase method)
        {
            foreach (
                var field in reached.Where(r => r.Method == method.Name).SelectMany(r => r.Fields)
            )
                if (typeof(Cell).GetField(field) is { } info && !_fields.Contains(info))
                    _fields.Add(info);
        }

        public void Include(FieldInfo field) { }

        public void CheckCurrent(Type type)
        {
            if (type == typeof(Version))
                throw new InvalidOperationException("'Version' was defined again.");
        }
    }

    [Fact]
    public void Only_the_reached_variables_of_a_holder_travel()
    {
        var reach = new ByMethod(("Function", ["Used", "Numbers"]));

        var copy = Copying.Unpack<Func<int>>(
            Copying.Pack<Func<int>>(new Cell().Function, reach: reach)
        );

        Assert.Equal(5, copy());
        Assert.Null(((Cell)copy.Target!).Unused);
    }

    [Fact]
    public void A_delegate_met_in_a_variable_makes_more_variables_reached()
    {
        var reach = new ByMethod(("Function", ["Helper", "Numbers"]), ("Help", ["Later"]));
        var cell = new Cell { Later = "four" };
        cell.Helper = cell.Help;

        var copy = Copying.Unpack<Func<int>>(Copying.Pack<Func<int>>(cell.Function, reach: reach));

        Assert.Equal(6, copy());
        Assert.Equal(0, ((Cell)copy.Target!).Used);
        Assert.Same(copy.Target, ((Cell)copy.Target!).Helper!.Target);
    }

    [Fact]
    public void Keys_are_hashed_when_the_variables_are_there()
    {
        var reach = new ByMethod(("Function", ["Later"]));
        var cell = new Cell { Later = new HashSet<Keyed>() };
        var set = new HashSet<Keyed> { new() { Cell = cell } };
        cell.Later = set;

        var (_, copy) = Copying.Unpack<(Func<int>, HashSet<Keyed>)>(
            Copying.Pack<(Func<int>, HashSet<Keyed>)>((cell.Function, set), reach: reach)
        );

        Assert.True(copy.TryGetValue(copy.Single(), out _));
    }

    private sealed class Keyed
    {
        public Cell? Cell;

        public override bool Equals(object? obj) => ReferenceEquals(this, obj);

        public override int GetHashCode() => Cell!.Later!.GetType().Name.Length;
    }

    [Fact]
    public void What_each_variable_took_is_known()
    {
        using var output = new PayloadWriter();
        var cell = new Cell { Numbers = [.. new int[100_000]] };
        var writer = new GraphWriter(
            output,
            new LoadedAssemblies(),
            new ByMethod(("Function", ["Used", "Numbers"]))
        );

        writer.Write<Func<int>>(cell.Function, "the function");

        var (name, type, bytes) = writer.Variables.MaxBy(v => v.Bytes)!;
        Assert.Equal(("Numbers", typeof(List<int>)), (name, type));
        Assert.InRange(bytes, 400_000, 400_100);
        Assert.Equal(2, writer.Variables.Count);
    }

    [Fact]
    public void A_variable_that_cannot_travel_is_named()
    {
        var reach = new ByMethod(("Function", ["Unused"]));
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack<Func<int>>(new Cell().Function, "the function", reach: reach)
        );
        Assert.Equal("the function → Unused", error.Path);
    }

    [Fact]
    public void A_value_of_a_type_defined_again_is_refused_in_the_words_given()
    {
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(
                new object[] { 1, new[] { new Version(1, 0) } },
                "item 2",
                reach: new ByMethod()
            )
        );
        Assert.Contains("item 2[1]", error.Message, StringComparison.Ordinal);
        Assert.EndsWith("'Version' was defined again.", error.Message, StringComparison.Ordinal);
    }
}
