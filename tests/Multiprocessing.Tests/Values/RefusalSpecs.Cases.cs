using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Collections.ObjectModel;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.IO.Pipelines;
using System.Linq.Expressions;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Security;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using System.Threading.Channels;
using System.Xml;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <content>What cannot travel, and what is said of it.</content>
public sealed partial class RefusalSpecs
{
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
            "an enumerator of a list",
            () => Begun(new List<int> { 1, 2 }),
            "Enumerator<int>",
            "Pass the container"
        ),
        (
            "an enumerator of a collection",
            () => Begun(new Collection<int> { 1, 2 }),
            "Enumerator<int>",
            "Pass the container"
        ),
        (
            "an enumerator of a linked list",
            () => Begun(new LinkedList<int>([1, 2])),
            "Enumerator<int>",
            "Pass the container"
        ),
        (
            "an enumerator of a set",
            () => Begun(new HashSet<int> { 1, 2 }),
            "Enumerator<int>",
            "Pass the container"
        ),
        (
            "an enumerator of a lookup",
            () => Begun(new[] { 1, 2 }.ToLookup(n => n)),
            "",
            "Pass the container"
        ),
        (
            "a public key pair not made yet",
            () => RSA.Create(),
            "RSAWrapper",
            "create the object inside the function"
        ),
        ("a curve's key not made yet", () => ECDsa.Create(), "ECDsaWrapper", "ExportParameters"),
        ("a key exchange", () => ECDiffieHellman.Create(), "", "ExportParameters"),
        ("a cipher without a key", () => Aes.Create(), "AesImplementation", "the bytes of Key"),
        ("a cipher with a key", () => AesWithKey(), "AesImplementation", "the bytes of Key"),
        ("an authenticated cipher", () => new AesGcm(new byte[16], 16), "AesGcm", "bytes of Key"),
        ("an encryptor", () => Aes.Create().CreateEncryptor(), "", "encrypts or decrypts"),
        ("a hash", () => SHA256.Create(), "SHA256.Implementation", "static HashData"),
        ("a keyed hash", () => new HMACSHA256(new byte[4]), "HMACSHA256", "static HashData"),
        (
            "a hash in steps",
            () => IncrementalHash.CreateHash(HashAlgorithmName.SHA256),
            "IncrementalHash",
            "computes a hash"
        ),
        (
            "a source of random bytes",
            () => RandomNumberGenerator.Create(),
            "RandomNumberGeneratorImplementation",
            "RandomNumberGenerator.GetBytes inside the function"
        ),
        ("a store of certificates", () => new X509Store(), "X509Store", "RawData"),
        ("a secret text", () => new SecureString(), "SecureString", "Get the secret inside"),
        (
            "a logger",
            () => new Logger<int>(NullLoggerFactory.Instance),
            "Logger<int>",
            "Create one inside the function"
        ),
        ("a pipe of bytes", () => new Pipe(), "Pipe", "return results"),
        ("a listener of the web", () => new HttpListener(), "HttpListener", "Open it inside"),
        ("a meter", () => new Meter("specs"), "Meter", "Create it inside the function"),
        (
            "a source of activities",
            () => new ActivitySource("specs"),
            "ActivitySource",
            "Create it inside the function"
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
}
