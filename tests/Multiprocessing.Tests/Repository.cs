namespace Multiprocessing.Tests;

/// <summary>The repository the tests were built in.</summary>
internal static class Repository
{
    public static string Root { get; } = Find(AppContext.BaseDirectory);

    private static string Find(string folder) =>
        File.Exists(Path.Combine(folder, "Multiprocessing.slnx"))
            ? folder
            : Find(Path.GetDirectoryName(folder)!);
}
