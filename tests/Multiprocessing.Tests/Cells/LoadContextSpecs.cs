using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>
/// One name in two load contexts. A worker has one, so of two assemblies of a name one can travel: the other is refused in
/// words, and never comes back as the first.
/// </summary>
public sealed class LoadContextSpecs : IDisposable
{
    private const string Source =
        "public class Thing { public int Number = 7; public static int Twice(int n) => 2 * n; }"
        + "public class Trouble : System.Exception { } public struct Pair { public int A, B; }";

    private static int s_count;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-contexts-");
    private readonly string _name = $"Plugin{Interlocked.Increment(ref s_count)}";

    public static TheoryData<string> Shapes => [.. s_shapes.Keys];

    private static readonly Dictionary<string, Func<Assembly, object>> s_shapes = new()
    {
        ["an object"] = Make,
        ["an array"] = second => Array.CreateInstance(Thing(second), 2),
        ["a struct in a box"] = second => Activator.CreateInstance(second.GetType("Pair")!)!,
        ["an exception"] = second => Activator.CreateInstance(second.GetType("Trouble")!)!,
        ["a type"] = Thing,
        ["a method"] = second => Thing(second).GetMethod("Twice")!,
        ["a field"] = second => Thing(second).GetField("Number")!,
        ["an assembly"] = second => second,
        ["a delegate"] = Twice,
        ["an empty list of it"] = second =>
            Activator.CreateInstance(typeof(List<>).MakeGenericType(Thing(second)))!,
        ["the type of a list of it"] = second => typeof(List<>).MakeGenericType(Thing(second)),
    };

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task What_the_second_copy_of_a_plugin_made_is_refused_on_the_way_there(
        string shape
    )
    {
        (Assembly first, Assembly second) = LoadTwice();
        object ofFirst = s_shapes[shape](first);
        object ofSecond = s_shapes[shape](second);
        await using var pool = new ProcessPool(1);
        // As an item, so that the type that comes back is seen to be the right one.
        Assert.Equal(ofFirst.GetType(), pool.Map(x => x, [ofFirst])[0].GetType());
        CheckWords(
            Assert.Throws<NotSerializableException>(() => pool.Run(() => ofSecond.GetHashCode()))
        );
        CheckWords(Assert.Throws<NotSerializableException>(() => pool.Map(x => 1, [ofSecond])));
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Shapes))]
    public async Task What_a_second_copy_in_the_worker_made_is_refused_on_the_way_back(string shape)
    {
        string path = Compile(_folder.FullName, Source);
        object first = Make(new AssemblyLoadContext("first").LoadFromAssemblyPath(path));
        await using var pool = new ProcessPool(1);
        Assert.Equal(7, pool.Run(() => ((dynamic)first).Number));
        var e = Assert.Throws<NotSerializableException>(() =>
            pool.Run(() =>
                s_shapes[shape](new AssemblyLoadContext("of the worker").LoadFromAssemblyPath(path))
            )
        );
        Assert.Contains("of the worker", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }

    [Fact(Timeout = 60_000)]
    public async Task Two_that_two_copies_made_do_not_come_back_as_one_type()
    {
        (Assembly first, Assembly second) = LoadTwice();
        (object madeByFirst, object madeBySecond) = (Make(first), Make(second));
        await using var pool = new ProcessPool(1);
        CheckWords(
            Assert.Throws<NotSerializableException>(() =>
                pool.Run(() => new[] { madeByFirst, madeBySecond })
            )
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task Another_version_is_refused_in_the_same_words_also_from_memory_and_in_this_process()
    {
        Assembly first = new AssemblyLoadContext("first").LoadFromAssemblyPath(
            Compile(_folder.FullName, Version("1.0.0.0"))
        );
        string folder = _folder.CreateSubdirectory("newer").FullName;
        string newer = Compile(folder, Version("2.0.0.0"));
        Assembly second = new AssemblyLoadContext("second").LoadFromAssemblyPath(newer);
        using var image = new MemoryStream(
            await File.ReadAllBytesAsync(newer, TestContext.Current.CancellationToken)
        );
        Assembly third = new AssemblyLoadContext("third").LoadFromStream(image);
        await using var pool = new ProcessPool(1);
        await using var inProcess = ProcessPool.InProcess();
        foreach (ProcessPool one in (ProcessPool[])[pool, inProcess])
        {
            Assert.Equal([6], one.Map(Twice(first), [3]));
            foreach (Assembly other in (Assembly[])[second, third])
            {
                var e = Assert.Throws<NotSerializableException>(() => one.Map(Twice(other), [3]));
                CheckWords(e);
                Assert.Contains("version 2.0.0.0", e.Message, StringComparison.Ordinal);
            }
        }

        string Version(string version) =>
            $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] {Source}";
    }

    [Fact(Timeout = 60_000)]
    public async Task An_exception_of_a_second_copy_in_the_worker_is_told_without_its_type()
    {
        string path = Compile(_folder.FullName, Source);
        object first = Make(new AssemblyLoadContext("first").LoadFromAssemblyPath(path));
        await using var pool = new ProcessPool(1);
        Assert.Equal(7, pool.Run(() => ((dynamic)first).Number));
        Func<int> fail = () =>
            throw (Exception)
                s_shapes["an exception"]
                    (new AssemblyLoadContext("of the worker").LoadFromAssemblyPath(path));
        var e = Assert.Throws<RemoteException>(() => pool.Run(fail));
        Assert.Equal("Trouble", e.TypeName);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private void CheckWords(NotSerializableException e)
    {
        Assert.Contains($"'{_name}' is loaded twice", e.Message, StringComparison.Ordinal);
        Assert.Contains("first", e.Message, StringComparison.Ordinal);
    }

    private (Assembly First, Assembly Second) LoadTwice()
    {
        string path = Compile(_folder.FullName, Source);
        return (
            new AssemblyLoadContext("first").LoadFromAssemblyPath(path),
            new AssemblyLoadContext("second").LoadFromAssemblyPath(path)
        );
    }

    private string Compile(string folder, string source) =>
        CompiledAssembly.In(folder, _name, source);

    private static Type Thing(Assembly plugin) => plugin.GetType("Thing")!;

    private static object Make(Assembly plugin) => Activator.CreateInstance(Thing(plugin))!;

    private static Func<int, int> Twice(Assembly plugin) =>
        Thing(plugin).GetMethod("Twice")!.CreateDelegate<Func<int, int>>();
}
