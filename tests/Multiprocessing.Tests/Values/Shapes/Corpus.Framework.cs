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
