using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>Assemblies that are compiled into files while a spec runs, so that nobody has heard of them.</summary>
internal static class CompiledAssembly
{
    /// <summary>Compiles C# and returns the file's path.</summary>
    public static string In(string folder, string name, string source, params string[] references)
    {
        string path = Path.Combine(folder, name + ".dll");
        var compilation = CSharpCompilation.Create(
            name,
            [CSharpSyntaxTree.ParseText(source)],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(Assembly.Load("System.Runtime").Location),
                .. references.Select(reference => MetadataReference.CreateFromFile(reference)),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true)
        );
        Assert.Empty(
            compilation.Emit(path).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
        );
        return path;
    }
}
