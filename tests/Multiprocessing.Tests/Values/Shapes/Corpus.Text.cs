using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Text =>
        [
            Shape<StringBuilder>(
                "string builder",
                () => new StringBuilder("abc").Append('x', 10_000),
                (a, b) => Assert.Equal(a.ToString(), b.ToString())
            ),
            Shape<StringWriter>(
                "string writer",
                () =>
                {
                    var writer = new StringWriter(CultureInfo.InvariantCulture);
                    writer.Write("abc");
                    return writer;
                },
                (_, copy) =>
                {
                    copy.Write("d");
                    Assert.Equal("abcd", copy.ToString());
                }
            ),
            Shape<StringReader>(
                "string reader",
                () =>
                {
                    var reader = new StringReader("a\nb\nc");
                    reader.ReadLine();
                    return reader;
                },
                (_, copy) => Assert.Equal("b\nc", copy.ReadToEnd())
            ),
            Shape<Regex>(
                "pattern",
                () =>
                    new Regex(
                        "(?<word>\\w+)",
                        RegexOptions.IgnoreCase | RegexOptions.Compiled,
                        TimeSpan.FromSeconds(3)
                    ),
                (a, b) =>
                    Assert.Equal(
                        (a.ToString(), a.Options, a.MatchTimeout, "ab"),
                        (
                            b.ToString(),
                            b.Options,
                            b.MatchTimeout,
                            b.Match("-ab-").Groups["word"].Value
                        )
                    )
            ),
            Shape<Match>(
                "match of a pattern",
                () => Regex.Match("2026-05", "(?<year>\\d+)-(\\d+)"),
                (_, copy) =>
                    Assert.Equal(("2026", "05"), (copy.Groups["year"].Value, copy.Groups[1].Value))
            ),
            Singleton<CultureInfo>(
                "culture",
                () => CultureInfo.GetCultureInfo("de-DE"),
                (_, copy) => Assert.Equal("1,5", 1.5.ToString(copy))
            ),
            Shape<CultureInfo>(
                "changed culture",
                () =>
                {
                    var culture = new CultureInfo("de-DE");
                    culture.NumberFormat.NumberDecimalSeparator = "!";
                    culture.DateTimeFormat.ShortDatePattern = "yyyy_MM";
                    return culture;
                },
                (_, copy) =>
                {
                    Assert.Equal(
                        "1!5 2026_03",
                        string.Create(copy, $"{1.5} {new DateTime(2026, 3, 1):d}")
                    );
                    Assert.Equal("März", new DateTime(2026, 3, 1).ToString("MMMM", copy));
                    Assert.Equal(0, copy.CompareInfo.Compare("ä", "Ä", CompareOptions.IgnoreCase));
                }
            ),
            Shape<NumberFormatInfo>(
                "number format",
                () => new() { NumberDecimalSeparator = "!" },
                (_, copy) => Assert.Equal("1!5", 1.5.ToString(copy))
            ),
            Shape<Encoding>(
                "encoding",
                () => new UTF8Encoding(true, true),
                (a, b) => Assert.Equal((a, a.GetPreamble().Length), (b, b.GetPreamble().Length))
            ),
            Shape<Encoding>(
                "encoding of one byte",
                () => Encoding.Latin1,
                (_, copy) => Assert.Equal([0xE4], copy.GetBytes("ä"))
            ),
            Shape<XElement>(
                "xml element",
                () => XElement.Parse("<a xmlns='urn:x' b='1'><c>text</c><!-- note --></a>"),
                (a, b) =>
                    Assert.Equal(
                        (a.ToString(), "text"),
                        (b.ToString(), b.Element(XName.Get("c", "urn:x"))!.Value)
                    )
            ),
            Shape<XDocument>(
                "xml document",
                () => XDocument.Parse("<?xml version='1.0'?><a><b/></a>"),
                (a, b) => Assert.True(XNode.DeepEquals(a, b))
            ),
            Shape<JsonDocument>(
                "json document",
                () => JsonDocument.Parse("{\"a\":[1,2,{\"b\":null}]}"),
                (_, copy) => Assert.Equal(2, copy.RootElement.GetProperty("a")[1].GetInt32())
            ),
            Shape<JsonElement>(
                "json element",
                () =>
                    JsonDocument
                        .Parse("{\"a\": [1, 2, {\"b\": \"x\"}]}")
                        .RootElement.GetProperty("a")[2],
                (_, copy) => Assert.Equal("x", copy.GetProperty("b").GetString())
            ),
            Shape<JsonElement>(
                "json element among comments",
                () =>
                    JsonDocument
                        .Parse(
                            "[1, /* two */ 3,]",
                            new JsonDocumentOptions
                            {
                                CommentHandling = JsonCommentHandling.Skip,
                                AllowTrailingCommas = true,
                            }
                        )
                        .RootElement[1],
                (_, copy) => Assert.Equal(3, copy.GetInt32())
            ),
            Shape<JsonObject>(
                "json object",
                () => new() { ["a"] = 1, ["b"] = new JsonArray(1, "x", null) },
                (a, b) => Assert.True(JsonNode.DeepEquals(a, b))
            ),
            Shape<JsonNode>(
                "json node within a tree",
                () => JsonNode.Parse("{\"a\":[1,{\"b\":2}]}")!["a"]![1]!,
                (_, copy) => Assert.Equal(("$.a[1]", 2), (copy.GetPath(), (int)copy["b"]!))
            ),
        ];
}
