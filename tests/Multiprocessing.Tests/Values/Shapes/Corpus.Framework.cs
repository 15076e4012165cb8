using System.Collections;
using System.ComponentModel;
using System.Dynamic;
using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Framework =>
        [
            Same("version", () => new Version(1, 2, 3, 4)),
            Same("absolute uri", () => new Uri("https://example.org/ä b?q=1#x")),
            Same("relative uri", () => new Uri("../x", UriKind.Relative)),
            Shape<IPAddress>(
                "address",
                () => WithHash(IPAddress.Parse("fe80::1%3")),
                (a, b) =>
                    Assert.Equal(
                        (a, true),
                        (b, new HashSet<IPAddress> { IPAddress.Parse("fe80::1%3") }.Contains(b))
                    )
            ),
            Same("end point", () => new IPEndPoint(IPAddress.Loopback, 80)),
            Shape<Random>(
                "random numbers go on where they were",
                () =>
                {
                    var random = new Random(5);
                    random.Next();
                    return random;
                },
                (original, copy) => Assert.Equal(original.Next(), copy.Next())
            ),
            Shape<Lazy<int>>(
                "lazy value not made",
                () => new Lazy<int>(() => 5),
                (_, copy) => Assert.Equal((false, 5), (copy.IsValueCreated, copy.Value))
            ),
            Shape<Lazy<string>>(
                "lazy value made",
                () =>
                {
                    var lazy = new Lazy<string>(() => "x");
                    _ = lazy.Value;
                    return lazy;
                },
                (_, copy) => Assert.Equal((true, "x"), (copy.IsValueCreated, copy.Value))
            ),
            Shape<ExpandoObject>(
                "expando object",
                () =>
                {
                    dynamic bag = new ExpandoObject();
                    bag.Name = "Ann";
                    bag.Self = bag;
                    return (ExpandoObject)bag;
                },
                (_, copy) =>
                {
                    dynamic bag = copy;
                    Assert.Equal("Ann", (string)bag.Name);
                    Assert.Same(copy, (object)bag.Self);
                }
            ),
            Shape<Task<int>>(
                "finished task",
                () => Task.FromResult(5),
                (_, copy) => Assert.Equal(5, copy.Result)
            ),
            Shape<Task<List<int>>>(
                "finished async method",
                () => Finished(),
                (_, copy) => Assert.Equal([1], copy.GetAwaiter().GetResult())
            ),
            Shape<Task>(
                "finished task without result",
                () => Task.CompletedTask,
                (_, copy) => Assert.True(copy.IsCompletedSuccessfully)
            ),
            Shape<Task>(
                "failed task",
                () => Task.FromException(new InvalidDataException("bad")),
                (_, copy) =>
                    Assert.Equal(
                        "bad",
                        Assert.IsType<InvalidDataException>(copy.Exception!.InnerException).Message
                    )
            ),
            Shape<Task<int>>(
                "cancelled task",
                () => Task.FromCanceled<int>(new CancellationToken(true)),
                (_, copy) => Assert.True(copy.IsCanceled)
            ),
            Shape<ValueTask<string>>(
                "finished value task",
                () => new ValueTask<string>("x"),
                (_, copy) => Assert.Equal("x", copy.Result)
            ),
            Shape<CancellationToken>(
                "token of nothing",
                () => CancellationToken.None,
                (_, copy) => Assert.False(copy.CanBeCanceled)
            ),
            Shape<CancellationToken>(
                "cancelled token",
                () => new(true),
                (_, copy) => Assert.True(copy.IsCancellationRequested)
            ),
            Shape<MemoryStream>(
                "memory stream",
                () =>
                {
                    var stream = new MemoryStream();
                    stream.Write([1, 2, 3]);
                    stream.Position = 1;
                    return stream;
                },
                (_, copy) =>
                {
                    Assert.Equal(2, copy.ReadByte());
                    Assert.Equal([1, 2, 3], copy.ToArray());
                    copy.Write(new byte[10_000]);
                }
            ),
            Shape<FileInfo>(
                "file",
                () => new FileInfo("some/file.txt"),
                (a, b) => Assert.Equal((a.FullName, a.ToString()), (b.FullName, b.ToString()))
            ),
            Shape<DirectoryInfo>(
                "folder",
                () => new DirectoryInfo("/tmp"),
                (_, copy) => Assert.True(copy.Exists)
            ),
            Singleton<DBNull>(
                "no value of a data base",
                () => DBNull.Value,
                (_, copy) => Assert.Same(DBNull.Value, copy)
            ),
            Singleton<object>(
                "pool of arrays",
                () => System.Buffers.ArrayPool<int>.Shared,
                (_, copy) => Assert.Same(System.Buffers.ArrayPool<int>.Shared, copy)
            ),
            Singleton<object>(
                "missing argument",
                () => Type.Missing,
                (_, copy) => Assert.Same(Type.Missing, copy)
            ),
            Singleton<object>(
                "default comparer",
                () => EqualityComparer<string>.Default,
                (_, copy) => Assert.Same(EqualityComparer<string>.Default, copy)
            ),
            Singleton<object>(
                "comparer by identity",
                () => ReferenceEqualityComparer.Instance,
                (_, copy) => Assert.Same(ReferenceEqualityComparer.Instance, copy)
            ),
            Singleton<object>(
                "shared random numbers",
                () => Random.Shared,
                (_, copy) => Assert.Same(Random.Shared, copy)
            ),
            Singleton<TimeZoneInfo>(
                "time zone of the machine",
                () => TimeZoneInfo.Local,
                (_, copy) => Assert.Same(TimeZoneInfo.Local, copy)
            ),
            Shape<TimeZoneInfo>(
                "time zone",
                () => TimeZoneInfo.CreateCustomTimeZone("X", TimeSpan.FromHours(3), "X time", "X"),
                (a, b) =>
                    Assert.Equal(
                        (a, a.BaseUtcOffset, a.DisplayName),
                        (b, b.BaseUtcOffset, b.DisplayName)
                    )
            ),
            Shape<PropertyChangedEventArgs>(
                "event arguments",
                () => new("Name"),
                (a, b) => Assert.Equal(a.PropertyName, b.PropertyName)
            ),
        ];

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

    private static IPAddress WithHash(IPAddress address)
    {
        _ = address.GetHashCode();
        return address;
    }

    private static async Task<List<int>> Finished()
    {
        await Task.CompletedTask;
        return [1];
    }
}
