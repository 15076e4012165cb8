using Multiprocessing.Lab.Documents;
using Multiprocessing.Lab.Tests.Documents;
using Xunit;

namespace Multiprocessing.Lab.Tests.Notebooks;

/// <summary>The repository's notebooks, run once on real workers and exported, for all specs about them.</summary>
public sealed class RunNotebooks : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();

    internal static string[] Committed =>
        [.. Directory.GetFiles(Path.Combine(Repository.Root, "notebooks"), "*.ipynb").Order()];

    internal MplabResult Run { get; private set; } = null!;

    internal MplabResult Export { get; private set; } = null!;

    internal string Site => Path.Combine(_folder.Path, "site");

    public async ValueTask InitializeAsync()
    {
        string notebooks = Path.Combine(Repository.Root, "notebooks");
        string ran = Path.Combine(_folder.Path, "ran");
        Run = await Mplab.RunAsync("run", notebooks, "--output", ran, "--timeout", "120");
        Export = await Mplab.RunAsync("export", ran, "--no-run", "--output", Site);
    }

    internal Notebook Load(string name) =>
        Notebook.Load(Path.Combine(_folder.Path, "ran", name + ".ipynb"));

    public ValueTask DisposeAsync()
    {
        _folder.Dispose();
        return ValueTask.CompletedTask;
    }
}
