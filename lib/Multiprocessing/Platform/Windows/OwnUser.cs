using System.Runtime.Versioning;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>Whose process this is. The Lab compiles this file too.</summary>
[SupportedOSPlatform("windows")]
internal static class OwnUser
{
    /// <summary>The process's user, also on a thread that acts in another's name: so the processes that it starts are this user's.</summary>
    public static WindowsIdentity OfProcess() =>
        WindowsIdentity.RunImpersonated(
            SafeAccessTokenHandle.InvalidHandle,
            WindowsIdentity.GetCurrent
        );
}
