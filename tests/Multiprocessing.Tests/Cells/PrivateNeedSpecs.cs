using System.Reflection;
using System.Runtime.Loader;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>What a plugin needs lies in its load context, and no type of it is ever named to a worker, which has one context.</summary>
public sealed class PrivateNeedSpecs : IDisposable
{
    private static int s_count;

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-needs-");
    private readonly string _name = $"Private{Interlocked.Increment(ref s_count)}";

    [Theory(Timeout = 60_000)]
    [InlineData("1.0.0.0", "2.0.0.0")]
    [InlineData("2.0.0.0", "1.0.0.0")]
    [InlineData("1.0.0.0", "1.0.0.0")]
    public async Task Plugins_that_each_have_another_build_of_what_they_need_are_told_apart_in_words(
        string versionOfOne,
        string versionOfTwo
    )
    {
        Func<int> first = Load("One", CompileNeeded("One", versionOfOne, 1));
        Func<int> second = Load("Two", CompileNeeded("Two", versionOfTwo, 2));
        await using var pool = new ProcessPool(1);
        Assert.Equal(1, pool.Run(first));
        var e = Assert.Throws<NotSerializableException>(() => pool.Run(second));
        Assert.Contains("load context", e.Message, StringComparison.Ordinal);
        Assert.Contains(_name + "Needed", e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(first));
        await using var other = new ProcessPool(1);
        Assert.Equal(2, other.Run(second));
    }

    [Fact(Timeout = 60_000)]
    public async Task Plugins_that_each_have_a_copy_of_the_same_build_are_told_apart_only_where_it_matters()
    {
        string needed = CompileNeeded("One", "1.0.0.0", 1);
        string copy = Path.Combine(
            _folder.CreateSubdirectory("Two").FullName,
            Path.GetFileName(needed)
        );
        File.Copy(needed, copy);
        Func<int> first = Load("One", needed);
        Func<int> second = Load("Two", copy);
        await using var pool = new ProcessPool(1);
        Assert.Equal(1, pool.Run(first));
        Assert.Equal(1, pool.Run(second));
        Type type = AssemblyLoadContext
            .GetLoadContext(second.Method.Module.Assembly)!
            .LoadFromAssemblyPath(copy)
            .GetType("Needed")!;
        Assert.Throws<NotSerializableException>(() => pool.Run(() => type.Name));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_load_context_that_throws_costs_no_worker()
    {
        string needed = CompileNeeded("One", "1.0.0.0", 1);
        Func<int> run = Run(new Throwing(), CompilePlugin("One", needed));
        await using var pool = new ProcessPool(1);
        int id = pool.Run(() => Environment.ProcessId);
        Assert.Throws<FileNotFoundException>(() => pool.Run(run));
        Assert.Equal(id, pool.Run(() => Environment.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_worker_that_asks_for_a_namesake_is_told_why_it_cannot_have_it()
    {
        Func<int> first = Load("One", CompileNeeded("One", "1.0.0.0", 1));
        string other = CompileNeeded("Two", "2.0.0.0", 2);
        string name = new AssemblyLoadContext("second").LoadFromAssemblyPath(other).FullName!;
        await using var pool = new ProcessPool(1);
        Assert.Equal("Run", pool.Run(() => first.Method.Name)); // what it needs is not loaded yet
        int id = pool.Run(() => Environment.ProcessId);
        var e = Assert.Throws<FileLoadException>(() =>
            pool.Run(() => Assembly.Load(name).GetTypes().Length)
        );
        Assert.Contains("is loaded twice", e.ToString(), StringComparison.Ordinal);
        Assert.Equal(id, pool.Run(() => Environment.ProcessId));
    }

    [Fact(Timeout = 60_000)]
    public async Task Code_that_is_compiled_again_runs_in_a_new_pool()
    {
        await using var first = new ProcessPool(1);
        Func<int> old = Compiled(1);
        Assert.Equal(1, first.Run(old));
        Func<int> changed = Compiled(2);
        await using var second = new ProcessPool(1);
        Assert.Equal(2, second.Run(changed));
        Assert.Contains(
            "loaded twice",
            Assert.Throws<NotSerializableException>(() => first.Run(changed)).Message,
            StringComparison.Ordinal
        );
        Assert.Equal(1, first.Run(old));

        Func<int> Compiled(int number) =>
            Assembly
                .Load(File.ReadAllBytes(CompileNeeded($"{number}", "1.0.0.0", number)))
                .GetType("Needed")!
                .GetMethod("Run")!
                .CreateDelegate<Func<int>>();
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string CompileNeeded(string which, string version, int number) =>
        CompiledAssembly.In(
            _folder.CreateSubdirectory(which).FullName,
            _name + "Needed",
            $"[assembly: System.Reflection.AssemblyVersion(\"{version}\")] public static class Needed {{ public static int Run() => {number}; }}"
        );

    private string CompilePlugin(string which, string needed) =>
        CompiledAssembly.In(
            _folder.FullName,
            _name + which,
            "public static class Plugin { public static int Run() => Needed.Run(); }",
            needed
        );

    private Func<int> Load(string which, string needed)
    {
        var context = new AssemblyLoadContext(which);
        context.LoadFromAssemblyPath(needed);
        return Run(context, CompilePlugin(which, needed));
    }

    private static Func<int> Run(AssemblyLoadContext context, string plugin) =>
        context
            .LoadFromAssemblyPath(plugin)
            .GetType("Plugin")!
            .GetMethod("Run")!
            .CreateDelegate<Func<int>>();

    private sealed class Throwing : AssemblyLoadContext
    {
        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name!.StartsWith("Private", StringComparison.Ordinal)
                ? throw new InvalidOperationException("a load context that fails")
                : null;
    }
}
