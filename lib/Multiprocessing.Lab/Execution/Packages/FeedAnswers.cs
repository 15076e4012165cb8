using NuGet.Protocol.Core.Types;

namespace Multiprocessing.Lab.Execution.Packages;

/// <summary>Asks one feed after the other. One that cannot be asked does not keep the others from being asked.</summary>
internal sealed class FeedAnswers(IReadOnlyList<SourceRepository> feeds)
{
    private readonly List<string> _failures = [];

    /// <summary>The feeds that could not be asked, each with the reason.</summary>
    public IReadOnlyList<string> Failures => _failures;

    /// <summary>The addresses of all.</summary>
    public string Feeds => string.Join(", ", feeds.Select(feed => feed.PackageSource.Source));

    /// <returns>The first answer that is not null.</returns>
    public async Task<TAnswer?> AskAsync<TResource, TAnswer>(
        Func<TResource, SourceRepository, Task<TAnswer?>> ask,
        CancellationToken cancellationToken
    )
        where TResource : class, INuGetResource
        where TAnswer : class
    {
        foreach (var feed in feeds)
        {
            try
            {
                var resource = await feed.GetResourceAsync<TResource>(cancellationToken)
                    .ConfigureAwait(false);
                if (
                    resource is not null
                    && await ask(resource, feed).ConfigureAwait(false) is { } answer
                )
                    return answer;
            }
            catch (Exception e) when (!cancellationToken.IsCancellationRequested)
            {
                // NuGet has an exception of its own for each way in which a feed or a disk can fail.
                _failures.Add($"{feed.PackageSource.Source} ({ReasonOf(e)})");
            }
        }
        return null;
    }

    private static string ReasonOf(Exception exception) =>
        exception.GetBaseException().Message.ReplaceLineEndings(" ").TrimEnd('.');
}
