namespace Multiprocessing.Lab.Tests.Jupyter;

/// <summary>The library as a notebook loads it.</summary>
internal static class Library
{
    public static string Load { get; } =
        $"#r \"{Path.Combine(Repository.Root, "artifacts", "notebook", "Multiprocessing.dll")}\"\nusing Multiprocessing;\nusing System.Threading;";
}
