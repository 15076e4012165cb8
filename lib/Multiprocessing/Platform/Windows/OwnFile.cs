using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Principal;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// Files that only this user may open, wherever they lie: not every folder for temporary files is one user's own, such as that
/// of a service, or one that somebody has set for all.
/// </summary>
[SupportedOSPlatform("windows")]
internal static class OwnFile
{
    /// <exception cref="IOException">It does not fit, or there is one.</exception>
    /// <exception cref="UnauthorizedAccessException">This user may make none there.</exception>
    public static FileStream Create(string path)
    {
        using WindowsIdentity self = OwnUser.OfProcess();
        var security = new FileSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(
            new FileSystemAccessRule(
                self.User!,
                FileSystemRights.FullControl,
                AccessControlType.Allow
            )
        );
        return new FileInfo(path).Create(
            FileMode.CreateNew,
            FileSystemRights.Write,
            FileShare.Read,
            bufferSize: 1,
            FileOptions.None,
            security
        );
    }
}
