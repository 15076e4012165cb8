using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Course.Tests;

/// <summary>Verdicts and progress as a notebook shows them: through the formatter that finds them by their attribute.</summary>
public sealed class HtmlSpecs : IDisposable
{
    private readonly OwnProgress _own = new();

    public void Dispose() => _own.Dispose();

    [Fact]
    public void A_right_answer_is_a_box_that_says_done()
    {
        var html = Check("a", "a").ToDisplayString("text/html");
        Assert.Contains("✓ Exercise 04-1: done", html);
        Assert.Contains("map a function of two", html);
        Assert.DoesNotContain("<details", html);
    }

    [Fact]
    public void A_wrong_answer_is_a_box_with_the_fault_and_a_folded_hint()
    {
        var html = Check("a", "b").ToDisplayString("text/html");
        Assert.Contains("○ Exercise 04-1: not yet", html);
        Assert.Contains("it gives &quot;a&quot;, and should give &quot;b&quot;", html);
        Assert.Contains("<summary>Hint</summary>look &lt;here&gt;</details>", html);
    }

    [Fact]
    public void What_a_learner_wrote_cannot_break_the_page()
    {
        var html = Check("<script>alert(1)</script>", "b").ToDisplayString("text/html");
        Assert.DoesNotContain("<script", html);
        Assert.Contains("&lt;script&gt;alert(1)&lt;/script&gt;", html);
    }

    [Fact]
    public void Plain_text_says_the_same()
    {
        var verdict = Check("a", "b");
        Assert.Equal(verdict.ToString(), verdict.ToDisplayString("text/plain"));
    }

    [Fact]
    public void Progress_is_a_table_of_notebooks_with_a_mark_for_each_exercise()
    {
        Check("a", "a");
        var html = CourseProgress.Now.ToDisplayString("text/html");
        Assert.Contains(CourseProgress.Now.ToString(), html);
        Assert.Contains("✓ 04-1", html);
        Assert.Contains("○ 04-2", html);
        Assert.Equal(
            Syllabus.Notebooks.Count(notebook => notebook.Exercises.Count > 0),
            html.Split("<tr>").Length - 1
        );
        Assert.Equal(
            CourseProgress.Now.ToString(),
            CourseProgress.Now.ToDisplayString("text/plain")
        );
    }

    private static Verdict Check(string result, string expected) =>
        Exercise.Check("04-1", () => result, new() { Result = expected, Hint = "look <here>" });
}
