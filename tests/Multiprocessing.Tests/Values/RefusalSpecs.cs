using System.Collections.Concurrent;
using System.Diagnostics;
using System.Linq.Expressions;
using System.Net.Sockets;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Threading.Channels;
using System.Xml;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class RefusalSpecs
{
    private sealed class Box(object content)
    {
        public object Content { get; } = content;
    }

    private sealed class WithFinalizer
    {
        ~WithFinalizer() => GC.KeepAlive(this);
    }

    private sealed class Resident : IStaysHome
    {
        public string Remedy => "it is a resident. Create it inside the function instead.";
    }

    private sealed class Remote : MarshalByRefObject;

    /// <summary>What must be refused, the type the message names, and a part of the remedy.</summary>
    private static readonly (
        string Name,
        Func<object> Make,
        string Type,
        string Remedy
    )[] s_cases =
    [
        ("a thread", () => new Thread(() => { }), "Thread", "Start it inside the function"),
        ("a timer", () => new Timer(_ => { }), "Timer", "Create it inside the function"),
        (
            "a periodic timer",
            () => new PeriodicTimer(TimeSpan.FromDays(1)),
            "PeriodicTimer",
            "Create it inside"
        ),
        ("a mutex", () => new Mutex(), "Mutex", "combine the parts here"),
        (
            "an event",
            () => new ManualResetEvent(false),
            "ManualResetEvent",
            "combine the parts here"
        ),
        ("a semaphore", () => new SemaphoreSlim(1), "SemaphoreSlim", "combine the parts here"),
        ("a lock", () => NewObject<Lock>(), "Lock", "combine the parts here"),
        (
            "a reader and writer lock",
            () => new ReaderWriterLockSlim(),
            "ReaderWriterLockSlim",
            "combine the parts here"
        ),
        ("a countdown", () => new CountdownEvent(1), "CountdownEvent", "combine the parts here"),
        ("a barrier", () => new Barrier(1), "Barrier", "combine the parts here"),
        (
            "a source of cancellation",
            () => new CancellationTokenSource(),
            "CancellationTokenSource",
            "Capture its Token"
        ),
        (
            "a task that runs",
            () => new TaskCompletionSource<int>().Task,
            "Task<int>",
            "Await it first"
        ),
        (
            "a task without result that runs",
            () => new TaskCompletionSource().Task,
            "Task",
            "Await it first"
        ),
        (
            "a value of each thread",
            () => new ThreadLocal<int>(),
            "ThreadLocal<int>",
            "Pass the value itself"
        ),
        (
            "a value of each flow",
            () => new AsyncLocal<int>(),
            "AsyncLocal<int>",
            "Pass the value itself"
        ),
        (
            "a context",
            () => new SynchronizationContext(),
            "SynchronizationContext",
            "inside the function"
        ),
        (
            "a scheduler",
            () => TaskScheduler.Default,
            "ThreadPoolTaskScheduler",
            "inside the function"
        ),
        (
            "a socket",
            () => new Socket(SocketType.Stream, ProtocolType.Tcp),
            "Socket",
            "Open it inside the function"
        ),
        (
            "a client of the web",
            () => new HttpClient(),
            "HttpClient",
            "Open it inside the function"
        ),
        (
            "an open file",
            () =>
                new FileStream(
                    Path.GetTempFileName(),
                    FileMode.Open,
                    FileAccess.Read,
                    FileShare.Read,
                    1,
                    FileOptions.DeleteOnClose
                ),
            "FileStream",
            "pass the path or the bytes"
        ),
        ("a writer", () => Console.Out, "SyncTextWriter", "Console.WriteLine works there"),
        (
            "a reader",
            () => new StreamReader(Stream.Null),
            "StreamReader",
            "Open it inside the function"
        ),
        ("a process", () => Process.GetCurrentProcess(), "Process", "GetProcessById"),
        (
            "a handle",
            () => new Microsoft.Win32.SafeHandles.SafeFileHandle(5, false),
            "SafeFileHandle",
            "inside the function"
        ),
        (
            "a weak reference",
            () => new WeakReference(new object()),
            "WeakReference",
            "Pass the object itself"
        ),
        (
            "a typed weak reference",
            () => new WeakReference<object>(new object()),
            "WeakReference<object>",
            "Pass the object itself"
        ),
        (
            "a weak table",
            () => new ConditionalWeakTable<object, object>(),
            "ConditionalWeakTable<object, object>",
            "Pass the object itself"
        ),
        (
            "a channel",
            () => Channel.CreateUnbounded<int>(),
            "UnboundedChannel<int>",
            "return results"
        ),
        (
            "a blocking collection",
            () => new BlockingCollection<int>(),
            "BlockingCollection<int>",
            "return results"
        ),
        (
            "a handle of the collector",
            () => GCHandle.Alloc(new object(), GCHandleType.Weak),
            "GCHandle",
            "Pass what is stored there"
        ),
        (
            "an object with a finalizer",
            () => new WithFinalizer(),
            "RefusalSpecs.WithFinalizer",
            "Create it inside the function"
        ),
        (
            "an object used from afar",
            () => new Remote(),
            "RefusalSpecs.Remote",
            "Create it inside the function"
        ),
        (
            "an object that stays at home",
            () => new Resident(),
            "RefusalSpecs.Resident",
            "it is a resident"
        ),
        (
            "a compiled expression",
            () => ((Expression<Func<int, int>>)(n => n + 1)).Compile(),
            "",
            "a lambda that the compiler saw"
        ),
        ("a method made at run time", MadeAtRunTime, "", "a lambda that the compiler saw"),
        (
            "a type made at run time",
            () => Activator.CreateInstance(TypeMadeAtRunTime())!,
            "Made",
            "Use a type that the compiler saw"
        ),
        (
            "an enumerator of a dictionary",
            () => new Dictionary<string, int> { ["a"] = 1 }.GetEnumerator(),
            "Enumerator<string, int>",
            "Pass the container"
        ),
        (
            "options of json",
            () => new JsonSerializerOptions(),
            "JsonSerializerOptions",
            "inside the function"
        ),
        ("an xml node", () => new XmlDocument(), "XmlDocument", "XElement"),
        ("a data table", () => new System.Data.DataTable(), "DataTable", "list of records"),
    ];

    public static TheoryData<string> Names => [.. s_cases.Select(c => c.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void What_cannot_travel_is_named_with_its_path_its_type_and_what_to_do(string name)
    {
        var (_, make, type, remedy) = s_cases.Single(c => c.Name == name);

        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(new Dictionary<string, object> { ["it"] = new Box(make()) }, "item 3")
        );

        Assert.StartsWith("item 3[\"it\"] → Content", error.Path, StringComparison.Ordinal);
        Assert.StartsWith(error.Path, error.Message, StringComparison.Ordinal);
        Assert.Contains(
            $"{type}) cannot travel to another process: ",
            error.Message,
            StringComparison.Ordinal
        );
        Assert.Contains(remedy, error.Message, StringComparison.Ordinal);
    }

    private static object NewObject<T>()
        where T : new() => new T();

    private static Func<int> MadeAtRunTime()
    {
        var method = new DynamicMethod("made", typeof(int), []);
        var code = method.GetILGenerator();
        code.Emit(OpCodes.Ldc_I4_1);
        code.Emit(OpCodes.Ret);
        return method.CreateDelegate<Func<int>>();
    }

    private static Type TypeMadeAtRunTime() =>
        AssemblyBuilder
            .DefineDynamicAssembly(new AssemblyName("made"), AssemblyBuilderAccess.RunAndCollect)
            .DefineDynamicModule("made")
            .DefineType("Made", TypeAttributes.Public)
            .CreateType();
}
