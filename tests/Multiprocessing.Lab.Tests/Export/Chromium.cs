using Microsoft.Playwright;
using Xunit;

namespace Multiprocessing.Lab.Tests.Export;

/// <summary>A headless Chromium for the tests of one class; they are skipped where none is installed.</summary>
public sealed class Chromium : IAsyncLifetime
{
    private static readonly string[] Names = OperatingSystem.IsWindows()
        ? ["chromium.exe", "chrome.exe", "msedge.exe"]
        : ["chromium", "chromium-browser", "google-chrome"];

    private IPlaywright? _playwright;
    private IBrowser? _browser;

    public async ValueTask InitializeAsync()
    {
        if (Find() is not { } executable)
            return;
        _playwright = await Playwright.CreateAsync();
        _browser = await _playwright.Chromium.LaunchAsync(
            new()
            {
                ExecutablePath = executable,
                Args =
                [
                    "--no-sandbox",
                    "--disable-gpu",
                    "--disable-quic",
                    "--no-first-run",
                    "--disable-background-networking",
                    "--disable-component-update",
                    "--disable-sync",
                ],
            }
        );
    }

    /// <summary>Opens a file with the network off.</summary>
    internal async Task<Visit> OpenAsync(string file, BrowserNewContextOptions? options = null)
    {
        Installed.Need(_browser is not null, "Chromium, on the PATH or named by CHROMIUM,");
        var context = await _browser.NewContextAsync(new(options ?? new()) { Offline = true });
        var visit = new Visit(context, await context.NewPageAsync());
        await visit.Page.GotoAsync(new Uri(file).AbsoluteUri);
        return visit;
    }

    public async ValueTask DisposeAsync()
    {
        if (_browser is not null)
            await _browser.CloseAsync();
        _playwright?.Dispose();
    }

    private static string? Find()
    {
        if (Environment.GetEnvironmentVariable("CHROMIUM") is { Length: > 0 } named)
            return named;
        return (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
    }
}

/// <summary>A page in a profile of its own, and all that went wrong on it.</summary>
internal sealed class Visit : IAsyncDisposable
{
    private readonly IBrowserContext _context;
    private readonly List<string> _complaints = [];

    public Visit(IBrowserContext context, IPage page)
    {
        _context = context;
        Page = page;
        page.Console += (_, message) =>
        {
            if (message.Type is "error" or "warning")
                _complaints.Add($"console: {message.Text}");
        };
        page.PageError += (_, error) => _complaints.Add($"error: {error}");
        page.Request += (_, request) =>
        {
            if (
                !(
                    request.IsNavigationRequest
                    && request.Url.StartsWith("file:", StringComparison.Ordinal)
                ) && !IsInside(request.Url)
            )
                _complaints.Add($"request: {request.Url}");
        };
    }

    public IPage Page { get; }

    /// <summary>Errors on the console, exceptions, and requests for anything but the page itself.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ValueTask DisposeAsync() => new(_context.CloseAsync());

    private static bool IsInside(string url) =>
        url.StartsWith("data:", StringComparison.Ordinal)
        || url.StartsWith("blob:", StringComparison.Ordinal);
}
