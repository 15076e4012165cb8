using System.Diagnostics.CodeAnalysis;
using Xunit;

namespace Multiprocessing.Tests;

/// <summary>Programs that .ci/run installs for specs.</summary>
internal static class Installed
{
    /// <summary>Skips the spec where the program is missing, but fails it in .ci/run, where a skip would hide that nobody checks this any more.</summary>
    public static void Need([DoesNotReturnIf(false)] bool isThere, string program)
    {
        if (isThere)
            return;
        var reason = $"{program} is missing: .ci/run installs it.";
        if (Environment.GetEnvironmentVariable("MULTIPROCESSING_CI") == "1")
            Assert.Fail(reason);
        Assert.Skip(reason);
    }
}
