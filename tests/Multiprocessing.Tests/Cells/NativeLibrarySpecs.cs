using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Loader;
using Microsoft.Data.Sqlite;
using SkiaSharp;
using Xunit;

namespace Multiprocessing.Tests.Cells;

/// <summary>A worker finds the native libraries that its parent finds, wherever that finds them.</summary>
public sealed class NativeLibrarySpecs : IDisposable
{
    // Of the runtime's own, for it is there on every machine; it is copied to where nobody would look.
    private const string Function = "CompressionNative_Crc32";
    private const uint Crc32OfZero = 0xD202EF8D; // of one byte that is 0

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("mp-native-");

    [Fact(Timeout = 60_000)]
    public async Task A_database_of_a_package_works_in_workers_as_in_the_program()
    {
        await using var pool = new ProcessPool(1);
        Assert.Equal([3L, 6L], pool.Map(Triple, [1, 2]));

        static long Triple(int n)
        {
            using var database = new SqliteConnection("Data Source=:memory:");
            database.Open();
            using SqliteCommand command = database.CreateCommand();
            command.CommandText = $"select {n} * 3";
            return (long)command.ExecuteScalar()!;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task A_drawing_library_of_a_package_works_in_workers_as_in_the_program()
    {
        await using var pool = new ProcessPool(1);
        Func<int, string> draw = size =>
        {
            using var bitmap = new SKBitmap(size, size);
            using var canvas = new SKCanvas(bitmap);
            canvas.Clear(SKColors.Red);
            return $"{bitmap.GetPixel(0, 0)} {bitmap.Encode(SKEncodedImageFormat.Png, 100).Size > 0}";
        };
        Assert.Equal([draw(3), draw(4)], pool.Map(draw, [3, 4]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_library_that_an_event_of_the_program_finds_is_found_by_workers_and_theirs()
    {
        SkipUnlessCopied();
        const string Name = "mp_by_event";
        string file = CopyTo("by-event", "renamed.bin");
        Func<byte, uint> crc = CrcOf(
            AssemblyLoadContext.Default.LoadFromAssemblyPath(Compile("ByEvent", Name)),
            "ByEvent"
        );
        AssemblyLoadContext.Default.ResolvingUnmanagedDll += (_, name) =>
            name == Name ? NativeLibrary.Load(file) : 0;
        await using var pool = new ProcessPool(1);
        Assert.Equal([Crc32OfZero], pool.Map(crc, [(byte)0]));
        Assert.Equal(
            Crc32OfZero,
            pool.Run(() =>
            {
                using var inner = new ProcessPool(1);
                return inner.Run(() => crc(0));
            })
        );
    }

    [Fact(Timeout = 60_000)]
    public async Task A_library_that_an_assemblys_resolver_finds_is_found_by_workers()
    {
        SkipUnlessCopied();
        const string Name = "mp_by_resolver";
        string file = CopyTo("by-resolver", "renamed.bin");
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(
            Compile("ByResolver", Name)
        );
        NativeLibrary.SetDllImportResolver(
            assembly,
            (name, _, _) => name == Name ? NativeLibrary.Load(file) : 0
        );
        await using var pool = new ProcessPool(1);
        Assert.Equal([Crc32OfZero], pool.Map(CrcOf(assembly, "ByResolver"), [(byte)0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_resolver_that_waits_for_the_worker_keeps_nobody_from_reading_what_that_sends()
    {
        SkipUnlessCopied();
        const string Name = "mp_by_waiting";
        string file = CopyTo("by-waiting", "renamed.bin");
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(
            Compile("ByWaiting", Name)
        );
        using var isAsked = new ProcessEvent();
        using var isHeard = new ProcessEvent();
        bool heard = false;
        NativeLibrary.SetDllImportResolver(
            assembly,
            (_, _, _) =>
            {
                isAsked.Set();
                heard = isHeard.Wait(TimeSpan.FromSeconds(20));
                return NativeLibrary.Load(file);
            }
        );
        Func<byte, uint> crc = CrcOf(assembly, "ByWaiting");
        await using var pool = new ProcessPool(1);
        uint result = pool.Run(() =>
        {
            uint found = 0;
            var other = new Thread(() => found = crc(0));
            other.Start();
            isAsked.Wait();
            isHeard.Set();
            other.Join();
            return found;
        });
        Assert.Equal(Crc32OfZero, result);
        Assert.True(heard);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_library_and_an_assembly_that_only_a_load_context_finds_are_found_by_workers()
    {
        SkipUnlessCopied();
        const string Name = "mp_by_context";
        string needed = Path.Combine(_folder.FullName, "needed");
        Directory.CreateDirectory(needed);
        string inner = CompiledAssembly.In(
            needed,
            "OnlyOfContext",
            "public static class Zero { public static byte Value => 0; }"
        );
        var context = new Plugin(CopyTo("by-context", "renamed.bin"), inner);
        Func<byte, uint> crc = CrcOf(
            context.LoadFromAssemblyPath(
                Compile("ByContext", Name, "(byte)(value + Zero.Value)", inner)
            ),
            "ByContext"
        );
        await using var pool = new ProcessPool(1);
        Assert.Equal([Crc32OfZero], pool.Map(crc, [(byte)0]));
    }

    [Fact(Timeout = 60_000)]
    public async Task A_library_that_nobody_finds_is_missed_by_name_in_workers_too()
    {
        const string Name = "mp_by_nobody";
        Assembly assembly = AssemblyLoadContext.Default.LoadFromAssemblyPath(
            Compile("ByNobody", Name)
        );
        NativeLibrary.SetDllImportResolver(
            assembly,
            (_, _, _) => throw new InvalidOperationException("a resolver that fails")
        );
        await using var pool = new ProcessPool(1);
        var e = Assert.Throws<DllNotFoundException>(() =>
            pool.Map(CrcOf(assembly, "ByNobody"), [(byte)0])
        );
        Assert.Contains(Name, e.Message, StringComparison.Ordinal);
        Assert.Equal(1, pool.Run(() => 1));
    }

    public void Dispose() => _folder.Delete(recursive: true);

    private static string OfRuntime() =>
        Path.Combine(
            RuntimeEnvironment.GetRuntimeDirectory(),
            "libSystem.IO.Compression.Native.so"
        );

    private static void SkipUnlessCopied() =>
        Assert.SkipUnless(File.Exists(OfRuntime()), "The library to copy has this name on Linux.");

    private static Func<byte, uint> CrcOf(Assembly assembly, string type) =>
        assembly.GetType(type)!.GetMethod("Crc32")!.CreateDelegate<Func<byte, uint>>();

    private string CopyTo(string folder, string name)
    {
        string path = Path.Combine(_folder.FullName, folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Copy(OfRuntime(), path);
        return path;
    }

    private string Compile(
        string type,
        string library,
        string value = "value",
        params string[] references
    ) =>
        CompiledAssembly.In(
            _folder.FullName,
            "Native" + type,
            $$"""
            using System.Runtime.InteropServices;

            public static unsafe class {{type}}
            {
                [DllImport("{{library}}")]
                private static extern uint {{Function}}(uint crc, byte* bytes, int count);

                public static uint Crc32(byte value)
                {
                    byte only = {{value}};
                    return {{Function}}(0, &only, 1);
                }
            }
            """,
            references
        );

    private sealed class Plugin(string native, string assembly) : AssemblyLoadContext
    {
        protected override nint LoadUnmanagedDll(string unmanagedDllName) =>
            LoadUnmanagedDllFromPath(native);

        protected override Assembly? Load(AssemblyName assemblyName) =>
            assemblyName.Name == Path.GetFileNameWithoutExtension(assembly)
                ? LoadFromAssemblyPath(assembly)
                : null;
    }
}
