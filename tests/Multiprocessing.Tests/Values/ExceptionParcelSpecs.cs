using System.Reflection;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class ExceptionParcelSpecs
{
    private const string Where = "in worker process 1234, item 3";

    private sealed class StockException(string message, int left) : Exception(message)
    {
        public int Left => left;
    }

    private sealed class SocketHolder(string message) : Exception(message)
    {
        public Timer Timer { get; } = new(_ => { });
    }

    private sealed class Talkative : Exception
    {
        public override string Message => throw new NotSupportedException();
    }

    private sealed class Forgetful : ICodeBook
    {
        public string NameOf(Assembly assembly) => assembly.FullName!;

        public Assembly Find(string name) =>
            name.StartsWith("Multiprocessing.Tests", StringComparison.Ordinal)
                ? throw new FileNotFoundException("Not here.")
                : new LoadedAssemblies().Find(name);
    }

    [Fact]
    public void An_exception_keeps_its_type_its_properties_and_both_stacks()
    {
        var copy = Assert.IsType<StockException>(Carry(Thrown(new StockException("out", 2))));

        Assert.Equal(("out", 2), (copy.Message, copy.Left));
        var text = Thrown(copy).ToString();
        Assert.Contains(
            "at Multiprocessing.Tests.Values.ExceptionParcelSpecs.Thrown",
            copy.StackTrace,
            StringComparison.Ordinal
        );
        Assert.Contains($"   {Where}", text, StringComparison.Ordinal);
        Assert.True(
            text.LastIndexOf("Thrown", StringComparison.Ordinal)
                > text.IndexOf(Where, StringComparison.Ordinal)
        );
    }

    [Fact]
    public void An_exception_never_thrown_still_tells_where_it_comes_from() =>
        Assert.Contains(
            Where,
            Carry(new FormatException("bad")).ToString(),
            StringComparison.Ordinal
        );

    [Fact]
    public void Inner_exceptions_come_along()
    {
        var copy = Carry(
            new AggregateException(Thrown(new StockException("a", 1)), new TimeoutException("b"))
        );

        var all = Assert.IsType<AggregateException>(copy);
        Assert.Equal(1, Assert.IsType<StockException>(all.InnerExceptions[0]).Left);
        Assert.Contains("Thrown", all.InnerExceptions[0].StackTrace, StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_that_holds_what_cannot_travel_is_told_of()
    {
        var copy = Assert.IsType<RemoteException>(Carry(Thrown(new SocketHolder("late"))));

        Assert.Equal(typeof(SocketHolder).FullName, copy.TypeName);
        Assert.Equal($"{typeof(SocketHolder).FullName}: late", copy.Message);
        Assert.Contains("Thrown", copy.StackTrace, StringComparison.Ordinal);
        Assert.Contains(Where, copy.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public void An_exception_whose_type_is_not_to_be_had_is_told_of_with_its_inner_ones()
    {
        var payload = ExceptionParcel.Pack(
            new StockException("outer", 1) { Data = { ["inner"] = 1 } },
            new LoadedAssemblies(),
            new ReachesAll()
        );
        var nested = ExceptionParcel.Pack(
            new InvalidOperationException("outer", Thrown(new StockException("inner", 1))),
            new LoadedAssemblies(),
            new ReachesAll()
        );

        Assert.Equal(
            typeof(StockException).FullName,
            Assert
                .IsType<RemoteException>(ExceptionParcel.Unpack(payload, new Forgetful(), Where))
                .TypeName
        );
        var copy = Assert.IsType<RemoteException>(
            ExceptionParcel.Unpack(nested, new Forgetful(), Where)
        );
        Assert.Contains(
            "inner",
            Assert.IsType<RemoteException>(copy.InnerException).Message,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public void An_exception_that_throws_when_asked_for_its_message_does_no_harm()
    {
        var copy = Carry(new Talkative());
        Assert.IsType<Talkative>(copy);
    }

    [Fact]
    public void Inner_exceptions_come_along_however_many_there_are()
    {
        const int many = 50_000;
        Exception chain = new StockException("innermost", 1);
        for (var i = 0; i < many; i++)
            chain = new InvalidOperationException($"number {i}", chain);
        var payload = ExceptionParcel.Pack(chain, new LoadedAssemblies(), new ReachesAll());

        var whole = ExceptionParcel.Unpack(payload, new LoadedAssemblies(), Where);
        var told = ExceptionParcel.Unpack(payload, new Forgetful(), Where);

        foreach (var copy in new[] { whole, told })
        {
            var inner = copy;
            for (var i = many - 1; i >= 0; i--, inner = inner!.InnerException)
                Assert.EndsWith($"number {i}", inner!.Message, StringComparison.Ordinal);
            Assert.EndsWith("innermost", inner!.Message, StringComparison.Ordinal);
        }
        Assert.IsType<InvalidOperationException>(whole);
        Assert.IsType<RemoteException>(told);
    }

    private static Exception Carry(Exception exception) =>
        ExceptionParcel.Unpack(
            ExceptionParcel.Pack(exception, new LoadedAssemblies(), new ReachesAll()),
            new LoadedAssemblies(),
            Where
        );

    private static Exception Thrown(Exception exception)
    {
        try
        {
            throw exception;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}
