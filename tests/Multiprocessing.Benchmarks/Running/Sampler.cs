using System.Diagnostics;

namespace Multiprocessing.Benchmarks.Running;

/// <summary>
/// Takes samples: in each all contenders take turns, in the other order every second time, so that whatever the machine does
/// meanwhile happens to all of them.
/// </summary>
/// <param name="repetitions">How many samples are wanted.</param>
/// <param name="patience">How long those beside a bad control are repeated, once as many as wanted were taken.</param>
/// <param name="needsCores">Whether there is a control.</param>
internal sealed class Sampler(int repetitions, TimeSpan patience, bool needsCores)
{
    public Samples Take(string name, Plan plan)
    {
        Contender[] contenders = [.. plan.Contenders.Where(c => c.Measure is not null)];
        // Disks, compilers and pools are warmed by samples that do not count.
        Console.Error.Write($"{name}: warming up");
        var warming = Stopwatch.StartNew();
        do
        {
            Take(contenders);
        } while (warming.Elapsed < plan.WarmUp);

        using Control? control = needsCores ? new Control() : null;
        List<Sample> good = [];
        List<Sample> spoiled = [];
        var repeating = new Stopwatch();
        bool isGood = control?.IsGoodNow() ?? true;
        while (good.Count < repetitions && (!repeating.IsRunning || repeating.Elapsed < patience))
        {
            bool wasGood = isGood || (patience > TimeSpan.Zero && control!.WaitForGood());
            int taken = good.Count + spoiled.Count;
            Sample sample = Take(taken % 2 == 0 ? contenders : contenders.Reverse());
            isGood = control?.IsGoodNow() ?? true;
            (wasGood && isGood ? good : spoiled).Add(sample);
            Console.Error.Write($", {good.Count}");
            if (taken + 1 == repetitions)
            {
                repeating.Start();
            }
        }

        Console.Error.WriteLine($" of {repetitions} samples");
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
