using System.Globalization;
using Xunit;

namespace Multiprocessing.Tests.Memory;

/// <summary>
/// Threads use shared memory while another disposes of it. They see what was written, or that it was disposed; never anything
/// else, and the memory never goes from under them.
/// </summary>
public class SharedDisposalSpecs
{
    private const int Rounds = 60;
    private const int Threads = 2;
    private const int Length = 1_000;
    private const long Written = 7;

    /// <summary>Each uses an array full of <see cref="Written"/>, and says what it saw.</summary>
    private static readonly Dictionary<string, Func<SharedArray<long>, long>> s_uses = new()
    {
        ["read"] = array => array.Read(Length - 1),
        ["write"] = array =>
        {
            array.Write(0, Written);
            return Written;
        },
        ["exchange"] = array => array.Exchange(0, Written),
        ["compare and exchange"] = array => array.CompareExchange(0, Written, Written),
        ["add"] = array => array.Add(0, 0),
        ["enumerate"] = array => array.Distinct().Single(),
        ["copy"] = array => array.ToArray().Distinct().Single(),
    };

    /// <summary>Each uses a value that is <see cref="Written"/>.</summary>
    private static readonly Dictionary<string, Func<SharedValue<double>, double>> s_usesOfValue =
        new()
        {
            ["get"] = value => value.Value,
            ["set"] = value => value.Value = Written,
            ["read"] = value => value.Read(),
            ["exchange"] = value => value.Exchange(Written),
            ["add"] = value => value.Add(0), // by comparing and exchanging, for the processor has no such step
            ["text"] = value =>
                value.ToString() is var text && text.EndsWith("disposed", StringComparison.Ordinal)
                    ? throw new ObjectDisposedException(text)
                    : double.Parse(text, CultureInfo.CurrentCulture),
        };

    public static TheoryData<string> Uses => [.. s_uses.Keys];

    public static TheoryData<string> UsesOfValue => [.. s_usesOfValue.Keys];

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(Uses))]
    public async Task An_array_may_be_disposed_while_threads_use_it(string use)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var array = new SharedArray<long>(Enumerable.Repeat(Written, Length).ToArray());
            await DisposeAmidUse(array, s_uses[use], Written);
        }
    }

    [Theory(Timeout = 120_000)]
    [MemberData(nameof(UsesOfValue))]
    public async Task A_value_may_be_disposed_while_threads_use_it(string use)
    {
        for (int round = 0; round < Rounds; round++)
        {
            var value = new SharedValue<double>(Written);
            await DisposeAmidUse(value, s_usesOfValue[use], Written);
        }
    }

    [Fact(Timeout = 120_000)]
    public async Task Counting_goes_on_to_the_last_step_before_the_end()
    {
        for (int round = 0; round < Rounds; round++)
        {
            using var counted = new ThreadLocal<long>();
            var array = new SharedArray<long>(1);
            await DisposeAmidUse(array, array => array.Increment(0) > counted.Value++, true);
        }
    }

    /// <summary>Disposes of something once all threads are using it, and waits until each was told so.</summary>
    private static async Task DisposeAmidUse<TShared, TSeen>(
        TShared shared,
        Func<TShared, TSeen> use,
        TSeen expected
    )
        where TShared : IDisposable
    {
        using var running = new CountdownEvent(Threads);
        Task[] users =
        [
            .. Enumerable
                .Range(0, Threads)
                .Select(_ =>
                    Task.Factory.StartNew(
                        () =>
                        {
                            UseOnce();
                            running.Signal();
                            Assert.Throws<ObjectDisposedException>(UseOn);
                        },
                        TestContext.Current.CancellationToken,
                        TaskCreationOptions.LongRunning,
                        TaskScheduler.Default
                    )
                ),
        ];
        running.Wait(TestContext.Current.CancellationToken);
        shared.Dispose();
        await Task.WhenAll(users);

        void UseOnce() => Assert.Equal(expected, use(shared));

        void UseOn()
        {
            while (true)
            {
                UseOnce();
            }
        }
    }
}
