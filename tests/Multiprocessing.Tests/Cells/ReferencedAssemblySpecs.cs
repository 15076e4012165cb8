using System.Reflection;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>Cells that use assemblies of <c>#r</c>, which a worker has never heard of.</summary>
public sealed class ReferencedAssemblySpecs : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-references-");

    [Fact(Timeout = 60_000)]
    public async Task Types_and_functions_of_a_referenced_assembly_and_of_what_it_needs_are_found_by_the_worker()
    {
        string inner = Compile(
            "Inner",
            "namespace Inner; public class Unit { public string Name = \"metre\"; }"
        );
        string outer = Compile(
            "Outer",
            "namespace Outer; public class Length { public double Value; public Inner.Unit Unit = new(); public override string ToString() => Value + \" \" + Unit.Name; public static Length Twice(Length l) => new() { Value = l.Value * 2, Unit = l.Unit }; }",
            inner
        );
        var session = new CellSession();
        await session.Run($"#r \"{outer}\"\n#r \"{inner}\"\n{TravellingCases.Prelude}");
        Assert.Equal(
            "3 metre",
            await session.Run<string>(
                "Text(pool.Map(Outer.Length.Twice, [new Outer.Length { Value = 1.5 }]))"
            )
        );
        Assert.Equal(
            "7 metre",
            await session.Run<string>("pool.Run(() => new Outer.Length { Value = 7 }.ToString())")
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task An_assembly_loaded_from_bytes_travels_as_an_image()
    {
        byte[] image = await File.ReadAllBytesAsync(
            Compile(
                "FromBytes",
                "public static class Doubler { public static int Twice(int n) => n * 2; }"
            ),
            TestContext.Current.CancellationToken
        );
        MethodInfo method = Assembly.Load(image).GetType("Doubler")!.GetMethod("Twice")!;
        var twice = method.CreateDelegate<Func<int, int>>();
        Assert.Equal([2, 4], CellPool.Pool.Map(twice, [1, 2]));
    }

    [Fact(Timeout = 60_000)]
    public async Task Code_made_at_run_time_is_refused_in_words()
    {
        await Task.Yield();
        System.Linq.Expressions.Expression<Func<int, int>> tree = n => n + 1;
        Func<int, int> compiled = tree.Compile();
        var e = Assert.Throws<NotSerializableException>(() => CellPool.Pool.Map(compiled, [1]));
        Assert.Contains("the function", e.Message, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private string Compile(string name, string source, params string[] references) =>
        CompiledAssembly.In(_folder.FullName, name, source, references);
}
