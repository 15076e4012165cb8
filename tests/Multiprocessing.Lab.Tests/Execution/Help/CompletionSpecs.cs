using Multiprocessing.Lab.Execution;

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class CompletionSpecs(HelpedSession session) : IClassFixture<HelpedSession>
{
    [Theory]
    // Members, also of what a lambda is given, and extension methods.
    [InlineData("text.Le$$", "Length", "property")]
    [InlineData("numbers.Whe$$", "Where", "method")]
    [InlineData("numbers.Select(n => n.CompareT$$", "CompareTo", "method")]
    [InlineData("string.IsN$$", "IsNullOrEmpty", "method")]
    [InlineData("Direction.$$", "North", "enum member")]
    [InlineData("System.Text.$$", "StringBuilder", "class")]
    // Names of earlier cells: variables, functions, types, and what their usings brought.
    [InlineData("num$$", "numbers", "field")]
    [InlineData("Squ$$", "Square", "method")]
    [InlineData("new Tri$$", "Triangle", "class")]
    [InlineData("Dir$$", "Direction", "enum")]
    [InlineData("CultureI$$", "CultureInfo", "class")]
    // Names of this cell, in statements that are half written.
    [InlineData("var local = 1; if (true) { loc$$", "local", "field")]
    [InlineData("int F(int given) { var inner = 2; return inn$$", "inner", "local")]
    [InlineData("int F(int given) { return giv$$", "given", "parameter")]
    [InlineData("numbers.Where(candidate => cand$$", "candidate", "parameter")]
    [InlineData("class Own { } new Ow$$", "Own", "class")]
    // What the language itself has.
    [InlineData("fore$$", "foreach", "keyword")]
    [InlineData("awai$$", "await", "keyword")]
    [InlineData("using System.Li$$", "Linq", "namespace")]
    [InlineData("Func<in$$", "int", "keyword")]
    [InlineData("#reg$$", "region", "keyword")]
    // Names of arguments and of what an initialiser sets.
    [InlineData("Square(si$$", "side: ", "parameter")]
    [InlineData("new Triangle { Na$$ }", "Name", "property")]
    [InlineData("new Triangle { Name = \"a\", Co$$ }", "Colour", "field")]
    // What every cell can call.
    [InlineData("disp$$", "display", "method")]
    [InlineData("picture.Disp$$", "Display", "method")]
    public async Task Offers(string cell, string text, string kind)
    {
        var items = (await session.CompleteAsync(cell)).Items;
        Assert.Contains(new Completion(text, kind), items);
        Assert.Equal(items.Count, items.Select(item => item.Text).Distinct().Count());
    }

    [Theory]
    [InlineData("var s = \"num$$")]
    [InlineData("var s = \"num$$\";")]
    [InlineData("var s = @\"num\n num$$")]
    [InlineData("// num$$")]
    [InlineData("/* num$$ */")]
    [InlineData("'n$$")]
    [InlineData("1 + 1\n#!html\n<b>num$$")]
    [InlineData("#!markdown\nnum$$\n#!csharp\n1")]
    [InlineData("#!time num$$")]
    [InlineData("numbers.NoSuchName$$")]
    public async Task Offers_nothing_where_no_name_can_be(string cell) =>
        Assert.Empty((await session.CompleteAsync(cell)).Items);

    [Theory]
    [InlineData("$$")]
    [InlineData("num$$")]
    [InlineData("this.$$")]
    [InlineData("new $$")]
    [InlineData("numbers.$$")]
    [InlineData("Square($$")]
    public async Task Shows_nothing_of_the_machinery(string cell) =>
        Assert.DoesNotContain(
            await session.TextsAsync(cell),
            text =>
                text.Contains("Submission", StringComparison.Ordinal)
                || text.AsSpan().ContainsAny("<>#~")
        );

    [Theory]
    [InlineData("Console.WL$$", "WriteLine")]
    [InlineData("Console.line$$", "WriteLine")]
    [InlineData("Console.WrL$$", "WriteLine")]
    [InlineData("numbers.tolist$$", "ToList")]
    public async Task Finds_names_by_the_beginnings_of_their_words(string cell, string text) =>
        Assert.Contains(text, await session.TextsAsync(cell));

    [Fact]
    public async Task The_name_that_fits_best_comes_first()
    {
        Assert.Equal("numbers", (await session.TextsAsync("numbers$$"))[0]);
        Assert.Equal(["number", "numbers"], (await session.TextsAsync("numb$$")).Take(2));
        Assert.Equal("WriteLine", (await session.TextsAsync("Console.WriteL$$"))[0]);
    }

    [Theory]
    [InlineData("numbers.Fir$$", "Fir")]
    [InlineData("numbers.Fir$$st()", "First")]
    [InlineData("numbers.$$", "")]
    [InlineData(
        "#!time\n#r \"nuget: Nothing, 1.0.0\"\n#i \"nuget: /nowhere\"\n\n  numbers.Fir$$",
        "Fir"
    )]
    [InlineData(
        "#!html\n<b>\u00e9\ud83d\ude00</b>\n#!csharp\r\n\r\nvar e = \"\ud83d\ude00\"; numbers.Fir$$ ",
        "Fir"
    )]
    public async Task Says_what_the_texts_replace(string cell, string replaced)
    {
        var (code, cursor) = HelpedSession.Split(cell);
        var completions = await session.CompleteAsync(cell);
        Assert.Equal(replaced, code[completions.Start..completions.End]);
        Assert.InRange(cursor, completions.Start, completions.End);
        Assert.Contains("First", completions.Items.Select(item => item.Text));
    }

    [Fact]
    public async Task Writes_overrides_whole()
    {
        var cell = "class Square2 : Shape\n{\n    override Dr$$\n}";
        var (code, _) = HelpedSession.Split(cell);
        var completions = await session.CompleteAsync(cell);
        var draw = Assert.Single(completions.Items);
        Assert.Equal(
            """
            class Square2 : Shape
            {
                public override void Draw(int times)
                {
                    base.Draw(times);
                }
            }
            """.ReplaceLineEndings("\n"),
            code.Remove(completions.Start, completions.End - completions.Start)
                .Insert(completions.Start, draw.Text)
                .ReplaceLineEndings("\n")
        );
    }

    [Fact]
    public async Task Sees_what_a_loaded_file_declares()
    {
        session.Folder.Write("helpers.csx", "int FromTheFile(int n) => n;");
        Assert.Contains("FromTheFile", await session.TextsAsync("#load \"helpers.csx\"\nFromT$$"));
    }

    [Fact]
    public async Task Sees_the_assembly_that_the_cell_itself_refers_to()
    {
        var library = Path.Combine(session.Folder.Path, "Own.dll");
        File.Copy(typeof(FactAttribute).Assembly.Location, library, overwrite: true);
        Assert.Contains("FactAttribute", await session.TextsAsync("#r \"Own.dll\"\nXunit.FactA$$"));
    }

    [Theory]
    [InlineData("", 0)]
    [InlineData("number", -3)]
    [InlineData("number", 300)]
    [InlineData("\ud83d\ude00", 1)]
    [InlineData("#", 1)]
    [InlineData("#!", 2)]
    [InlineData("#r", 2)]
    [InlineData("#r \"nuget:", 10)]
    [InlineData("#r \"\0/a", 7)]
    [InlineData("}}}}((((", 4)]
    [InlineData("\r\n\r\n", 3)]
    public async Task Any_cell_and_any_cursor_will_do(string code, int cursor)
    {
        var completions = await session.Help.CompleteAsync(
            code,
            cursor,
            TestContext.Current.CancellationToken
        );
        Assert.InRange(completions.Start, 0, completions.End);
        Assert.InRange(completions.End, completions.Start, code.Length);
    }
}
