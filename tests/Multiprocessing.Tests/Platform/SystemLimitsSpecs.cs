using System.ComponentModel;
using System.Net.Sockets;
using Multiprocessing.Platform;
using Xunit;

namespace Multiprocessing.Tests.Platform;

/// <summary>Errors of a start, told by the limit that they are about; each system has its own numbers.</summary>
public class SystemLimitsSpecs
{
    [Theory]
    [InlineData(23, "ulimit -n")]
    [InlineData(24, "ulimit -n")]
    [InlineData(11, "ulimit -u")]
    [InlineData(35, "ulimit -u")]
    public void Elsewhere_errno_names_the_limit(int code, string remedy)
    {
        var error = new Win32Exception(code);
        Exception told = SystemLimits.Explain(error, isWindows: false);
        Assert.Contains(remedy, told.Message, StringComparison.Ordinal);
        Assert.Same(error, told.InnerException);
    }

    [Fact]
    public void Elsewhere_so_does_an_error_of_a_file_or_a_socket()
    {
        foreach (
            Exception error in (Exception[])
                [new IOException("", 24), new SocketException((int)SocketError.TooManyOpenSockets)]
        )
        {
            Exception told = SystemLimits.Explain(error, isWindows: false);
            Assert.Contains("ulimit -n", told.Message, StringComparison.Ordinal);
        }
    }

    [Theory]
    [InlineData(8)]
    [InlineData(1450)]
    [InlineData(1455)]
    [InlineData(1816)]
    public void On_Windows_it_is_memory_that_lacks(int code)
    {
        foreach (
            Exception error in (Exception[])
                [
                    new Win32Exception(code),
                    new SocketException(code),
                    new IOException("", unchecked((int)0x80070000) | code),
                ]
        )
        {
            Exception told = SystemLimits.Explain(error, isWindows: true);
            Assert.Contains("page file", told.Message, StringComparison.Ordinal);
            Assert.Same(error, told.InnerException);
        }
    }

    [Fact]
    public void On_Windows_a_thread_that_is_not_granted_lacks_memory() =>
        Assert.Contains(
            "page file",
            SystemLimits.Explain(new InsufficientMemoryException(), isWindows: true).Message,
            StringComparison.Ordinal
        );

    [Theory]
    [InlineData(2)] // no such file
    [InlineData(5)] // access denied
    [InlineData(11)] // bad format
    [InlineData(23)] // bad checksum
    [InlineData(24)] // bad length
    [InlineData(35)]
    public void On_Windows_the_numbers_of_other_systems_mean_something_else(int code)
    {
        var error = new Win32Exception(code);
        Assert.Same(error, SystemLimits.Explain(error, isWindows: true));
    }

    [Theory]
    [InlineData(2)]
    [InlineData(1455)]
    public void Elsewhere_other_errors_stay_what_they_are(int code)
    {
        var error = new Win32Exception(code);
        Assert.Same(error, SystemLimits.Explain(error, isWindows: false));
    }
}
