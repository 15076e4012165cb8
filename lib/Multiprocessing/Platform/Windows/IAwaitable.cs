using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>What <see cref="PipeWait"/> can wait for.</summary>
[SupportedOSPlatform("windows")]
internal interface IAwaitable
{
    /// <summary>Whether it has something now.</summary>
    bool IsReady();

    /// <summary>From here to <see cref="EndWait"/>, on the same thread, <see cref="Signal"/> is set when it may have something.</summary>
    void BeginWait();

    /// <summary>Nobody waits any more.</summary>
    void EndWait();

    /// <inheritdoc cref="BeginWait"/>
    SafeWaitHandle Signal { get; }
}
