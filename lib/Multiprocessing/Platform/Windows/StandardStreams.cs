using System.ComponentModel;
using System.Diagnostics;
using System.IO.Pipes;
using System.Runtime.InteropServices;
using System.Runtime.Versioning;
using Microsoft.Win32.SafeHandles;

namespace Multiprocessing.Platform.Windows;

/// <summary>Three pipes for the standard streams of a process that is being started: this process's ends and the child's.</summary>
[SupportedOSPlatform("windows")]
internal sealed partial class StandardStreams : IDisposable
{
    private readonly List<IDisposable> _ownEnds = [];
    private readonly PipeEnd _input;
    private readonly PipeEnd _output;
    private readonly PipeEnd _error;

    /// <exception cref="Win32Exception">The system refuses.</exception>
    public StandardStreams()
    {
        try
        {
            _ownEnds.Add(
                _input = new PipeEnd(NewPipe(PipeDirection.Out, out SafeFileHandle childInput))
            );
            ChildInput = childInput;
            _ownEnds.Add(
                _output = new PipeEnd(NewPipe(PipeDirection.In, out SafeFileHandle childOutput))
            );
            ChildOutput = childOutput;
            _ownEnds.Add(
                _error = new PipeEnd(NewPipe(PipeDirection.In, out SafeFileHandle childError))
            );
            ChildError = childError;
        }
        catch
        {
            Dispose();
            throw;
        }
    }

    public SafeFileHandle ChildInput { get; }

    public SafeFileHandle ChildOutput { get; }

    public SafeFileHandle ChildError { get; }

    /// <summary>
    /// The next process that is started can inherit the child's ends. Only just before: programs that start others at that
    /// moment, by means of their own, hand them on too, and then a worker's output ends with those.
    /// </summary>
    /// <exception cref="Win32Exception">The system refuses.</exception>
    public void LetInherit()
    {
        const uint Inherit = 1; // HANDLE_FLAG_INHERIT
        foreach (SafeFileHandle end in (SafeFileHandle[])[ChildInput, ChildOutput, ChildError])
        {
            if (!SetHandleInformation(end, Inherit, Inherit))
            {
                throw new Win32Exception();
            }
        }
    }

    /// <summary>The process runs: this process's ends are its own from now on.</summary>
    public PipedProcess HandOver(Process process)
    {
        _ownEnds.Clear();
        return new PipedProcess(
            process,
            new InputPipe.OfWindows(_input),
            new OutputPipe.OfWindows(_output),
            new OutputPipe.OfWindows(_error)
        );
    }

    /// <summary>Closes the child's ends, which it has by now or never will, and what has not been handed over.</summary>
    public void Dispose()
    {
        ChildInput?.Dispose();
        ChildOutput?.Dispose();
        ChildError?.Dispose();
        _ownEnds.ForEach(static end => end.Dispose());
    }

    /// <param name="direction">Whether this process's end reads or writes.</param>
    /// <param name="childEnd">An end for calls that wait, as every program expects.</param>
    private static SafePipeHandle NewPipe(PipeDirection direction, out SafeFileHandle childEnd)
    {
        const uint Read = 0x8000_0000;
        const uint Write = 0x4000_0000;
        const uint ReadAttributes = 0x80; // with which a program asks what its output is
        const uint Existing = 3;
        const uint Anonymous = 0x10_0000; // SECURITY_SQOS_PRESENT, and nothing of what it could allow
        string name = NamedPipe.NewName();
        SafePipeHandle own = NamedPipe.Create(name, direction, mostInstances: 1, isFirst: true);
        childEnd = CreateFile(
            NamedPipe.PathOf(name),
            direction == PipeDirection.Out ? Read : Write | ReadAttributes,
            0,
            0,
            Existing,
            Anonymous,
            0
        );
        if (!childEnd.IsInvalid)
        {
            return own;
        }

        var error = new Win32Exception();
        own.Dispose();
        throw error;
    }

    [LibraryImport(
        "kernel32",
        EntryPoint = "CreateFileW",
        SetLastError = true,
        StringMarshalling = StringMarshalling.Utf16
    )]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial SafeFileHandle CreateFile(
        string path,
        uint access,
        uint share,
        nint security,
        uint how,
        uint flags,
        nint template
    );

    [LibraryImport("kernel32", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    [return: MarshalAs(UnmanagedType.Bool)]
    private static partial bool SetHandleInformation(SafeHandle handle, uint which, uint what);
}
