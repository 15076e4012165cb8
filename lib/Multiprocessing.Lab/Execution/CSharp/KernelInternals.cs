using System.Reflection;
using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Formatting;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.DotNet.Interactive;
using Microsoft.DotNet.Interactive.CSharp;
using Microsoft.DotNet.Interactive.Events;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Lab.Execution.CSharp;

/// <summary>What the engine needs of the kernel and of Roslyn that is not public there.</summary>
internal static class KernelInternals
{
    /// <summary>How the kernel compiles the next cell: without a path a stack trace has no lines.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_scriptOptions")]
    public static extern ref ScriptOptions OptionsOf(CSharpKernel kernel);

    /// <summary>What a command's token comes from. The kernel's own ways to cancel it also end the command.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Field, Name = "_cancellationTokenSource")]
    public static extern ref CancellationTokenSource CancellationOf(
        KernelInvocationContext context
    );

    /// <summary>
    /// The kernel makes a workspace for its own language services, which here nobody asks: EditorHelp answers while a
    /// cell runs, and they do not. With all editor services in it a session would take a third of a second longer.
    /// </summary>
    public static void UseLightLanguageServices() =>
        SetDefaultHost(
            null,
            MefHostServices.Create([
                typeof(Workspace).Assembly,
                typeof(CSharpFormattingOptions).Assembly,
            ])
        );

    /// <summary>
    /// From here on one alone hears of what cells display and update. The kernel's own listener keeps all of it until the
    /// cell ends, and drops what comes after that.
    /// </summary>
    public static void ListenAlone(Action<DisplayedValue> listen)
    {
        // The class adds its listener when it is first used.
        RuntimeHelpers.RunClassConstructor(typeof(Kernel).TypeHandle);
        typeof(Formatter)
            .GetField("OnFormatterEvent", BindingFlags.Static | BindingFlags.NonPublic)!
            .SetValue(null, listen);
    }

    /// <summary>Calls back after all formatters have been taken back to how they are when a session begins.</summary>
    public static void OnFormattersReset(Action again) =>
        typeof(Formatter)
            .GetEvent("Clearing", BindingFlags.Static | BindingFlags.NonPublic)!
            .GetAddMethod(nonPublic: true)!
            .Invoke(null, [again]);

    /// <summary>Tells those who listen to the kernel of an event.</summary>
    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = "PublishEvent")]
    public static extern void Publish(Kernel kernel, KernelEvent happened);

    [UnsafeAccessor(UnsafeAccessorKind.StaticMethod, Name = "set_DefaultHost")]
    private static extern void SetDefaultHost(MefHostServices? type, MefHostServices host);
}
