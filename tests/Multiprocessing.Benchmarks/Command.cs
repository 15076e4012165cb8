using Multiprocessing.Benchmarks.Report;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks;

/// <summary>What stands on the command line: nothing for everything, names for some works, <c>--quick</c>, <c>--list</c>.</summary>
internal static class Command
{
    public static int Run(string[] arguments)
    {
        bool quick = arguments.Contains("--quick");
        string[] names = [.. arguments.Where(argument => argument is not ("--quick" or "--list"))];
        string? unknown = names.FirstOrDefault(name =>
            Catalogue.All.All(work => work.Name != name)
        );
        if (unknown is not null)
        {
            Console.Error.WriteLine(
                $"There is no work '{unknown}'. There are: {string.Join(", ", Catalogue.All.Select(work => work.Name))}. Options: --quick, --list."
            );
            return 2;
        }

        if (arguments.Contains("--list"))
        {
            foreach (Work work in Catalogue.All)
            {
                Console.WriteLine($"{work.Name, -16} {work.Title}");
            }

            return 0;
        }

        Work[] chosen =
        [
            .. Catalogue.All.Where(work => names.Length == 0 || names.Contains(work.Name)),
        ];
        return Measure(chosen, new Effort(quick), isComplete: names.Length == 0 && !quick);
    }

    private static int Measure(Work[] works, Effort effort, bool isComplete)
    {
        List<Finding> findings = [];
        bool failed = false;
        string machine = Machine.Describe();
        foreach (Work work in works)
        {
            try
            {
                Finding finding = work.Measure(effort);
                findings.Add(finding);
                Console.WriteLine(Sections.Of(finding));
            }
            catch (Exception e)
            {
                // One work that fails must not cost the figures of all others.
                Console.Error.WriteLine($"{work.Name} failed: {e}");
                failed = true;
            }
        }

        Console.WriteLine(GoalTable.Of(findings));
        if (isComplete && !failed)
        {
            Console.Error.WriteLine($"Written: {Results.Write(machine, findings)}");
        }

        return failed ? 1 : 0;
    }
}
