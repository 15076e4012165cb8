using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Scripting;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Works;

/// <summary>One function twice in one worker: out of a cell, which notebook hosts compile unoptimised, and out of an assembly.</summary>
internal static class CellSpeed
{
    private const int Limit = 20_000;
    private const int WarmUpCalls = 5000;
    private const int Calls = 20;
    private const string Compiled = "compiled into an assembly";
    private static readonly Figure s_time = new("a call", Unit.Seconds);

    public static Match Match { get; } =
        new("cell", "a function of a cell, computing in a worker", Prepare) { NeedsCores = false };

    private static Plan Prepare(Stage stage)
    {
        ProcessPool pool = stage.Own(new ProcessPool(1));
        Func<int, int, double[]> cell = CompileAsCell();
        // Many calls over some time, so that the worker's compiler has done all it will.
        pool.Run(() => cell(WarmUpCalls, Limit));
        pool.Run(() => CellFunction.Times(WarmUpCalls, Limit));
        return new Plan(
            [
                Stage.Ours(() => Median(pool.Run(() => cell(Calls, Limit)))),
                new Contender(
                    Compiled,
                    () => Median(pool.Run(() => CellFunction.Times(Calls, Limit)))
                ),
            ],
            [new(new(Contender.Ours, s_time), new(Compiled, s_time)) { AtMost = 1.05 }]
        );
    }

    private static Dictionary<Figure, double> Median(double[] seconds) =>
        new() { [s_time] = Statistics.Median(seconds) };

    private static Func<int, int, double[]> CompileAsCell()
    {
        using Stream resource = Assembly
            .GetExecutingAssembly()
            .GetManifestResourceStream("CellFunction.cs")!;
        using var reader = new StreamReader(resource);
        IEnumerable<string> methods = CSharpSyntaxTree
            .ParseText(reader.ReadToEnd())
            .GetRoot()
            .DescendantNodes()
            .OfType<MethodDeclarationSyntax>()
            .Select(method => method.ToString());
        ScriptOptions options = ScriptOptions
            .Default.WithImports("System", "System.Collections.Generic", "System.Diagnostics")
            .WithReferences(typeof(object).Assembly, typeof(List<>).Assembly)
            .WithOptimizationLevel(OptimizationLevel.Debug);
        return CSharpScript
            .EvaluateAsync<Func<int, int, double[]>>(
                string.Join('\n', methods) + "\n(Func<int, int, double[]>)Times",
                options
            )
            .GetAwaiter()
            .GetResult();
    }
}
