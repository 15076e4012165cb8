using System.Diagnostics;
using System.Runtime.InteropServices;
using System.Text;
using Multiprocessing.Code;
using Multiprocessing.Links;
using Multiprocessing.Memory;
using Multiprocessing.Parcels;
using Multiprocessing.Platform;
using Multiprocessing.Sharing;

namespace Multiprocessing.Workers;

/// <summary>The life of a worker process: meet the parent, serve until told to end, never outlive the parent.</summary>
[StackTraceHidden]
internal static class WorkerMain
{
    /// <summary>The exit code of a worker that cannot reach its parent.</summary>
    /// <remarks>Like the next, none that Windows gives a process which somebody ended.</remarks>
    public const int Unreachable = 3;

    private const int WrongStart = 2;
    private const int ReaderStackSize = 512 * 1024;
    private static readonly TimeSpan s_betweenLooks = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan s_handOverPatience = TimeSpan.FromSeconds(1);

    /// <summary>Whether this process, as it ends, waits for others that it started: said by whoever starts them.</summary>
    public static Func<bool> WaitsForProcesses { private get; set; } = () => false;

    /// <summary>The program's own executable was started to be a worker: works, and ends the process.</summary>
    public static void RunAndExit()
    {
        if (!OwnExecutable.IsOfSameBuild)
        {
            Console.Error.WriteLine(
                $"Multiprocessing: '{Environment.ProcessPath}' was replaced since the program that starts it as a worker was started. Start the program again."
            );
            Environment.Exit(WrongStart);
        }

        Environment.Exit(Main());
    }

    /// <summary>Runs to the worker's end and returns its exit code.</summary>
    private static int Main()
    {
        ConfigurationFile.Remove(AppContext.GetData(RuntimeConfiguration.FileProperty) as string);
        WorkerGreeting greeting;
        try
        {
            byte[] input = StandardInput.ReadAll();
            greeting = WorkerGreeting.Read(input);
        }
        catch (EndOfStreamException)
        {
            Console.Error.WriteLine(
                "Multiprocessing.dll starts its workers itself and does nothing when run: create a ProcessPool or a WorkerProcess in a program instead."
            );
            return WrongStart;
        }

        RuntimeConfiguration.Apply(greeting.Settings);
        foreach (EnvironmentVariable variable in greeting.Variables)
        {
            ProcessEnvironment.Set(variable.Name, variable.Value);
        }

        if (greeting.Manner.LeadsGroup)
        {
            ProcessGroup.Lead();
        }

        Signals.WakeWithoutParent();
        // Never closed: an end of the connection means that the parent is gone.
        ProgressCell progress;
        LocalSocket socket;
        try
        {
            progress = ProgressCell.Open(greeting.ProgressCell);
            socket = ParentHandshake.Connect(greeting);
        }
        catch (Exception e)
        {
            return TellUnreachable(e);
        }

        var frames = new FrameSocket(socket);

        // Ctrl+C in a terminal reaches the whole family. The parent decides; if it ends, its workers end with it.
        using PosixSignalRegistration interrupt = PosixSignalRegistration.Create(
            PosixSignal.SIGINT,
            context => context.Cancel = true
        );
        // At once: while the parent sends the first call there is time for the rest.
        frames.TryWrite(new Frame(FrameKind.Ready));
        if (greeting.Manner.LeadsGroup)
        {
            ProcessGroup.BearHangUp(greeting.Identity.ParentId);
        }

        new CurrentWorker(greeting.Identity).TakeProcess();
        UseUnbufferedOutput();

        FramePump? pump = null;
        int mainThread = Environment.CurrentManagedThreadId;
        // The others leave it to the thread for frames: while one of them read, nobody would look after the main thread's results.
        void Expect(Task task)
        {
            if (Environment.CurrentManagedThreadId == mainThread)
            {
                pump!.TryReadUntil(() => task.IsCompleted);
            }
        }

        var requests = new CodeRequests(frame => frames.TryWrite(frame), Expect);
        var code = new FetchedCode(requests);
        var uplink = new Uplink(frame => frames.TryWrite(frame), Expect);
        CodeBook.AskAlso(requests);
        Home.Become(uplink, code);
        var unhandled = new UnhandledExceptions(frames, code);
        unhandled.Watch();
        var engine = new WorkerEngine(
            code,
            frame => pump!.Post(frame),
            // Not on the thread that reads, which must not wait for one that writes.
            handedBack =>
                ThreadPool.UnsafeQueueUserWorkItem(_ => frames.TryWrite(handedBack), null),
            new ItemProgress(progress),
            ownsProcess: true,
            followsCallers: !greeting.Manner.KeepsDirectory
        );
        try
        {
            // Not sooner: the parent's answer comes while all this is made.
            ParentHandshake.Complete(socket, greeting);
        }
        catch (Exception e)
        {
            return TellUnreachable(e);
        }

        pump = new FramePump(frames, frame => Handle(frame, engine, requests, uplink));
        AppDomain.CurrentDomain.ProcessExit += (_, _) =>
            frames.TryWrite(
                new Frame(
                    FrameKind.Goodbye,
                    WaitsForProcesses() ? 0 : Frame.Alone,
                    Environment.ExitCode
                )
            );
        new Thread(() => ReadFrames(pump, unhandled, greeting.Manner.LeadsGroup), ReaderStackSize)
        {
            IsBackground = true,
            Name = "frames",
        }.Start();

        if (greeting.Manner.WaitsForDebugger)
        {
            WaitForDebugger(greeting.Identity);
        }

        var garbage = new CallGarbage();
        // Each chunk in a context of its own: what one call leaves in an AsyncLocal is not the next one's.
        ExecutionContext context = ExecutionContext.Capture()!;
        engine.Run(
            inbox =>
            {
                if (garbage.IsMuch())
                {
                    frames.TryFlush(); // nobody waits for a result meanwhile
                    garbage.Collect();
                }

                if (!pump.TryReadOn(() => inbox.IsSettled))
                {
                    frames.TryFlush();
                    inbox.Wait();
                }
            },
            chunk => ExecutionContext.Run(context, static chunk => ((Action)chunk!)(), chunk)
        );
        frames.TryFlush();
        // Results may name memory that only this process has.
        Underway.Wait(s_handOverPatience);
        return Environment.ExitCode;
    }

