using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive.CSharp;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What the engine needs of the kernel and of Roslyn that is not public there.</summary>
internal static class KernelInternals
{
    /// <summary>How the kernel compiles the next cell: without a path a stack trace has no lines.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scriptOptions")]
    public static extern ref ScriptOptions OptionsOf(CSharpKernel kernel);

    /// <summary>
    /// The kernel makes a workspace for its own language services, which here nobody asks: EditorHelp answers while a
    /// cell runs, and they do not. With all editor services in it a session would take a third of a second longer.
    /// </summary>
    public static void UseLightLanguageServices() =>
        SetDefaultHost(
            null,
            MefHostServices.Create(
                [typeof(Workspace).Assembly, typeof(CSharpFormattingOptions).Assembly]
            )
        );

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "set_DefaultHost")]
    private static extern void SetDefaultHost(MefHostServices? type, MefHostServices host);
}
