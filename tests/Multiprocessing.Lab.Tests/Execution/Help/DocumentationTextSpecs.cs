using System.Xml.Linq;
using Multiprocessing.Lab.Execution.CSharp.Help;

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class DocumentationTextSpecs
{
    [Theory]
    [InlineData("plain\n   text ", "plain text", "plain text")]
    [InlineData(
        "a &lt;script&gt; &amp;amp; *b* _c_ [d](e) $f$ `g`",
        "a <script> &amp; *b* _c_ [d](e) $f$ `g`",
        @"a \<script\> \&amp; \*b\* \_c\_ \[d\](e) \$f\$ \`g\`"
    )]
    [InlineData("1. no list", "1. no list", @"1\. no list")]
    [InlineData("- no list", "- no list", @"\- no list")]
    [InlineData("see <see cref='T:System.Collections.Generic.List`1'/>", "see List", "see `List`")]
    [InlineData(
        "<see cref='M:System.String.Concat(System.String,System.String)'/>",
        "String.Concat",
        "`String.Concat`"
    )]
    [InlineData(
        "<see cref='M:System.Text.StringBuilder.#ctor(System.Int32)'/>",
        "StringBuilder",
        "`StringBuilder`"
    )]
    [InlineData("<see cref='N:System.Text'/>", "System.Text", "`System.Text`")]
    [InlineData("<see langword='null'/> or <paramref name='x'/>", "null or x", "`null` or `x`")]
    [InlineData("<see cref='T:X'>the *label*</see>", "the *label*", @"the \*label\*")]
    [InlineData(
        "<see href='https://a.b/c_d'>here</see>",
        "here (https://a.b/c_d)",
        @"here (https://a.b/c\_d)"
    )]
    [InlineData("<c>a `tick`</c>", "a `tick`", "`` a `tick` ``")]
    [InlineData("<para>one</para>\n\n  <para>two</para>", "one\n\ntwo", "one\n\ntwo")]
    [InlineData(
        "<code>\n    if (a)\n        b();\n</code>",
        "if (a)\n    b();",
        "```csharp\nif (a)\n    b();\n```"
    )]
    [InlineData("<code>```</code>", "```", "````csharp\n```\n````")]
    [InlineData(
        "<list><item><term>a</term><description>b</description></item><item>c</item></list>",
        "- a: b\n- c",
        "- a: b\n- c"
    )]
    public void It_reads_as_written(string xml, string plain, string markdown)
    {
        var nodes = XElement
            .Parse($"<s>{xml}</s>", LoadOptions.PreserveWhitespace)
            .Nodes()
            .ToList();
        Assert.Equal(plain, DocumentationText.Write(nodes, markdown: false));
        Assert.Equal(markdown, DocumentationText.Write(nodes, markdown: true));
    }
}
