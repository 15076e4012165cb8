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

    [Fact]
    public void A_captured_variable_is_named_as_in_the_source()
    {
        using var client = new HttpClient();
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(() => client.ToString(), "the function")
        );
        Assert.Equal("the function → variable 'client'", error.Path);
        Assert.Equal("System.Net.Http.HttpClient", error.TypeName);
    }

    private sealed class Scraper(Socket socket)
    {
        public Socket Connection => socket;
        public (int, Scraper?)[] Others = [];
        public Scraper? Parent;

        public int Run(int n) => n + Others.Length;
    }

    [Fact]
    public void The_object_of_a_method_is_called_this()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack<Func<int, int>>(new Scraper(socket).Run, "the function")
        );
        Assert.Equal("the function → this → socket", error.Path);
    }

    [Fact]
    public void A_path_leads_through_arrays_tuples_chains_and_keys()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var inner = new Scraper(null!) { Others = [(1, null), (2, new Scraper(socket))] };
        var outer = new Scraper(null!) { Parent = new Scraper(null!) { Parent = inner } };
        Assert.Equal(
            "item 0 → Parent → Parent → Others[1] → Item2 → socket",
            Assert.Throws<NotSerializableException>(() => Copying.Pack(outer)).Path
        );
        Assert.Equal(
            "item 0[a Box] → key → Content".Replace(
                "a Box",
                "a RefusalSpecs.Box",
                StringComparison.Ordinal
            ),
            Assert
                .Throws<NotSerializableException>(() =>
                    Copying.Pack(new Dictionary<object, int> { [new Box(socket)] = 1 })
                )
                .Path
        );
    }

    [Fact]
    public void A_very_long_path_is_shortened_in_the_middle()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var chain = new Scraper(socket);
        for (var i = 0; i < 100_000; i++)
            chain = new Scraper(null!) { Parent = chain };

        var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(chain));

        Assert.Contains("Parent → … 99989 more … → Parent", error.Path, StringComparison.Ordinal);
        Assert.EndsWith(" → socket", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_graph_leaves_the_payload_and_its_types_as_they_were()
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, new LoadedAssemblies(), new ReachesAll());
        writer.Write(new Box("first"), "item 0");
        Assert.Throws<NotSerializableException>(() =>
            writer.Write(
                new object[] { new Scraper(null!), XmlReader.Create(TextReader.Null) },
                "item 1"
            )
        );
        writer.Write<object>(new Scraper(null!) { Others = [(5, null)] }, "item 2");

        var reader = new GraphReader(output.Written, new LoadedAssemblies());

        Assert.Equal("first", reader.Read<Box>().Content);
        Assert.Equal(5, Assert.IsType<Scraper>(reader.Read<object>()).Others[0].Item1);
        Assert.True(reader.IsAtEnd);
    }

    private sealed class Pinned
    {
        public GCHandle<object> Handle = new(new object());
    }

    [Fact]
    public void An_address_in_a_field_of_the_framework_does_not_travel()
    {
        var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(new Pinned()));
        Assert.StartsWith("item 0 → Handle → ", error.Path, StringComparison.Ordinal);
        Assert.Contains(
            "address in this process's memory",
            error.Message,
            StringComparison.Ordinal
        );
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