    /// <summary>Most often the parent has just ended; else whoever reads this wants the reason, not where it was found.</summary>
    /// <returns>The exit code.</returns>
    private static int TellUnreachable(Exception e)
    {
        Console.Error.WriteLine(
            $"Multiprocessing: worker {Environment.ProcessId} cannot reach its parent. {e.Message}"
        );
        return Unreachable;
    }

    /// <summary>If the parent gives up meanwhile, the thread that reads frames ends this process.</summary>
    private static void WaitForDebugger(WorkerIdentity identity)
    {
        Console.Error.WriteLine(
            $"{identity.Name} waits for a debugger: attach one to process {identity.Id}."
        );
        while (!Debugger.IsAttached)
        {
            Thread.Sleep(s_betweenLooks);
        }
    }

    private static void ReadFrames(FramePump pump, UnhandledExceptions unhandled, bool leadsGroup)
    {
        try
        {
            pump.Keep();
        }
        catch (OutOfMemoryException e)
        {
            unhandled.Tell(
                new InsufficientMemoryException(
                    "The worker process has too little memory to take in what it was sent: an item, or what the function captures.",
                    e
                )
            );
        }
        catch (Exception e)
        {
            Console.Error.WriteLine(
                $"Multiprocessing: worker {Environment.ProcessId} was sent nonsense and ends. {e.Message}"
            );
        }

        // The parent is gone, in whatever way: nobody wants the rest, and nothing may be left behind.
        RuntimeFiles.Of(Environment.ProcessId).Remove();
        ConfigurationFile.RemoveAll();
        if (leadsGroup)
        {
            ProcessGroup.EndOwn();
        }
        else
        {
            Signals.KillSelf();
        }
    }

    /// <summary>Takes a frame in; true for one that the thread which runs chunks waits for.</summary>
    private static bool Handle(
        Frame frame,
        WorkerEngine engine,
        CodeRequests requests,
        Uplink uplink
    )
    {
        switch (frame.Kind)
        {
            case FrameKind.Reply:
                requests.Answered(frame);
                return false;
            case FrameKind.Answer:
                uplink.Answered(frame);
                return false;
            default:
                engine.Receive(frame);
                return frame.Kind is FrameKind.Chunk or FrameKind.OnlyChunk;
        }
    }

    /// <summary>UTF-8 whatever the locale, and each write handed over at once: what is printed must survive a crash.</summary>
    private static void UseUnbufferedOutput()
    {
        var utf8 = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false);
        Console.SetOut(new StreamWriter(Console.OpenStandardOutput(), utf8) { AutoFlush = true });
        Console.SetError(new StreamWriter(Console.OpenStandardError(), utf8) { AutoFlush = true });
    }
}
