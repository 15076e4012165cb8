namespace Multiprocessing.Lab.Execution;

/// <summary>Ids that are the same each time a notebook runs, and unique within it.</summary>
internal static class StableIds
{
    private static int _cell;
    private static int _count;

    public static void BeginCell(int number)
    {
        _cell = number;
        _count = 0;
    }

    public static string Next(string kind) => $"{kind}-{_cell}-{Interlocked.Increment(ref _count)}";
}
