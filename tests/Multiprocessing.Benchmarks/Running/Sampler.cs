namespace Multiprocessing.Benchmarks.Running;

/// <summary>
/// Takes samples: in each all contenders take turns, in the other order every second time, so that whatever the machine does
/// meanwhile happens to all of them.
/// </summary>
internal static class Sampler
{
    public static Samples Take(string name, Plan plan, Effort effort, bool needsCores)
    {
        Contender[] contenders = [.. plan.Contenders.Where(c => c.Measure is not null)];
        // Disks, compilers and pools are warmed by a sample that does not count.
        Console.Error.Write($"{name}: warming up");
        Take(contenders);
        using Control? control = needsCores ? new Control() : null;
        List<Sample> good = [];
        List<Sample> spoiled = [];
        bool isGood = control?.IsGoodNow() ?? true;
        for (int i = 0; good.Count < effort.Repetitions && i < effort.MostSamples; i++)
        {
            bool wasGood = isGood || control!.WaitForGood();
            Sample sample = Take(i % 2 == 0 ? contenders : contenders.Reverse());
            isGood = control?.IsGoodNow() ?? true;
            (wasGood && isGood ? good : spoiled).Add(sample);
            Console.Error.Write($", {good.Count}");
        }

        Console.Error.WriteLine($" of {effort.Repetitions} samples");
        return Samples.Choose(good, spoiled);
    }

    private static Sample Take(IEnumerable<Contender> contenders)
    {
        var sample = new Sample();
        foreach (Contender contender in contenders)
        {
            // Nobody pays for the garbage of the one before.
            GC.Collect();
            sample.Add(contender.Name, contender.Measure!());
        }

        return sample;
    }
}
