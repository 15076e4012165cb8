using System.Reflection;
using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Tests.Cells;

/// <summary>A notebook's C# session as hosts make it: each cell a Roslyn submission that is compiled unoptimised into memory.</summary>
internal sealed class CellSession
{
    private static readonly ScriptOptions s_options = ScriptOptions
        .Default.WithReferences(
            typeof(ProcessPool).Assembly,
            typeof(CellPool).Assembly,
            Assembly.Load("System.Runtime"),
            Assembly.Load("System.Linq"),
            Assembly.Load("System.Collections"),
            Assembly.Load("System.Console"),
            Assembly.Load("System.Collections.Immutable"),
            Assembly.Load("System.Diagnostics.Process"),
            Assembly.Load("System.Net.Sockets")
        )
        .WithImports(
            "System",
            "System.Text",
            "System.Collections",
            "System.Collections.Generic",
            "System.Threading",
            "System.Threading.Tasks",
            "System.Linq",
            "Multiprocessing",
            "Multiprocessing.Tests.Cells"
        )
        .WithLanguageVersion(Microsoft.CodeAnalysis.CSharp.LanguageVersion.Preview);

    private ScriptState? _state;

    /// <summary>Runs a cell and returns the value of its last expression.</summary>
    public async Task<object?> Run(string cell)
    {
        _state = _state is null
            ? await CSharpScript.RunAsync(cell, s_options)
            : await _state.ContinueWithAsync(cell, s_options);
        return _state.ReturnValue;
    }

    public async Task<T> Run<T>(string cell) => (T)(await Run(cell))!;
}
