using System.Reflection;
using System.Runtime.ConstrainedExecution;

namespace Multiprocessing.Values;

/// <summary>What cannot travel, why, and what to do instead.</summary>
internal static class Refusals
{
    public const string Address =
        "it holds addresses in this process's memory. Pass what is stored there instead.";

    private const string Lock =
        "a lock works within one process only, its copy would guard nothing. Return each part from the function and combine the parts here.";

    private const string Connection =
        "an open connection belongs to the process that opened it. Open it inside the function.";

    private const string Schedule =
        "it schedules work in this process. Create it inside the function.";

    private const string Files =
        "an open file or stream belongs to the process that opened it. Open it inside the function, or pass the path or the bytes.";

    private const string Text =
        "it writes to or reads from something open in this process. Open it inside the function; Console.WriteLine works there as here.";

    private const string PerThread =
        "it holds a value for each thread or flow of this process. Pass the value itself.";

    private const string Weak =
        "it follows objects of this process without keeping them. Pass the object itself.";

    private const string Flow =
        "it passes values between threads of one process. Pass the values as items and return results.";

    private const string Listeners =
        "it is tied to the listeners of this process, a copy would report to nobody. Create it inside the function.";

    private const string Emitted =
        "its code was made at run time. Use a method or a lambda that the compiler saw.";

    /// <summary>Reasons by the full name of a type or one of its bases.</summary>
    private static readonly Dictionary<string, string> s_byName = new()
    {
        ["System.Threading.Thread"] = "a thread runs in one process. Start it inside the function.",
        ["System.Threading.Timer"] = Schedule,
        ["System.Threading.PeriodicTimer"] = Schedule,
        ["System.Timers.Timer"] = Schedule,
        ["System.Threading.SynchronizationContext"] = Schedule,
        ["System.Threading.ExecutionContext"] = Schedule,
        ["System.Threading.Tasks.TaskScheduler"] = Schedule,
        ["System.Threading.Tasks.TaskFactory"] = Schedule,
        ["System.Threading.CancellationTokenSource"] =
            "it cancels work of this process. Capture its Token instead.",
        ["System.Threading.WaitHandle"] = Lock,
        ["System.Threading.SemaphoreSlim"] = Lock,
        ["System.Threading.ManualResetEventSlim"] = Lock,
        ["System.Threading.CountdownEvent"] = Lock,
        ["System.Threading.Barrier"] = Lock,
        ["System.Threading.ReaderWriterLock"] = Lock,
        ["System.Threading.ReaderWriterLockSlim"] = Lock,
        ["System.Threading.Lock"] = Lock,
        ["System.Threading.ThreadLocal`1"] = PerThread,
        ["System.Threading.AsyncLocal`1"] = PerThread,
        ["System.WeakReference"] = Weak,
        ["System.WeakReference`1"] = Weak,
        ["System.Runtime.CompilerServices.ConditionalWeakTable`2"] = Weak,
        ["System.Runtime.InteropServices.GCHandle"] = Address,
        ["System.Runtime.InteropServices.SafeHandle"] = Files,
        ["System.Runtime.InteropServices.CriticalHandle"] = Files,
        ["System.Threading.Channels.Channel`2"] = Flow,
        ["System.Threading.Channels.ChannelReader`1"] = Flow,
        ["System.Threading.Channels.ChannelWriter`1"] = Flow,
        ["System.Collections.Concurrent.BlockingCollection`1"] = Flow,
        ["System.IO.Pipelines.Pipe"] = Flow,
        ["System.IO.Pipelines.PipeReader"] = Flow,
        ["System.IO.Pipelines.PipeWriter"] = Flow,
        ["System.IO.Stream"] = Files,
        ["System.IO.TextWriter"] = Text,
        ["System.IO.TextReader"] = Text,
        ["System.IO.FileSystemWatcher"] = Files,
        ["System.Net.Sockets.Socket"] = Connection,
        ["System.Net.Sockets.TcpClient"] = Connection,
        ["System.Net.Sockets.TcpListener"] = Connection,
        ["System.Net.Sockets.UdpClient"] = Connection,
        ["System.Net.Http.HttpMessageInvoker"] = Connection,
        ["System.Net.Http.HttpMessageHandler"] = Connection,
        ["System.Net.HttpListener"] = Connection,
        ["System.Net.WebSockets.WebSocket"] = Connection,
        ["System.Data.Common.DbConnection"] = Connection,
        ["System.Security.SecureString"] =
            "its text is kept encrypted or unreadable in native memory of this process, and would be sent in the clear. Get the secret inside the function.",
        ["System.Diagnostics.ActivitySource"] = Listeners,
        ["System.Diagnostics.DiagnosticSource"] = Listeners,
        ["System.Diagnostics.Metrics.Meter"] = Listeners,
        ["System.Diagnostics.Metrics.Instrument"] = Listeners,
        ["System.Diagnostics.Tracing.EventListener"] = Listeners,
        ["System.Data.DataTable"] =
            "it is tied to components of this process. Pass its rows, for example as a list of records.",
        ["System.Data.DataSet"] =
            "it is tied to components of this process. Pass its rows, for example as a list of records.",
        ["System.Diagnostics.Process"] =
            "it holds a handle of this process. Pass its Id and call Process.GetProcessById inside the function.",
        ["System.Xml.XmlNode"] =
            "its names are shared with a table of this process. Pass its OuterXml, or use XElement.",
        ["System.Xml.XmlNameTable"] = "it belongs to this process. Create it inside the function.",
        ["System.Text.Json.JsonSerializerOptions"] =
            "it caches code made at run time. Create it inside the function.",
        ["System.Reflection.Emit.DynamicMethod"] = Emitted,
        ["System.Runtime.CompilerServices.CallSite"] = Emitted,
        ["System.Runtime.CompilerServices.Closure"] = Emitted,
        ["System.Runtime.Loader.AssemblyLoadContext"] =
            "it loads code into this process. Create it inside the function.",
        ["System.Reflection.Module"] = "it belongs to this process. Pass its Assembly.",
    };

