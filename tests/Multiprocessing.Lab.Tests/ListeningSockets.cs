using System.Globalization;
using System.Net;

namespace Multiprocessing.Lab.Tests;

/// <summary>Where a process's own sockets listen, as Linux's /proc tells.</summary>
internal static class ListeningSockets
{
    public static IEnumerable<string> Of(int process)
    {
        var own = Directory
            .GetFiles($"/proc/{process}/fd")
            .Select(file => new FileInfo(file).LinkTarget ?? "")
            .Where(target => target.StartsWith("socket:[", StringComparison.Ordinal))
            .Select(target => target["socket:[".Length..^1])
            .ToHashSet();
        return
        [
            .. new[] { "tcp", "tcp6" }
                .SelectMany(kind => File.ReadLines($"/proc/{process}/net/{kind}").Skip(1))
                .Select(line => line.Split(' ', StringSplitOptions.RemoveEmptyEntries))
                .Where(columns => columns[3] == "0A" && own.Contains(columns[9]))
                .Select(columns => Endpoint(columns[1])),
        ];
    }

    /// <summary>As the system writes it: words in the machine's order of bytes.</summary>
    private static string Endpoint(string written)
    {
        var parts = written.Split(':');
        var address = Convert.FromHexString(parts[0]);
        for (var word = 0; word < address.Length; word += 4)
            address.AsSpan(word, 4).Reverse();
        var port = int.Parse(parts[1], NumberStyles.HexNumber, CultureInfo.InvariantCulture);
        return new IPEndPoint(new IPAddress(address), port).ToString();
    }
}
