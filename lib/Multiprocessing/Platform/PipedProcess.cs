using System.Diagnostics;
using System.IO.Pipes;
using Multiprocessing.Platform.Windows;

namespace Multiprocessing.Platform;

/// <summary>A process that was just started, whose standard streams this process holds.</summary>
/// <param name="process">It runs.</param>
/// <param name="input">What it reads.</param>
/// <param name="output">What it prints.</param>
/// <param name="error">What it prints to standard error.</param>
internal sealed class PipedProcess(
    Process process,
    InputPipe input,
    OutputPipe output,
    OutputPipe error
) : IDisposable
{
    public Process Process => process;

    public OutputPipe Output => output;

    public OutputPipe Error => error;

    /// <exception cref="System.ComponentModel.Win32Exception">The system refuses.</exception>
    public static PipedProcess Start(ProcessStartInfo start)
    {
        if (OperatingSystem.IsWindows())
        {
            return WindowsProcess.Start(start);
        }

        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        start.UseShellExecute = false;
        Process process = Process.Start(start)!;
        var input = (PipeStream)process.StandardInput.BaseStream;
        var output = (PipeStream)process.StandardOutput.BaseStream;
        var error = (PipeStream)process.StandardError.BaseStream;
        return new PipedProcess(
            process,
            new InputPipe.OfUnix(input.SafePipeHandle, input),
            new OutputPipe.OfUnix(output.SafePipeHandle, output),
            new OutputPipe.OfUnix(error.SafePipeHandle, error)
        );
    }

    /// <summary>Gives it all that it will ever read, and ends its input.</summary>
    /// <exception cref="IOException">Nobody reads it.</exception>
    public void Tell(ReadOnlySpan<byte> bytes)
    {
        using (input)
        {
            input.Write(bytes);
        }
    }

    /// <summary>Gives the handles back; the process lives on, and finds the end of its input.</summary>
    public void Dispose()
    {
        input.Dispose();
        output.Dispose();
        error.Dispose();
        process.Dispose();
    }
}
