using System.Globalization;
using Multiprocessing.Stress.Roles;
using Multiprocessing.Stress.Running;
using Xunit;

namespace Multiprocessing.Tests.Hostile;

/// <summary>Programs that use the library for the first time where the system gives them little.</summary>
public class FirstUseSpecs
{
    private static readonly TimeSpan s_limit = TimeSpan.FromSeconds(60);

    [Theory(Timeout = 300_000)]
    [InlineData(FirstUse.Pool)]
    [InlineData(FirstUse.Process)]
    public async Task With_few_descriptors_it_works_or_is_refused_in_words(string use)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Other systems are not asked.");
        for (int most = 60; most <= 128; most += 4)
        {
            (int exitCode, string said, string error) = await RunAsync(
                "ulimit -n " + most.ToString(CultureInfo.InvariantCulture),
                use
            );
            Assert.True(
                exitCode == 0
                    && (
                        said == FirstUse.Worked
                        || (
                            said.Contains($"may have {most} files open", StringComparison.Ordinal)
                            && said.Contains("ulimit -n", StringComparison.Ordinal)
                        )
                    ),
                $"with {most}: exit code {exitCode}, {said} {error}"
            );
            Assert.True(said == FirstUse.Worked || most < 120, $"refused with {most}");
        }
    }

    [Theory(Timeout = 120_000)]
    [InlineData("mount -t tmpfs -o ro tmpfs /dev/shm")]
    [InlineData("mount -t tmpfs -o ro tmpfs /dev/shm && export TMPDIR=/dev/shm")]
    [InlineData(
        "mount -t tmpfs -o size=1m tmpfs /dev && mknod -m 666 /dev/null c 1 3 && mknod -m 666 /dev/urandom c 1 9"
    )]
    public async Task Without_a_folder_for_shared_memory_it_is_shared_all_the_same(string mount)
    {
        string[] apart = ["unshare", "--mount"];
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && Environment.IsPrivilegedProcess
                && (await ThisProgram.RunAsync([.. apart, "true"], s_limit)).ExitCode == 0,
            "Only root may mount a folder of its own."
        );
        (int exitCode, string said, string error) = await RunAsync(mount, FirstUse.Memory, apart);
        Assert.True((exitCode, said) == (0, FirstUse.Worked), $"{exitCode}: {said} {error}");
    }

    [Theory(Timeout = 120_000)]
    [InlineData("true")]
    [InlineData("mount -t tmpfs -o ro tmpfs /dev/shm && export TMPDIR=/dev/shm")]
    public async Task Workers_have_their_programs_configuration_also_where_nothing_can_be_written(
        string mount
    )
    {
        string[] apart = ["unshare", "--mount"];
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && Environment.IsPrivilegedProcess
                && (await ThisProgram.RunAsync([.. apart, "true"], s_limit)).ExitCode == 0,
            "Only root may mount a folder of its own."
        );
        (int exitCode, string said, string error) = await RunAsync(
            mount,
            FirstUse.Configured,
            apart
        );
        Assert.True((exitCode, said) == (0, FirstUse.Worked), $"{exitCode}: {said} {error}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_folder_for_shared_memory_that_is_anothers_is_done_without()
    {
        string[] apart = ["unshare", "--mount"];
        Assert.SkipUnless(
            OperatingSystem.IsLinux()
                && Environment.IsPrivilegedProcess
                && (await ThisProgram.RunAsync([.. apart, "true"], s_limit)).ExitCode == 0,
            "Only root may mount a folder and become another user."
        );
        (int exitCode, string said, string error) = await RunAsync(
            "mount -t tmpfs -o mode=0700 tmpfs /dev/shm && export DOTNET_CLI_HOME=/tmp",
            FirstUse.Memory,
            apart,
            ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]
        );
        Assert.True((exitCode, said) == (0, FirstUse.Worked), $"{exitCode}: {said} {error}");
    }

    [Fact(Timeout = 120_000)]
    public async Task A_token_that_is_put_into_a_queue_first_does_not_hinder_later_calls()
    {
        (int exitCode, string said, string error) = await ThisProgram.RunAsync(
            ThisProgram.CommandLine("--role", FirstUse.Role, FirstUse.Token),
            s_limit
        );
        Assert.True((exitCode, said) == (0, FirstUse.Worked), $"{exitCode}: {said} {error}");
    }

    /// <summary>A program for which a shell prepares things.</summary>
    private static Task<(int ExitCode, string Output, string Error)> RunAsync(
        string preparation,
        string use,
        string[]? before = null,
        string[]? after = null
    ) =>
        ThisProgram.RunAsync(
            [
                .. before ?? [],
                "sh",
                "-c",
                preparation + " && exec \"$@\"",
                "sh",
                .. after ?? [],
                .. ThisProgram.CommandLine("--role", FirstUse.Role, use),
            ],
            s_limit
        );
}
