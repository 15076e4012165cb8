using System.Runtime.InteropServices;
using Multiprocessing.Platform.Windows;
using Xunit;

namespace Multiprocessing.Tests.Platform;

public sealed unsafe partial class CommandLineSpecs
{
    public static TheoryData<string, string> Arguments =>
        new()
        {
            { "plain", "plain" },
            { "", "\"\"" },
            { "two words", "\"two words\"" },
            { "a\tb", "\"a\tb\"" },
            { @"C:\folder\", @"C:\folder\" },
            { @"C:\my folder\", @"""C:\my folder\\""" },
            { "say \"no\"", "\"say \\\"no\\\"\"" },
            { "\\\"", "\"\\\\\\\"\"" },
            { @"\\server\x y", @"""\\server\x y""" },
        };

    [Theory]
    [MemberData(nameof(Arguments))]
    public void An_argument_is_written_as_it_is_read(string argument, string written)
    {
        string line = CommandLine.Of("C:\\a b\\dotnet.exe", ["exec", argument, "last"]);
        Assert.Equal($"\"C:\\a b\\dotnet.exe\" exec {written} last", line);
        if (OperatingSystem.IsWindows())
        {
            Assert.Equal(["C:\\a b\\dotnet.exe", "exec", argument, "last"], Read(line));
        }
    }

    [Fact]
    public void Variables_stand_in_the_order_of_their_names_and_one_without_a_value_is_none()
    {
        string block = EnvironmentBlock.Of(
            new Dictionary<string, string?>
            {
                ["path"] = @"C:\b;C:\a",
                ["Empty"] = "",
                ["b"] = null,
                ["A"] = "1=2",
            }
        );
        Assert.Equal("A=1=2\0Empty=\0path=C:\\b;C:\\a\0\0", block);
    }

    /// <summary>As Windows itself reads it.</summary>
    private static string[] Read(string line)
    {
        nint* arguments = CommandLineToArgvW(line, out int count);
        return [.. Enumerable.Range(0, count).Select(i => Marshal.PtrToStringUni(arguments[i])!)];
    }

    [LibraryImport("shell32", StringMarshalling = StringMarshalling.Utf16)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.System32)]
    private static partial nint* CommandLineToArgvW(string line, out int count);
}
