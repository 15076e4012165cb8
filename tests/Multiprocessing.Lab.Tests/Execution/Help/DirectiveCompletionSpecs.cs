using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp;

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class DirectiveCompletionSpecs(HelpedSession session) : IClassFixture<HelpedSession>
{
    [Fact]
    public async Task Offers_every_magic_and_language()
    {
        var completions = await session.CompleteAsync("#!$$");
        Assert.Equal((0, 2), (completions.Start, completions.End));
        Assert.All(completions.Items, item => Assert.Equal("magic", item.Kind));
        Assert.Equal(
            CellLanguages
                .All.Concat(Magic.All.Select(magic => magic.Name))
                .Select(name => "#!" + name)
                .Order(),
            completions.Items.Select(item => item.Text).Order()
        );
    }

    [Theory]
    [InlineData("#!ti$$", "#!time")]
    [InlineData("var a = 1;\n#!ti$$\nvar b = 2;", "#!time")]
    [InlineData("#!html\n<b>\n#!cs$$", "#!csharp")]
    public async Task Offers_the_magics_that_fit(string cell, string magic) =>
        Assert.Equal(magic, Assert.Single(await session.TextsAsync(cell)));

    [Fact]
    public async Task Offers_assemblies_and_folders_beside_the_notebook()
    {
        session.Folder.Write("lib/Some.dll", "");
        session.Folder.Write("lib/Some.txt", "");
        session.Folder.Write("lib/deep/Deep.dll", "");
        Assert.Contains("lib/", await session.TextsAsync("#r \"$$"));
        Assert.Contains("nuget: ", await session.TextsAsync("#r \"$$"));
        Assert.Equal("lib/", Assert.Single(await session.TextsAsync("#r \"li$$\"")));
        Assert.Equal(["deep/", "Some.dll"], await session.TextsAsync("#r \"lib/$$"));
        Assert.Equal(
            ["deep/", "Some.dll"],
            await session.TextsAsync($"#r \"{session.Folder.Path}/lib/$$")
        );
        var completions = await session.CompleteAsync("1;\n  #r \"lib/de$$");
        Assert.Equal((13, 15), (completions.Start, completions.End));
        Assert.Equal(new Completion("deep/", "path"), Assert.Single(completions.Items));
        Assert.Empty(await session.TextsAsync("#r \"no such folder/$$"));
    }

    [Fact]
    public async Task Offers_scripts_to_load()
    {
        session.Folder.Write("scripts/a.csx", "");
        session.Folder.Write("scripts/b.cs", "");
        session.Folder.Write("scripts/c.dll", "");
        Assert.Equal(["a.csx", "b.cs"], await session.TextsAsync("#load \"scripts/$$"));
    }

    [Theory]
    [InlineData("#r \"nuget: NuGet.Pack$$", 11, "NuGet.Packaging", "package")]
    [InlineData("#r \"nuget:nuget.pack$$\"", 10, "NuGet.Packaging", "package")]
    [InlineData("#r \"nuget: NuGet.Packaging, $$", 28, "8.0.0", "version")]
    [InlineData("#r \"nuget: nuget.packaging,8$$", 27, "8.0.0", "version")]
    public async Task Offers_packages_that_are_on_the_machine(
        string cell,
        int start,
        string text,
        string kind
    )
    {
        var completions = await session.CompleteAsync(cell);
        Assert.Equal(start, completions.Start);
        Assert.Contains(new Completion(text, kind), completions.Items);
    }

    [Theory]
    [InlineData("#r \"nuget: ../../etc, $$")]
    [InlineData("#r \"nuget: , $$")]
    [InlineData("#r \"nuget: No.Such.Package.Anywhere, $$")]
    [InlineData("#i \"nuget: http$$")]
    [InlineData("#!html\n#r \"$$")]
    public async Task Offers_nothing_else(string cell) =>
        Assert.Empty(await session.TextsAsync(cell));
}
