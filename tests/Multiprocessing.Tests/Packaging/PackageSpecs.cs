using System.Runtime.InteropServices;
using Xunit;

namespace Multiprocessing.Tests.Packaging;

public class PackageSpecs(LocalFeed feed) : IClassFixture<LocalFeed>
{
    private const string Program = """
        using Multiprocessing;

        using var pool = new ProcessPool(2);
        int[] ids = pool.Map(n => Environment.ProcessId, [1, 2]);
        int[] squares = pool.Map(n => n * n, [4, 6, 2]);
        Console.WriteLine($"{string.Join(' ', squares)} {ids.Contains(Environment.ProcessId)}");
        """;

    private const string Expected = "16 36 4 False";

    [Fact(Timeout = 180_000)]
    public async Task A_fresh_program_that_refers_to_the_package_has_workers_built_and_published()
    {
        Write(
            "program",
            Project("Exe", """<PackageReference Include="Multiprocessing" Version="*" />""")
        );
        feed.Write("program/Program.cs", Program);
        Assert.Equal(Expected, await feed.DotnetAsync("run", "--project", "program"));
        await feed.DotnetAsync("publish", "program", "-o", "published");
        Assert.Equal(Expected, await feed.DotnetAsync("published/program.dll"));
        string[] files =
        [
            .. Directory
                .GetFiles(Path.Combine(feed.Folder, "published"), "Multiprocessing*")
                .Select(file => Path.GetFileName(file))
                .Order(StringComparer.Ordinal),
        ];
        Assert.Equal(
            [
                "Multiprocessing.Worker.deps.json",
                "Multiprocessing.Worker.runtimeconfig.json",
                "Multiprocessing.dll",
            ],
            files
        );
    }

    [Fact(Timeout = 180_000)]
    public async Task The_package_brings_the_library_compiled_ahead_to_machines_like_the_one_that_packed_it()
    {
        string platform = RuntimeInformation.RuntimeIdentifier;
        string compiler = $"microsoft.netcore.app.crossgen2.{platform}";
        Assert.SkipUnless(
            Directory.Exists(Path.Combine(LocalFeed.Restored, compiler)),
            $"The build could not have {compiler}."
        );
        Write(
            "ahead",
            Project("Exe", """<PackageReference Include="Multiprocessing" Version="*" />""")
        );
        feed.Write(
            "ahead/Program.cs",
            """
            using Multiprocessing;

            using var pool = new ProcessPool(1);
            string here = typeof(ProcessPool).Assembly.Location;
            string there = pool.Run(() => typeof(ProcessPool).Assembly.Location);
            Console.WriteLine(here == there ? Path.GetRelativePath(AppContext.BaseDirectory, here) : there);
            """
        );
        Assert.Equal(
            Path.Combine("runtimes", platform, "lib", "net10.0", "Multiprocessing.dll"),
            await feed.DotnetAsync("run", "--project", "ahead")
        );
        await feed.DotnetAsync(
            "publish",
            "ahead",
            "-r",
            platform,
            "--self-contained",
            "false",
            "-o",
            "only"
        );
        Assert.Equal("Multiprocessing.dll", await feed.DotnetAsync("only/ahead.dll"));
    }

    [Fact(Timeout = 180_000)]
    public async Task So_has_one_whose_library_refers_to_it()
    {
        Write(
            "library",
            Project("Library", """<PackageReference Include="Multiprocessing" Version="*" />""")
        );
        feed.Write(
            "library/Squares.cs",
            """
            using Multiprocessing;

            public static class Squares
            {
                public static int Sum()
                {
                    using var pool = new ProcessPool(1);
                    return pool.Map(n => n * n, [1, 2, 3]).Sum();
                }
            }
            """
        );
        Write(
            "user",
            Project("Exe", """<ProjectReference Include="../library/library.csproj" />""")
        );
        feed.Write("user/Program.cs", "Console.WriteLine(Squares.Sum());");
        Assert.Equal("14", await feed.DotnetAsync("run", "--project", "user"));
    }

    [Fact(Timeout = 180_000)]
    public async Task A_program_of_one_file_names_the_package_in_it()
    {
        // Without the property the SDK asks the feed for its native compiler.
        string file = feed.Write(
            "single.cs",
            $"#:package Multiprocessing@*\n#:property PublishAot=false\n{Program}"
        );
        Assert.Equal(Expected, await feed.DotnetAsync("run", file));
    }

    private void Write(string name, string project) => feed.Write($"{name}/{name}.csproj", project);

    private static string Project(string output, string reference) =>
        $"""
            <Project Sdk="Microsoft.NET.Sdk">
              <PropertyGroup>
                <OutputType>{output}</OutputType>
                <TargetFramework>net10.0</TargetFramework>
                <ImplicitUsings>enable</ImplicitUsings>
              </PropertyGroup>
              <ItemGroup>{reference}</ItemGroup>
            </Project>
            """;
}
