using System.Diagnostics;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <content>The start of the process.</content>
internal sealed partial class ProcessLink
{
    /// <inheritdoc/>
    public void Start()
    {
        Action<Exception> failed = error => events.Died(this, new WorkerExit(-1, error));
        try
        {
            _room = WorkerRoom.Claim();
        }
        catch (Exception e) when (e is InvalidOperationException or IOException)
        {
            Refusals.Tell(() => failed(SystemLimits.Explain(e)));
            return;
        }

        LaunchAndServe(failed, () => { });
    }

    /// <summary>Like <see cref="Start"/>, but returns when the process runs and has a number.</summary>
    /// <exception cref="Exception">The process could not be started; no event follows.</exception>
    public void StartNow()
    {
        try
        {
            _room = WorkerRoom.Claim();
        }
        catch (IOException e)
        {
            throw SystemLimits.Explain(e);
        }

        var launched = new TaskCompletionSource();
        LaunchAndServe(launched.SetException, launched.SetResult);
        launched.Task.GetAwaiter().GetResult();
    }

    /// <summary>
    /// Launches and serves on one thread that lives as long as the worker: on Linux the kernel wakes a worker when the thread
    /// that launched it ends, for the parent is then gone.
    /// </summary>
    private void LaunchAndServe(Action<Exception> failed, Action launched)
    {
        try
        {
            StartThread(
                "worker link",
                () =>
                {
                    LocalEndpoint? endpoint = null;
                    try
                    {
                        endpoint = Launch();
                    }
                    catch (Exception e)
                    {
                        failed(SystemLimits.Explain(e));
                        return;
                    }

                    launched();
                    Serve(endpoint);
                }
            );
        }
        catch (OutOfMemoryException e)
        {
            _room!.Dispose();
            Refusals.Tell(() => failed(SystemLimits.Explain(e)));
        }
    }

    private LocalEndpoint Launch()
    {
        LocalEndpoint? endpoint = null;
        PipedProcess? program = null;
        try
        {
            // First of all: while the worker comes up there is time for the rest.
            LaunchedWorker launched = _launched = WorkerLauncher.Start(setup);
            program = launched.Program;
            Process process = program.Process;
            ProcessId = _room!.ProcessId = process.Id;
            endpoint = new LocalEndpoint(process.Id);
            _progress = ProgressCell.Create();
            _runtimeFiles = RuntimeFiles.Of(process.Id);
            _output = new OutputPump(program.Output, program.Error) { Context = _outputContext };
            Greet(launched, endpoint, _progress);
            lock (_gate)
            {
                _process = process;
                _endpoint = endpoint;
                if (_killed)
                {
                    // Was told to end before there was a process.
                    process.Kill();
                    endpoint.GiveUp();
                }
            }

            OutputPump output = _output;
            StartThread(
                "worker output",
                () =>
                {
                    output.Run();
                    LetGo();
                }
            );
            if (!setup.Options.KeepChildren)
            {
                JobControl.Add(process.Id);
            }

            return endpoint;
        }
        catch
        {
            lock (_gate)
            {
                _ended = true; // nobody signals it any more
            }

            // Without a greeting, or without a parent where that said, it ends by itself, and takes along the runtime's files that
            // one which is killed leaves behind.
            program?.Dispose();
            endpoint?.Dispose();
            _progress?.Dispose();
            _room!.Dispose();
            throw;
        }
    }

    /// <summary>Tells the worker where its parent waits. That it has ended already is seen, and told, when its end is read.</summary>
    private void Greet(LaunchedWorker launched, LocalEndpoint endpoint, ProgressCell progress)
    {
        PipedProcess program = launched.Program;
        try
        {
            var greeting = new WorkerGreeting(
                endpoint.Address,
                endpoint.WorkerSecret,
                endpoint.ParentSecret,
                progress.Address,
                setup.Identity(program.Process.Id),
                new WorkerManner(
                    KeepsDirectory: setup.Options.WorkingDirectory is not null,
                    setup.Options.WaitForDebugger,
                    LeadsGroup: !setup.Options.KeepChildren
                ),
                launched.Variables,
                launched.Settings
            );
            program.Tell(greeting.ToBytes());
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // It has ended already.
        }
    }

    private static void StartThread(string name, ThreadStart run) =>
        new Thread(run, StackSize) { IsBackground = true, Name = name }.Start();
}
