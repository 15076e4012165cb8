using System.Diagnostics;
using Multiprocessing.Tests;

namespace Multiprocessing.Charts.Tests;

/// <summary>A headless Chromium that opens one page and hands back what its scripts have made of it.</summary>
internal static class Browser
{
    private static readonly string[] Names = ["chromium", "chromium-browser", "google-chrome"];

    public static async Task<string> RenderAsync(string page, CancellationToken cancellationToken)
    {
        var chromium = (Environment.GetEnvironmentVariable("PATH") ?? "")
            .Split(Path.PathSeparator)
            .SelectMany(folder => Names.Select(name => Path.Combine(folder, name)))
            .FirstOrDefault(File.Exists);
        Installed.Need(chromium is not null, "Chromium");

        var folder = Directory.CreateTempSubdirectory("charts-");
        try
        {
            var file = Path.Combine(folder.FullName, "page.html");
            await File.WriteAllTextAsync(file, page, cancellationToken);
            string[] arguments =
            [
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                $"--user-data-dir={folder.FullName}/profile",
                // The network is off: every host name leads nowhere.
                "--host-resolver-rules=MAP * ~NOTFOUND",
                // Time in the page runs ahead until its scripts have come to rest.
                "--virtual-time-budget=10000",
                "--dump-dom",
                new Uri(file).AbsoluteUri,
            ];
            var start = new ProcessStartInfo(chromium, arguments)
            {
                RedirectStandardOutput = true,
                RedirectStandardError = true,
            };
            using var process = Process.Start(start)!;
            await using var _ = cancellationToken.Register(() =>
                process.Kill(entireProcessTree: true)
            );
            process.ErrorDataReceived += (_, _) => { };
            process.BeginErrorReadLine();
            var html = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            return html;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
