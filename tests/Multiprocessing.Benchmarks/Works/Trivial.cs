namespace Multiprocessing.Benchmarks.Works;

/// <summary>As little work as there is.</summary>
internal static class Trivial
{
    public static int AddOne(int n) => n + 1;
}
