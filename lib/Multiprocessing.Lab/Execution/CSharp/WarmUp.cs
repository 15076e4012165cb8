using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>
/// Much of the compiler is itself compiled when it is first used, which takes the better part of a second. That happens
/// here, on a script of its own, beside the making of the kernel, which takes another part.
/// </summary>
internal static class WarmUp
{
    private const string Code =
        "using System.Linq; var numbers = new[] { 1, 2 }.Select(n => n * 2).ToArray(); numbers";

    /// <remarks>On a thread of its own: with one core the pool has but one, which the front's calls need.</remarks>
    public static Task RunAsync() =>
        Task
            .Factory.StartNew(
                () =>
                    CSharpScript.RunAsync(
                        Code,
                        ScriptOptions.Default.WithReferences(References.New())
                    ),
                CancellationToken.None,
                TaskCreationOptions.LongRunning,
                TaskScheduler.Default
            )
            .Unwrap();
}
