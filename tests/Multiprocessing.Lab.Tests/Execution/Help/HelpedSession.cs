using Multiprocessing.Lab.Execution;
using Multiprocessing.Lab.Execution.CSharp;
using Multiprocessing.Lab.Execution.CSharp.Help;
using Multiprocessing.Lab.Tests.Documents;

namespace Multiprocessing.Lab.Tests.Execution.Help;

/// <summary>Cells that ran, and the help on the next. In a cell, $$ is where the cursor is.</summary>
public sealed class HelpedSession : IAsyncLifetime
{
    private readonly TemporaryFolder _folder = new();
    private int _cells;

    public HelpedSession()
    {
        Engine = new(_folder.Path);
        Help = new(Engine);
    }

    internal CSharpEngine Engine { get; }

    internal EditorHelp Help { get; }

    internal TemporaryFolder Folder => _folder;

    public async ValueTask InitializeAsync()
    {
        await RunAsync(
            """
            /// <summary>The square of <paramref name="side"/>: a *product*, &lt;b&gt;not&lt;/b&gt; a <see cref="string"/>.</summary>
            /// <param name="side">One side, <c>0</c> or more.</param>
            /// <returns>The area.</returns>
            /// <exception cref="ArgumentException">There is no such square.</exception>
            /// <remarks>Only for whole numbers.</remarks>
            int Square(int side) => side * side;

            var number = 5;
            var text = "some text";

            /// <summary>A shape of any kind.</summary>
            abstract class Shape
            {
                /// <summary>How many corners it has.</summary>
                public abstract int Corners { get; }
                public string Name { get; set; } = "";
                public string Colour = "red";
                public virtual void Draw(int times) { }
            }
            class Triangle : Shape
            {
                /// <inheritdoc/>
                public override int Corners => 3;
            }
            enum Direction { North, South }
            """
        );
        await RunAsync(
            """
            using System.Globalization;
            var numbers = new List<int> { 1, 2, 3 };
            Action<int, string> act = (count, label) => { };
            var picture = new Triangle();
            """
        );
    }

    public ValueTask DisposeAsync()
    {
        Help.Dispose();
        _folder.Dispose();
        return default;
    }

    internal async Task RunAsync(string code)
    {
        var outcome = await Engine.RunAsync($"cell {++_cells}", code);
        Assert.Null(outcome.Error?.Message);
    }

    internal async Task<Completions> CompleteAsync(string cell)
    {
        var (code, cursor) = Split(cell);
        return await Help.CompleteAsync(code, cursor, TestContext.Current.CancellationToken);
    }

    internal async Task<IReadOnlyList<string>> TextsAsync(string cell) =>
        [.. (await CompleteAsync(cell)).Items.Select(item => item.Text)];

    internal async Task<Inspection> InspectAsync(string cell, int detailLevel = 0)
    {
        var (code, cursor) = Split(cell);
        return await Help.InspectAsync(
            code,
            cursor,
            detailLevel,
            TestContext.Current.CancellationToken
        );
    }

    internal async Task<string> PlainAsync(string cell, int detailLevel = 0) =>
        (await InspectAsync(cell, detailLevel)).Data.GetValueOrDefault("text/plain") ?? "";

    internal static (string Code, int Cursor) Split(string cell)
    {
        var cursor = cell.IndexOf("$$", StringComparison.Ordinal);
        return (cell.Remove(cursor, 2), cursor);
    }
}
