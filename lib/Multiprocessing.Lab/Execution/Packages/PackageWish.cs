namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>A package that is needed, and what the user wrote that it is needed for.</summary>
/// <param name="Id">The package.</param>
/// <param name="Written">The package in the user's <c>#r "nuget: …"</c>: this one, or one that depends on it.</param>
internal sealed record PackageWish(string Id, string Written)
{
    /// <summary>What of it is wrong, and what to do, as one line that begins with the user's own words.</summary>
    public PackageException Error(string problem, string remedy) =>
        new($"#r \"nuget: {Written}\": {ForWhat}{problem}. {remedy}");

    public PackageException Unreachable(IReadOnlyList<string> feeds) =>
        Error(
            $"the feed cannot be asked: {string.Join(", ", feeds)}",
            "Check the network and your NuGet.config."
        );

    /// <remarks>Nobody has written the names of dependencies: each is said with what needs it.</remarks>
    private string ForWhat =>
        Written.Split(',')[0].Trim().Equals(Id, StringComparison.OrdinalIgnoreCase)
            ? ""
            : $"it depends on {Id}, and ";
}
