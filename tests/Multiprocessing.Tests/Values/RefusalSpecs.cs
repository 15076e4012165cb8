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

public sealed partial class RefusalSpecs
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

    [Fact(Timeout = 60_000)]
    public async Task Json_that_is_nested_deeper_than_its_writer_goes_is_refused_in_words()
    {
        var json = new System.Text.Json.Nodes.JsonArray();
        for (int i = 0; i < 1500; i++)
        {
            json = [json];
        }

        await using var pool = ProcessPool.InProcess();
        var e = Assert.Throws<NotSerializableException>(() => pool.Run(() => json.Count));
        Assert.Contains("1000", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_loop_that_has_not_begun_travels_with_its_list_or_dictionary()
    {
        static IEnumerable<int> Both(List<int> list, Dictionary<int, int> table)
        {
            foreach (var item in list)
                yield return item;
            foreach (var (key, _) in table)
                yield return key;
        }

        Assert.Equal([1, 2, 7], Copying.Copy(Both([1, 2], new() { [7] = 0 })));
        Assert.Equal([2], Copying.Copy(new List<int> { 1, 2 }.Where(n => n > 1)));
        Assert.Equal(5, Copying.Copy(new List<int>.Enumerator[5]).Length);
    }

    [Fact]
    public void A_loop_that_has_begun_is_refused_for_the_list_it_is_in()
    {
        static IEnumerable<int> Items(List<int> list)
        {
            foreach (var item in list)
                yield return item;
        }

        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(Begun(Items([1, 2])))
        );

        Assert.Contains("Enumerator<int>", error.Message, StringComparison.Ordinal);
        Assert.Contains("Pass the container", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_enumerator_whose_place_means_the_same_there_goes_on()
    {
        static IEnumerable<int> Numbers()
        {
            yield return 1;
            yield return 2;
            yield return 3;
        }

        IEnumerable<int>[] all =
        [
            new[] { 1, 2, 3 },
            new Queue<int>([1, 2, 3]),
            new Stack<int>([3, 2, 1]),
            new SortedSet<int> { 1, 2, 3 },
            ImmutableList.Create(1, 2, 3),
            ImmutableArray.Create(1, 2, 3),
            new ConcurrentQueue<int>([1, 2, 3]),
            Enumerable.Range(1, 3),
            Numbers(),
        ];
        foreach (var items in all)
        {
            var copy = (IEnumerator<int>)Copying.Copy(Begun(items));
            Assert.Equal(1, copy.Current);
            Assert.True(copy.MoveNext());
            Assert.Equal(2, copy.Current);
        }
    }

    [Fact]
    public void A_hash_of_ones_own_travels_with_its_state()
    {
        var sum = new Sum();
        sum.TransformBlock([1, 2], 0, 2, null, 0);

        var copy = Copying.Copy(sum);

        copy.TransformFinalBlock([3], 0, 1);
        Assert.Equal([6], copy.Hash!);
    }

    private sealed class Sum : HashAlgorithm
    {
        private byte _sum;

        public override void Initialize() => _sum = 0;

        protected override void HashCore(byte[] array, int ibStart, int cbSize) =>
            _sum += (byte)array.AsSpan(ibStart, cbSize).ToArray().Sum(b => b);

        protected override byte[] HashFinal() => [_sum];
    }

    [Fact]
    public void A_logger_without_state_travels() => Copying.Copy<ILogger>(NullLogger.Instance);

    private static object Begun<T>(IEnumerable<T> items)
    {
        var enumerator = items.GetEnumerator();
        enumerator.MoveNext();
        return enumerator;
    }

    private static Aes AesWithKey()
    {
        var cipher = Aes.Create();
        cipher.GenerateKey();
        return cipher;
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
