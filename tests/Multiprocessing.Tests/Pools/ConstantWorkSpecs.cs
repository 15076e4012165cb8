using System.Globalization;
using Multiprocessing.Parcels;
using Multiprocessing.Tests.Windows;
using Xunit;

namespace Multiprocessing.Tests.Pools;

/// <summary>Functions without state, which are packed and opened once. They change this process's culture, so they run beside no other.</summary>
[Collection(CapturedConsole.Collection)]
public class ConstantWorkSpecs
{
    private static int s_calls;
    private readonly int _number = 7;

    [Fact]
    public void A_function_is_without_state_when_nothing_but_its_code_could_travel()
    {
        int captured = 1;
        Func<int> both = static () => 1;
        both += Static;
        Assert.True(Is(static () => 1));
        Assert.True(Is(() => Static()));
        Assert.True(Is(Static));
        Assert.False(Is(() => captured));
        Assert.False(Is(() => _number));
        Assert.False(Is(Instance));
        Assert.False(Is(new[] { 1 }.Sum));
        Assert.False(Is("1".Count));
        Assert.False(Is(both));
        Func<int> function = static () => 1;
        Assert.False(ConstantWork.Is(new TimedWork(new RunWork<int>(function)), function));
        Assert.False(ConstantWork.Is(new RunWork<int>(Static), function)); // work that wraps the function
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_function_meets_the_surroundings_of_each_call()
    {
        Assert.SkipWhen(Wine.IsHere, Wine.NoCultures);
        CultureInfo before = CultureInfo.CurrentCulture;
        await using var pool = new ProcessPool(1);
        Func<string> function = static () => $"{1.5:F1}";
        try
        {
            foreach (string culture in (string[])["de-DE", "en-US", "de-DE"])
            {
                CultureInfo.CurrentCulture = CultureInfo.GetCultureInfo(culture);
                string expected = culture == "de-DE" ? "1,5" : "1.5";
                Assert.Equal(expected, pool.Run(function));
                Assert.Equal(expected, pool.Run(function));
            }
        }
        finally
        {
            CultureInfo.CurrentCulture = before;
        }
    }

    [Fact(Timeout = 60_000)]
    public async Task The_same_function_is_called_each_time_in_every_worker_and_after_a_death()
    {
        Func<int> function = static () => ++s_calls;
        await using var one = new ProcessPool(1);
        await using var other = new ProcessPool(1);
        Assert.Equal([1, 2, 3], [one.Run(function), one.Run(function), one.Run(function)]);
        Assert.Equal([1, 2], [other.Run(function), other.Run(function)]);
        Assert.Throws<WorkerDiedException>(() =>
            one.Run(static () => Environment.FailFast("on purpose"))
        );
        Assert.Equal(1, one.Run(function));
        Assert.Equal(0, s_calls);
        using var inProcess = ProcessPool.InProcess(1);
        Assert.Equal([1, 2], [inProcess.Run(function), inProcess.Run(function)]);
        s_calls = 0;
    }

    [Fact(Timeout = 60_000)]
    public async Task What_a_function_captures_is_what_it_is_at_each_call()
    {
        await using var pool = new ProcessPool(1);
        int number = 1;
        Func<int> function = () => number;
        for (; number < 4; number++)
        {
            Assert.Equal(number, pool.Run(function));
        }
    }

    [Theory(Timeout = 60_000)]
    [InlineData(3)]
    [InlineData(100_000)]
    public async Task An_array_that_a_function_was_made_from_is_what_it_is_at_each_call(int length)
    {
        await using var pool = new ProcessPool(1);
        int[] numbers = new int[length];
        Func<int> sum = numbers.Sum;
        for (int i = 0; i < 3; i++)
        {
            numbers[0] = i;
            Assert.Equal(i, pool.Run(sum));
        }
    }

    private static bool Is(Func<int> function) =>
        ConstantWork.Is(new RunWork<int>(function), function);

    private static int Static() => 1;

    private int Instance() => _number;
}
