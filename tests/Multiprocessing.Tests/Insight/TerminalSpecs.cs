using Multiprocessing.Insight;
using Multiprocessing.Insight.Surfaces;
using Xunit;

namespace Multiprocessing.Tests.Insight;

public class TerminalSpecs
{
    private readonly Screen _screen = new();
    private readonly StatusLine _line;
    private readonly TerminalSurface _surface;

    public TerminalSpecs()
    {
        _line = new StatusLine(_screen.Write);
        _surface = new TerminalSurface(_line, () => 80, unicode: true);
    }

    [Fact]
    public void A_bar_is_replaced_in_its_line_and_the_last_state_stays()
    {
        _surface.Show(View(0));
        Assert.Equal("░░░░░░░░░░░░░░░░░░░░░░░░  0 %, 0 of 4 items", _screen.Text);
        _surface.Show(View(2));
        Assert.Equal(
            "████████████░░░░░░░░░░░░  50 %, 2 of 4 items, 2.0 items/s, 1.0 s left",
            _screen.Text
        );
        _surface.Show(View(4, ProgressState.Done));
        Assert.Equal(
            "████████████████████████  100 %, 4 of 4 items, in 1.0 s, 4.0 items/s\n",
            _screen.Text
        );
    }

    [Fact]
    public void What_workers_print_stands_above_the_bar()
    {
        _surface.Show(View(1));
        _line.MakeRoomFor("hello\n");
        _screen.Write("hello\n");
        _line.MakeRoomFor("half a line");
        _screen.Write("half a line");
        _surface.Show(View(2));
        _line.MakeRoomFor("more\n");
        _screen.Write("more\n");
        _surface.Show(View(4, ProgressState.Done));
        Assert.Equal(
            "hello\nhalf a line\nmore\n████████████████████████  100 %, 4 of 4 items, in 1.0 s, 4.0 items/s\n",
            _screen.Text
        );
    }

    [Fact]
    public void Of_two_bars_at_a_time_one_moves_and_both_leave_their_last_state()
    {
        var other = new TerminalSurface(_line, () => 80, unicode: true);
        _surface.Show(View(1));
        other.Show(View(2));
        Assert.Contains("25 %", _screen.Text, StringComparison.Ordinal);
        other.Show(View(4, ProgressState.Done));
        _surface.Show(View(2));
        Assert.Equal(2, _screen.Text.Split('\n').Length);
        _surface.Show(View(2, ProgressState.Stopped));
        Assert.Collection(
            _screen.Text.Split('\n'),
            line => Assert.Contains("100 %, 4 of 4 items", line, StringComparison.Ordinal),
            line => Assert.Contains("stopped after 1.0 s", line, StringComparison.Ordinal),
            Assert.Empty
        );
    }

    [Theory]
    [InlineData(
        120,
        "############............  50 %, 2 of 4 items, 2.0 items/s, 1.0 s left  (1 + 1)"
    )]
    [InlineData(73, "############............  50 %, 2 of 4 items, 2.0 items/s, 1.0 s left")]
    [InlineData(69, "50 %, 2 of 4 items, 2.0 items/s, 1.0 s left")]
    [InlineData(12, "50 %, 2 of")]
    [InlineData(0, "5")]
    public void A_bar_never_wraps(int width, string expected)
    {
        var surface = new TerminalSurface(_line, () => width, unicode: false);
        surface.Show(
            new ProgressView(
                new PoolProgress(
                    2,
                    4,
                    TimeSpan.FromSeconds(1),
                    [new WorkerProgress(1, 1), new WorkerProgress(2, 1)]
                ),
                ProgressState.Running
            )
        );
        Assert.Equal(expected, _screen.Text);
    }

    private static ProgressView View(long done, ProgressState state = ProgressState.Running) =>
        new(new PoolProgress(done, 4, TimeSpan.FromSeconds(1), []), state);

    /// <summary>What a terminal shows of what is written to it, without blanks at the lines' ends.</summary>
    private sealed class Screen
    {
        private readonly List<char[]> _lines = [Blank()];
        private int _column;

        public string Text => string.Join('\n', _lines.Select(line => new string(line).TrimEnd()));

        public void Write(string text)
        {
            foreach (char sign in text.Replace("\r\n", "\n", StringComparison.Ordinal))
            {
                switch (sign)
                {
                    case '\n':
                        _lines.Add(Blank());
                        _column = 0;
                        break;
                    case '\r':
                        _column = 0;
                        break;
                    default:
                        _lines[^1][_column++] = sign;
                        break;
                }
            }
        }

        private static char[] Blank() => new string(' ', 200).ToCharArray();
    }
}
