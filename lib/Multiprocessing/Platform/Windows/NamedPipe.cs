using System.ComponentModel;
using System.Globalization;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using System.Security.AccessControl;
using System.Security.Cryptography;
using System.Security.Principal;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>
/// Named pipes that only this user's processes on this machine can open, for asynchronous use. The Lab compiles this file too,
/// for its sessions.
/// </summary>
/// <remarks>
/// By the system's own call: .NET has no option that keeps remote clients out. An access list that denies the network would
/// also deny a user who has come through it, by ssh say, the own pipes.
/// </remarks>
[SupportedOSPlatform("windows")]
internal static unsafe partial class NamedPipe
{
    /// <summary>How many bytes a pipe holds before a writer waits.</summary>
    public const int BufferLength = 64 * 1024;

    /// <summary>How many instances one name can have at most.</summary>
    public const int MostInstances = 255;

    private const uint Asynchronous = 0x4000_0000; // FILE_FLAG_OVERLAPPED
    private const uint FirstInstance = 0x0008_0000; // FILE_FLAG_FIRST_PIPE_INSTANCE
    private const uint RejectRemoteClients = 0x8; // PIPE_REJECT_REMOTE_CLIENTS, of a pipe of bytes

    private static readonly byte[] s_ownUserOnly = OwnUserOnly();

    /// <summary>A name that no other pipe has. It is no secret: everybody on the machine can list the names of pipes.</summary>
    public static string NewName() =>
        "multiprocessing-" + Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));

    /// <summary>
    /// A client that is not connected yet. It connects only to a pipe that this user owns, and whoever has made that cannot act as
    /// this user.
    /// </summary>
    /// <param name="name">The pipe's name.</param>
    /// <param name="how">How its calls wait.</param>
    public static NamedPipeClientStream NewClient(
        string name,
        PipeOptions how = PipeOptions.Asynchronous
    ) =>
        new(
            ".",
            name,
            PipeDirection.InOut,
            PipeOptions.CurrentUserOnly | how,
            TokenImpersonationLevel.Anonymous
        );

    /// <summary>The path by which the system knows a pipe.</summary>
    public static string PathOf(string name) => @"\\.\pipe\" + name;

    /// <summary>Makes an instance, to which one client can connect.</summary>
    /// <param name="name">The pipe's name.</param>
    /// <param name="direction">Whether this end reads, writes or does both.</param>
    /// <param name="mostInstances">How many instances the name may have in all.</param>
    /// <param name="isFirst">Fails if there is a pipe of that name already, for it may be somebody else's.</param>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public static SafePipeHandle Create(
        string name,
        PipeDirection direction,
        int mostInstances,
        bool isFirst
    )
    {
        fixed (byte* descriptor = s_ownUserOnly)
        {
            var security = new SecurityAttributes
            {
                Length = sizeof(SecurityAttributes),
                Descriptor = descriptor,
            };
            SafePipeHandle pipe = CreateNamedPipe(
                PathOf(name),
                (uint)direction | Asynchronous | (isFirst ? FirstInstance : 0),
                RejectRemoteClients,
                mostInstances,
                BufferLength,
                BufferLength,
                0,
                &security
            );
            if (!pipe.IsInvalid)
            {
                return pipe;
            }

            int error = Marshal.GetLastPInvokeError();
            pipe.Dispose();
            throw new Win32Exception(
                error,
                string.Create(
                    CultureInfo.InvariantCulture,
                    $"The pipe '{name}' cannot be made: {Marshal.GetPInvokeErrorMessage(error)} (error {error})"
                )
            );
        }
    }

    private static byte[] OwnUserOnly()
    {
        using WindowsIdentity self = OwnUser.OfProcess();
        var security = new PipeSecurity();
        security.SetAccessRuleProtection(isProtected: true, preserveInheritance: false);
        security.AddAccessRule(
            new PipeAccessRule(self.User!, PipeAccessRights.FullControl, AccessControlType.Allow)
        );
        // What a client compares with its own (PipeOptions.CurrentUserOnly). With raised rights it is the administrators' group.
        security.SetOwner(self.Owner!);
        return security.GetSecurityDescriptorBinaryForm();
    }

    /// <summary>The system's SECURITY_ATTRIBUTES.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct SecurityAttributes
    {
        public int Length;
        public void* Descriptor; // null for the usual one
        public int IsInherited;
    }

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateNamedPipeW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafePipeHandle CreateNamedPipe(
        string path,
        uint how,
        uint kind,
        int mostInstances,
        int outgoing,
        int incoming,
        int patience,
        SecurityAttributes* security
    );
}
