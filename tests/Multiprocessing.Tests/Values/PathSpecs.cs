using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Xml;
using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class PathSpecs
{
    private sealed class Box(object content)
    {
        public object Content { get; } = content;
    }

    [Fact]
    public void A_captured_variable_is_named_as_in_the_source()
    {
        using var client = new HttpClient();
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(() => client.ToString(), "the function")
        );
        Assert.Equal("the function → variable 'client'", error.Path);
        Assert.Equal("System.Net.Http.HttpClient", error.TypeName);
    }

    private sealed class Scraper(Socket socket)
    {
        public Socket Connection => socket;
        public (int, Scraper?)[] Others = [];
        public Scraper? Parent;

        public int Run(int n) => n + Others.Length;
    }

    [Fact]
    public void The_object_of_a_method_is_called_this()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack<Func<int, int>>(new Scraper(socket).Run, "the function")
        );
        Assert.Equal("the function → this → socket", error.Path);
    }

    [Fact]
    public void A_path_leads_through_arrays_tuples_chains_and_keys()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var inner = new Scraper(null!) { Others = [(1, null), (2, new Scraper(socket))] };
        var outer = new Scraper(null!) { Parent = new Scraper(null!) { Parent = inner } };
        Assert.Equal(
            "item 0 → Parent → Parent → Others[1] → Item2 → socket",
            Assert.Throws<NotSerializableException>(() => Copying.Pack(outer)).Path
        );
        Assert.Equal(
            "item 0[a Box] → key → Content".Replace(
                "a Box",
                "a PathSpecs.Box",
                StringComparison.Ordinal
            ),
            Assert
                .Throws<NotSerializableException>(() =>
                    Copying.Pack(new Dictionary<object, int> { [new Box(socket)] = 1 })
                )
                .Path
        );
    }

    [Fact]
    public void A_very_long_path_is_shortened_in_the_middle()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var chain = new Scraper(socket);
        for (var i = 0; i < 100_000; i++)
            chain = new Scraper(null!) { Parent = chain };

        var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(chain));

        Assert.Contains("Parent → … 99989 more … → Parent", error.Path, StringComparison.Ordinal);
        Assert.EndsWith(" → socket", error.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_way_is_told_whole_however_deep_it_leads()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        for (var turns = 1; turns < 60; turns++)
        {
            object deep = new Scraper(socket);
            for (var i = 0; i < turns; i++)
                deep = new object[]
                {
                    "before",
                    new List<(object, object)>
                    {
                        (7, new Dictionary<string, object> { ["a"] = deep }),
                    },
                };

            var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(deep));

            // Four steps a turn; the middle is left out of more than twelve.
            const string turn = "[1][0] → Item2[\"a\"]";
            Assert.Equal(
                turns < 3
                    ? $"item 0{string.Concat(Enumerable.Repeat(turn, turns))} → socket"
                    : $"item 0{turn}[1][0] → … {(4 * turns) + 1 - 12} more …[\"a\"]{turn} → socket",
                error.Path
            );
        }
    }

    [Fact]
    public void A_way_through_functions_and_evaluated_sequences_is_told_however_deep_it_leads()
    {
        using var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        var evaluated = 0;
        IEnumerable<object> Lazy(object inner)
        {
            evaluated++;
            yield return inner;
        }
        object deep = new Scraper(socket);
        for (var i = 0; i < 200; i++)
            deep = i % 2 == 0 ? Lazy(deep) : new Box(deep);
        Func<object> function = deep.GetHashCode() == 0 ? () => 1 : () => deep;

        var error = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(new object[] { new Box(deep) }, materialise: true)
        );
        var captured = Assert.Throws<NotSerializableException>(() =>
            Copying.Pack(function, "the function")
        );

        Assert.Equal(100, evaluated);
        Assert.StartsWith(
            "item 0[0] → Content → Content[0] → Content[0]",
            error.Path,
            StringComparison.Ordinal
        );
        Assert.EndsWith("[0] → Content[0] → socket", error.Path, StringComparison.Ordinal);
        Assert.StartsWith(
            "the function → variable 'deep'",
            captured.Path,
            StringComparison.Ordinal
        );
        Assert.EndsWith(" → socket", captured.Path, StringComparison.Ordinal);
    }

    [Fact]
    public void A_refused_graph_leaves_the_payload_and_its_types_as_they_were()
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(output, new LoadedAssemblies(), new ReachesAll());
        writer.Write(new Box("first"), "item 0");
        Assert.Throws<NotSerializableException>(() =>
            writer.Write(
                new object[] { new Scraper(null!), XmlReader.Create(TextReader.Null) },
                "item 1"
            )
        );
        writer.Write<object>(new Scraper(null!) { Others = [(5, null)] }, "item 2");

        var reader = new GraphReader(output.ToArray(), new LoadedAssemblies());

        Assert.Equal("first", reader.Read<Box>().Content);
        Assert.Equal(5, Assert.IsType<Scraper>(reader.Read<object>()).Others[0].Item1);
        Assert.True(reader.IsAtEnd);
    }

    private sealed class Pinned
    {
        public GCHandle<object> Handle = new(new object());
    }

    [Fact]
    public void An_address_in_a_field_of_the_framework_does_not_travel()
    {
        var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(new Pinned()));
        Assert.StartsWith("item 0 → Handle → ", error.Path, StringComparison.Ordinal);
        Assert.Contains(
            "address in this process's memory",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
