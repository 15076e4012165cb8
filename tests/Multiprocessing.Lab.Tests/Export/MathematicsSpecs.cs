using AngleSharp.Dom;
using Multiprocessing.Lab.Export;

namespace Multiprocessing.Lab.Tests.Export;

public class MathematicsSpecs
{
    [Theory]
    [InlineData("$a_1 * b * c$", "a_1 * b * c")]
    [InlineData("the $n$th and **$x$**", "n", "x")]
    [InlineData("$ \\alpha * b * c $", " \\alpha * b * c ")]
    [InlineData("$a\n*b* c$", "a\n*b* c")]
    [InlineData("$\\text{if $x*y*z$}$", "\\text{if $x*y*z$}")]
    [InlineData("$$\na\n= b *c* d\n$$ tail", "a\n= b *c* d")]
    [InlineData("where $$x\n- y\n# z$$ holds", "x\n- y\n# z")]
    [InlineData("$$\na_1\n\nb_2\n$$", "a_1\n\nb_2")]
    [InlineData("$$a$$ and $$b$$", "a", "b")]
    [InlineData("> $$\n> a *b* c\n> $$", "a *b* c")]
    [InlineData("- one\n\n  $$\n  a *b* c\n  $$", "  a *b* c\n  ")]
    [InlineData("\\\\(a_1*b*c\\\\) and \\\\[x\\\\\\\\y\\\\]", "a_1*b*c", "x\\\\\\\\y")]
    [InlineData("\\(a_1*b*c\\) and \\[x^2\\]", "a_1*b*c", "x^2")]
    [InlineData("| $a|b$ | c |\n|---|---|\n| $\\|x\\|$ | d |", "a|b", "\\|x\\|")]
    [InlineData("# The $a*b*c$ case", "a*b*c")]
    [InlineData("[see $x*y*z$](#there)", "x*y*z")]
    public void Formulas_reach_the_page_whole(string markdown, params string[] formulas)
    {
        var page = PageOf(markdown);
        Assert.Equal(formulas, FormulasIn(page));
        Assert.Empty(page.QuerySelectorAll("em, hr, h2, li li"));
    }

    [Theory]
    [InlineData("\\begin{align}\na_1 *b* c &= d_2 \\\\\ne &= f_{*g*}\n\\end{align}")]
    [InlineData("\\begin{equation*}\n\\begin{equation*}x\\end{equation*}\n\n- y\n\\end{equation*}")]
    public void An_environment_is_a_formula_with_its_name(string environment)
    {
        var page = PageOf($"Before\n\n{environment}\n\nafter");
        Assert.Equal([environment], FormulasIn(page));
        Assert.Equal("Formula in TeX", page.QuerySelector("figure figcaption")!.TextContent);
        Assert.Equal(["Before", "after"], page.QuerySelectorAll("p").Select(p => p.TextContent));
    }

    [Fact]
    public void A_formula_in_the_midst_of_text_is_a_block_that_says_what_it_is()
    {
        var page = PageOf("before\n$$\na\n= b *c* d\n$$ *after*");
        Assert.Equal(
            ["before", "Formula in TeX", "a\n= b *c* d", "after"],
            page.QuerySelectorAll("p, figcaption, pre").Select(part => part.TextContent.Trim())
        );
    }

    [Theory]
    [InlineData("&#xFDD0;0&#xFDD1;")]
    [InlineData("$x$ &#xFDD0;7&#xFDD1; &#xFDD0;99999999999&#xFDD1;")]
    [InlineData("<div>&#xFDD0;0&#xFDD1;</div>\n\n\uFDD01\uFDD1")]
    public void Characters_that_stand_for_formulas_on_the_way_are_no_formulas_when_written(
        string markdown
    ) => Assert.NotNull(PageOf(markdown + "\n\nafter").QuerySelector("p"));

    [Theory]
    [InlineData("costs $5 and $6")]
    [InlineData("from $5-$6, ($7)...($8) to US$5 or CA$x")]
    [InlineData("$5 to 10 dollars, not 6$")]
    [InlineData("a $ and a $ too")]
    [InlineData("pay \\$5 or \\$6$")]
    [InlineData("$x has no end\n\nand$ this is another paragraph")]
    [InlineData("$$x has no end")]
    [InlineData("\\begin{align} has no end")]
    [InlineData("\\(see below\\) and \\[1\\]")]
    [InlineData("`$HOME` and `$PATH`, `$$`, `\\begin{a}\\end{a}`")]
    [InlineData("```\n$a$ $$b$$\n```")]
    [InlineData("text\n\n    $a$\n\ntext")]
    [InlineData("<script>$('#a').hide();$('#b')</script>")]
    [InlineData("[a](x$y$z) <http://example.org/$a$> http://example.org/$b$")]
    public void Money_code_and_addresses_are_no_formulas(string markdown)
    {
        var page = PageOf(markdown);
        Assert.Empty(FormulasIn(page));
        Assert.DoesNotContain('\uFDD0', page.InnerHtml);
        Assert.DoesNotContain("%EF%B7%90", page.InnerHtml, StringComparison.Ordinal);
        foreach (
            var dollars in markdown
                .Split(' ', '\n')
                .Where(w => w.StartsWith("$5", StringComparison.Ordinal))
        )
            Assert.Contains(dollars, page.TextContent, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("<div title=\"$a*b$\">\n$x < y$\n</div>", "$x < y$")]
    [InlineData("![the $x*y*z$ picture](attachment:a.png)", "")]
    [InlineData("\uFDD00\uFDD1 and $a$", "\uFFFD0\uFFFD and a")]
    public void What_cannot_be_set_apart_stays_as_it_is_written(string markdown, string text)
    {
        var page = PageOf(markdown);
        Assert.Equal(text, page.TextContent.Trim());
        Assert.DoesNotContain('\uFDD0', page.InnerHtml);
        foreach (var image in page.QuerySelectorAll("img"))
            Assert.Equal("the $x*y*z$ picture", image.GetAttribute("alt"));
    }

    private static IEnumerable<string> FormulasIn(IElement page) =>
        page.QuerySelectorAll("code.formula, .formula code").Select(code => code.TextContent);

    private static IElement PageOf(string markdown)
    {
        var page = Html.EmptyDocument().Body!;
        page.InnerHtml = MarkdownHtml.Of(markdown);
        return page;
    }
}
