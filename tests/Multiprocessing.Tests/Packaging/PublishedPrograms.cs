using System.Diagnostics;
using System.Globalization;
using System.Runtime.InteropServices;
using Xunit;

namespace Multiprocessing.Tests.Packaging;

/// <summary>One program published in several ways, each when it is first asked for.</summary>
public sealed class PublishedPrograms : IAsyncLifetime
{
    public const string SingleFile = "single file";
    public const string SelfContained = "self-contained";
    public const string SelfContainedSingleFile = "self-contained single file";
    public const string ReadyToRun = "ReadyToRun";
    public const string FSharp = "F# single file";
    public const string VisualBasic = "Visual Basic single file";

    private const string Project = """
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <OutputType>Exe</OutputType>
            <TargetFramework>net10.0</TargetFramework>
            <AssemblyName>program</AssemblyName>
            <ImplicitUsings>enable</ImplicitUsings>
            <NuGetAudit>false</NuGetAudit>
            <SatelliteResourceLanguages>en</SatelliteResourceLanguages>
            <InvariantGlobalization>true</InvariantGlobalization>
            <EventSourceSupport>false</EventSourceSupport>
            <ServerGarbageCollection>true</ServerGarbageCollection>
            <RetainVMGarbageCollection>true</RetainVMGarbageCollection>
          </PropertyGroup>
          <ItemGroup>
            <RuntimeHostConfigurationOption Include="Of.Program" Value="a &quot;b&quot; \c Ä" />
            <PackageReference Include="Multiprocessing" Version="*" />
          </ItemGroup>
          <ItemGroup Condition="Exists('Program.fs')"><Compile Include="Program.fs" /></ItemGroup>
        </Project>
        """;

    private static readonly string s_platform = RuntimeInformation.RuntimeIdentifier;
    private readonly LocalFeed _feed = new();
    private readonly Dictionary<string, string> _published = [];

    /// <summary>Where the programs are; anybody may enter.</summary>
    public string Folder => _feed.Folder;

    public async ValueTask InitializeAsync()
    {
        await _feed.InitializeAsync();
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(Folder, EveryoneEnters);
        }
    }

    public ValueTask DisposeAsync() => _feed.DisposeAsync();

    public static UnixFileMode EveryoneEnters { get; } =
        UnixFileMode.UserRead
        | UnixFileMode.UserWrite
        | UnixFileMode.UserExecute
        | UnixFileMode.GroupRead
        | UnixFileMode.GroupExecute
        | UnixFileMode.OtherRead
        | UnixFileMode.OtherExecute;

    /// <summary>The program's executable, published in that way.</summary>
    public async Task<string> ExecutableAsync(string way)
    {
        if (!_published.TryGetValue(way, out string? folder))
        {
            folder = await PublishAsync(
                way,
                string.Create(CultureInfo.InvariantCulture, $"way-{_published.Count}")
            );
            _published.Add(way, folder);
        }

        return Path.Combine(folder, OperatingSystem.IsWindows() ? "program.exe" : "program");
    }

    /// <summary>Runs a program; where it needs the shared runtime, on this process's.</summary>
    internal static Task<ProgramRun> RunAsync(
        string program,
        params (string Name, string Value)[] variables
    )
    {
        var start = new ProcessStartInfo(program) { WorkingDirectory = "/" };
        return OtherProgram.RunAsync(WithVariables(start, variables));
    }

    internal static ProcessStartInfo WithVariables(
        ProcessStartInfo start,
        params (string Name, string Value)[] variables
    )
    {
        start.Environment["DOTNET_ROOT"] = Path.GetFullPath(
            Path.Combine(RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..")
        );
        foreach ((string name, string value) in variables)
        {
            start.Environment[name] = value;
        }

        return start;
    }

    /// <summary>Builds it with a property more, without asking a feed for anything; the build may fail.</summary>
    internal async Task<ProgramRun> TryBuildAsync(string property)
    {
        string project = Write("refused", "csproj", "cs", ProgramSources.CSharp);
        await _feed.DotnetAsync("restore", project);
        return await LocalFeed.TryDotnetAsync(
            Folder,
            "build",
            project,
            "--no-restore",
            $"-p:{property}"
        );
    }

    private async Task<string> PublishAsync(string way, string name)
    {
        string project = way switch
        {
            FSharp => Write(name, "fsproj", "fs", ProgramSources.FSharp),
            VisualBasic => Write(name, "vbproj", "vb", ProgramSources.VisualBasic),
            _ => Write(name, "csproj", "cs", ProgramSources.CSharp),
        };
        bool bringsRuntime = way is SelfContained or SelfContainedSingleFile;
        // Also what does not bring a runtime is published against one, and the SDK asks for all its parts.
        await NeedAsync([
            "microsoft.net.illink.tasks",
            $"microsoft.netcore.app.runtime.{s_platform}",
            $"microsoft.aspnetcore.app.runtime.{s_platform}",
            $"microsoft.netcore.app.crossgen2.{s_platform}",
        ]);
        string folder = Path.Combine(Folder, $"{name}-published");
        await _feed.DotnetAsync(
            "publish",
            project,
            "-r",
            s_platform,
            "--self-contained",
            bringsRuntime ? "true" : "false",
            $"-p:PublishSingleFile={way is not (SelfContained or ReadyToRun)}",
            $"-p:PublishReadyToRun={way == ReadyToRun}",
            "-o",
            folder
        );
        return folder;
    }

    private string Write(string folder, string project, string source, string text)
    {
        _feed.Write($"{folder}/Program.{source}", text);
        return _feed.Write($"{folder}/program.{project}", Project);
    }

    /// <summary>Packages of the SDK that its feeds have and this build did not ask for; where one cannot be had, the spec is skipped.</summary>
    private static async Task NeedAsync(params string[] packages)
    {
        bool IsMissing(string package) =>
            !Directory.Exists(Path.Combine(LocalFeed.Restored, package));
        if (packages.Any(IsMissing))
        {
            DirectoryInfo folder = Directory.CreateTempSubdirectory("mp-packs-");
            await File.WriteAllTextAsync(
                Path.Combine(folder.FullName, "packs.csproj"),
                Project.Replace(
                    """<PackageReference Include="Multiprocessing" Version="*" />""",
                    "",
                    StringComparison.Ordinal
                )
            );
            ProcessStartInfo restore = LocalFeed.Dotnet(
                folder.FullName,
                "restore",
                "-r",
                s_platform,
                "-p:PublishSingleFile=true",
                "-p:PublishReadyToRun=true"
            );
            restore.Environment["NUGET_PACKAGES"] = LocalFeed.Restored;
            await OtherProgram.RunAsync(restore);
            folder.Delete(recursive: true);
        }

        Assert.SkipWhen(
            packages.Any(IsMissing),
            $"{packages.FirstOrDefault(IsMissing)}, which this way to publish needs, cannot be had here."
        );
    }
}