    /// <summary>Types below refused ones that hold nothing but memory.</summary>
    private static readonly string[] s_plain =
    [
        "System.IO.MemoryStream",
        "System.IO.StringWriter",
        "System.IO.StringReader",
        "System.IO.FileSystemInfo",
    ];

    /// <summary>Why no object of the type can travel; null if it can.</summary>
    public static string? ReasonFor(Type type)
    {
        if (typeof(IStaysHome).IsAssignableFrom(type))
            return "it belongs to this process. Create it inside the function instead.";
        if (type.IsPointer || type.IsFunctionPointer || type.IsByRefLike)
            return Address;
        if (type.IsCOMObject)
            return "it is an object of the operating system's COM. Create it inside the function.";
        if (type.Assembly.IsDynamic)
            return "its type was made at run time and no other process can load it. Use a type that the compiler saw.";
        if (Enumerators.AreRefused(type))
            return Enumerators.Reason;
        if (Holders.IsHolder(type))
            return null;
        for (var level = type; level is not null; level = level.BaseType)
        {
            var name = (level.IsGenericType ? level.GetGenericTypeDefinition() : level).FullName!;
            if (s_plain.Contains(name))
                return null;
            if (s_byName.TryGetValue(name, out var reason) && Framework.Owns(level))
                return reason;
        }
        return Cryptography.ReasonFor(type) ?? Logging.ReasonFor(type) ?? ReasonByNature(type);
    }

    /// <summary>A finalizer means that the object holds something the garbage collector cannot free.</summary>
    private static string? ReasonByNature(Type type)
    {
        if (typeof(CriticalFinalizerObject).IsAssignableFrom(type) || HasFinalizer(type))
            return "it has a finalizer, so it holds something that belongs to this process. Create it inside the function.";
        return typeof(MarshalByRefObject).IsAssignableFrom(type)
            ? "it is made to be used from its own process. Create it inside the function."
            : null;
    }

    private static bool HasFinalizer(Type type)
    {
        for (var level = type; level is not null && level != typeof(object); level = level.BaseType)
            if (level.GetMethod("Finalize", Layout.Declared & ~BindingFlags.Public, []) is not null)
                return true;
        return false;
    }
}
