namespace Multiprocessing.Lab.Tests.Execution.Help;

public class InspectionSpecs(HelpedSession session) : IClassFixture<HelpedSession>
{
    [Theory]
    // The name that the cursor is in, before or behind.
    [InlineData("$$number", "(variable) int number")]
    [InlineData("num$$ber", "(variable) int number")]
    [InlineData("number$$", "(variable) int number")]
    [InlineData("number$$;", "(variable) int number")]
    [InlineData("numbers.Select$$(n => n)", "IEnumerable<int> IEnumerable<int>.Select")]
    [InlineData("Squ$$are(2)", "int Square(int side)")]
    [InlineData("new Tri$$angle()", "Triangle.Triangle()")]
    [InlineData("Direc$$tion.North", "enum Direction")]
    [InlineData("Direction.No$$rth", "Direction.North = 0")]
    [InlineData("va$$r x = 1;", "struct System.Int32")]
    [InlineData("System.Globali$$zation.CultureInfo", "namespace System.Globalization")]
    [InlineData("#!time\n#r \"nuget: Nothing\"\r\nnum$$ber", "(variable) int number")]
    [InlineData("int F(int given) => giv$$en;", "(parameter) int given")]
    [InlineData(
        "var table = new Dictionary<int, string>(); tab$$le",
        "(variable) Dictionary<int, string> table"
    )]
    [InlineData("picture.Col$$our", "(field) string Shape.Colour")]
    [InlineData("var anonymous = new { A = 1 }; anonym$$ous", "'a is new { int A }")]
    public async Task Tells_what_a_name_means(string cell, string signature) =>
        Assert.Contains(signature, await session.PlainAsync(cell), StringComparison.Ordinal);

    [Theory]
    [InlineData("num$$ber", "Value: 5")]
    [InlineData("te$$xt", "Value: \"some text\"")]
    [InlineData("num$$bers", "Value: 3 items")]
    public async Task Tells_the_value_of_an_earlier_cells_variable(string cell, string value) =>
        Assert.Contains(value, await session.PlainAsync(cell), StringComparison.Ordinal);

    [Theory]
    [InlineData("var own = 5; ow$$n")]
    [InlineData("var number = 7; num$$ber")]
    [InlineData("pict$$ure")]
    public async Task Tells_no_value_where_there_is_none_or_no_short_one(string cell)
    {
        var text = await session.PlainAsync(cell);
        Assert.Contains("(variable)", text, StringComparison.Ordinal);
        Assert.DoesNotContain("Value", text, StringComparison.Ordinal);
    }

    [Theory]
    // Of this repository, of the framework (whose code and documentation are in different files), of the cells.
    [InlineData("disp$$lay(1)", "Shows a value under the cell.")]
    [InlineData(
        "Console.Write$$Line(\"\")",
        "Writes the specified string value, followed by the current line terminator"
    )]
    [InlineData("new StringBuil$$der()", "Initializes a new instance of the StringBuilder class.")]
    [InlineData(
        "Li$$st<int> x;",
        "Represents a strongly typed list of objects that can be accessed by index."
    )]
    [InlineData("numbers.Whe$$re(n => true)", "Filters a sequence of values based on a predicate.")]
    [InlineData("Console.WriteLine(val$$ue: 1)", "The value to write.")]
    [InlineData("Squ$$are(2)", "The square of side: a *product*, <b>not</b> a String.")]
    [InlineData("picture.Corn$$ers", "How many corners it has.")]
    [InlineData("Square(si$$de: 1)", "One side, 0 or more.")]
    public async Task Tells_what_the_documentation_says(string cell, string text)
    {
        Assert.SkipUnless(FrameworkDocumentation.IsHere, "this SDK has no documentation");
        var found = await session.PlainAsync(cell, detailLevel: 1);
        Assert.Contains(text, found, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Square($$", "int Square(int side)", "int side: One side, 0 or more.")]
    [InlineData("Square(2 + $$", "int Square(int side)", "int side: One side, 0 or more.")]
    [InlineData(
        "act(1, $$",
        "void Action<int, string>.Invoke(int arg1, string arg2)",
        "string arg2"
    )]
    [InlineData("picture.Draw($$)", "void Shape.Draw(int times)", "int times")]
    [InlineData("new List<int>($$", "List(int capacity)", "")]
    [InlineData("List<int> made = new(1$$", "List(int capacity)", "int capacity")]
    [InlineData("var first = numbers[$$]", "int List<int>.this[int index]", "int index")]
    [InlineData("string.Join(\",\", $$", "string string.Join(", "params")]
    [InlineData(
        "string.Join(\",\", 1, 2, 3, $$",
        "string string.Join(string? separator, params object?[] values)",
        "params"
    )]
    [InlineData(
        "\"\".Substring(length: $$",
        "string string.Substring(int startIndex, int length)",
        "int length"
    )]
    [InlineData(
        "[Obsolete($$)] int F() => 1;",
        "ObsoleteAttribute(string? message)",
        "string? message"
    )]
    public async Task Tells_what_the_call_around_takes(
        string cell,
        string signature,
        string parameter
    )
    {
        var text = await session.PlainAsync(cell);
        Assert.Contains(signature, text, StringComparison.Ordinal);
        Assert.Contains(parameter, text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_overload_that_is_meant_comes_first()
    {
        var text = await session.PlainAsync("Console.WriteLine(\"{0}\", $$1, 2)");
        Assert.StartsWith(
            "void Console.WriteLine(string format, object? arg0, object? arg1)\n",
            text,
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task More_is_told_when_asked_for()
    {
        var brief = await session.PlainAsync("Squ$$are(2)");
        Assert.DoesNotContain("The area.", brief, StringComparison.Ordinal);
        Assert.Equal(
            """
            int Square(int side)

            The square of side: a *product*, <b>not</b> a String.

            Parameters
              side: One side, 0 or more.

            Returns
              The area.

            Exceptions
              ArgumentException: There is no such square.

            Remarks
              Only for whole numbers.

            Declared in cell 1, line 6
            """.ReplaceLineEndings("\n"),
            await session.PlainAsync("Squ$$are(2)", detailLevel: 1)
        );
        Assert.Contains(
            "Namespace System, assembly System.Console",
            await session.PlainAsync("Conso$$le.Beep()", detailLevel: 1),
            StringComparison.Ordinal
        );
    }

    [Fact]
    public async Task Markdown_shows_what_was_written_and_does_nothing_else()
    {
        var data = (await session.InspectAsync("Squ$$are(2)", detailLevel: 1)).Data;
        Assert.Equal(
            """
            ```csharp
            int Square(int side)
            ```

            The square of `side`: a \*product\*, \<b\>not\</b\> a `String`.

            **Parameters**

            - side: One side, `0` or more.

            **Returns**

            The area.

            **Exceptions**

            - ArgumentException: There is no such square.

            **Remarks**

            Only for whole numbers.

            Declared in cell 1, line 6
            """.ReplaceLineEndings("\n"),
            data["text/markdown"]
        );
    }

    [Theory]
    [InlineData("$$")]
    [InlineData("noSuch$$Name")]
    [InlineData("// num$$ber")]
    [InlineData("\"num$$ber\"")]
    [InlineData("1 $$+ 2")]
    [InlineData("#!ti$$me")]
    [InlineData("#!html\nnum$$ber")]
    [InlineData("Square(1); $$")]
    [InlineData("noSuchFunction($$")]
    public async Task Finds_nothing_where_there_is_nothing(string cell)
    {
        var inspection = await session.InspectAsync(cell);
        Assert.False(inspection.Found);
        Assert.Empty(inspection.Data);
    }
}
