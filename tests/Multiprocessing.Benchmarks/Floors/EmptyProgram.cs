using System.Diagnostics;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Floors;

/// <summary>A .NET program that does nothing, from its start to its exit.</summary>
internal sealed class EmptyProgram : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly string _program;

    public EmptyProgram()
    {
        _program = Path.Combine(_folder.Path, "empty.dll");
        CSharpCompilation compilation = CSharpCompilation.Create(
            "empty",
            [CSharpSyntaxTree.ParseText("class P { static void Main() { } }")],
            [MetadataReference.CreateFromFile(typeof(object).Assembly.Location)],
            new CSharpCompilationOptions(
                OutputKind.ConsoleApplication,
                optimizationLevel: OptimizationLevel.Release
            )
        );
        if (!compilation.Emit(_program).Success)
        {
            throw new InvalidOperationException("The empty program does not compile.");
        }

        File.Copy(
            Path.Combine(ThisProgram.Folder, "Multiprocessing.Benchmarks.runtimeconfig.json"),
            Path.Combine(_folder.Path, "empty.runtimeconfig.json")
        );
    }

    public double Seconds() =>
        Clock.Seconds(() =>
        {
            using Process process = Process.Start(ThisProgram.DotNet, ["exec", _program]);
            process.WaitForExit();
        });

    public void Dispose() => _folder.Dispose();
}
