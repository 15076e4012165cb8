using Multiprocessing.Platform;

namespace Multiprocessing.Links;

/// <summary>A worker's process as it was just started.</summary>
/// <param name="Program">Runs.</param>
/// <param name="Variables">What environment variables it is to set back.</param>
/// <param name="Settings">The runtime configuration that it is to take over.</param>
/// <param name="ConfigurationFile">The file that was made for its start, and that it removes when it is up; null where there is none.</param>
internal sealed record LaunchedWorker(
    PipedProcess Program,
    IReadOnlyList<EnvironmentVariable> Variables,
    IReadOnlyList<RuntimeSetting> Settings,
    string? ConfigurationFile
);
