using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class DamageSpecs
{
    private static object Sample =>
        new object[]
        {
            new Dictionary<string, int[]> { ["a"] = [1, 2, 3], ["b"] = [] },
            new List<(string, double)> { ("x", 1.5), ("y", 2) },
            new double[2, 3],
            new Func<int, int>(n => n + 1),
            new InvalidOperationException("no", new TimeoutException()),
            typeof(Dictionary<string, Version>),
            new Version(1, 2),
        };

    [Fact]
    public void A_payload_cut_anywhere_is_noticed()
    {
        var payload = Copying.Pack(Sample);
        for (var length = 0; length < payload.Length; length++)
        {
            var cut = payload[..length];
            Assert.Throws<InvalidDataException>(() => Copying.Unpack<object>(cut));
        }
    }

    [Fact]
    public void A_length_that_lies_allocates_nothing_large()
    {
        byte[][] payloads =
        [
            Lying(Copying.Pack(new byte[] { 1, 2, 3 })),
            Lying(Copying.Pack(new List<long> { 1, 2, 3 })),
            Lying(Copying.Pack("abc")),
            Lying(Copying.Pack(new string?[] { null, null, null })),
        ];
        foreach (var payload in payloads)
        {
            var before = GC.GetAllocatedBytesForCurrentThread();
            Assert.Throws<InvalidDataException>(() => Read(payload));
            Assert.InRange(GC.GetAllocatedBytesForCurrentThread() - before, 0, 1_000_000);
        }

        static byte[] Lying(byte[] payload)
        {
            // The length is the second byte of each: 3, or 6 where its lowest bit tells the width of text.
            Assert.Contains(payload[1], new byte[] { 3, 6 });
            return [payload[0], 0xFE, 0xFF, 0xFF, 0xFF, 0x07, .. payload[2..]];
        }

        static object? Read(byte[] payload)
        {
            Assert.Throws<InvalidDataException>(() => Copying.Unpack<byte[]>(payload));
            Assert.Throws<InvalidDataException>(() => Copying.Unpack<List<long>>(payload));
            Assert.Throws<InvalidDataException>(() => Copying.Unpack<string>(payload));
            return Copying.Unpack<string[]>(payload);
        }
    }

    [Fact]
    public void A_payload_with_any_byte_changed_gives_a_value_or_an_error_of_damage()
    {
        var payload = Copying.Pack(
            new object[]
            {
                "text",
                new[] { 1, 2 },
                new Version(1, 2),
                new List<object> { 1m },
            }
        );
        var random = new Random(11);
        for (var round = 0; round < 3000; round++)
        {
            var changed = payload.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Copying.Unpack<object>(changed);
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException) { }
        }
    }

    [Fact]
    public void A_type_nested_deeper_than_any_stack_is_noticed()
    {
        // A new object with a type; each type is described for the first time: as an array of another.
        var payload = new byte[2_000_000];
        payload[0] = 2;
        for (var i = 1; i + 1 < payload.Length; i += 2)
            payload[i + 1] = (byte)TypeKind.Vector;

        Assert.Throws<InvalidDataException>(() => Copying.Unpack<object>(payload));
    }

    [Fact]
    public void Damage_deep_inside_is_noticed()
    {
        object deep = new List<object> { new Version(1, 2) };
        for (var i = 0; i < 200; i++)
            deep = i % 2 == 0 ? new object[] { deep } : new Func<object>(((object[])deep).First);
        var payload = Copying.Pack(deep);
        var random = new Random(13);
        for (var round = 0; round < 2000; round++)
        {
            var changed = payload.ToArray();
            changed[random.Next(changed.Length)] = (byte)random.Next(256);
            try
            {
                Copying.Unpack<object>(changed);
            }
            catch (Exception e) when (e is InvalidDataException or FileNotFoundException) { }
        }
        for (var length = 0; length < payload.Length; length += 7)
        {
            var cut = payload[..length];
            Assert.Throws<InvalidDataException>(() => Copying.Unpack<object>(cut));
        }
    }

    [Fact]
    public void A_reference_to_what_is_not_there_is_noticed()
    {
        Assert.Throws<InvalidDataException>(() => Copying.Unpack<object>([9]));
        Assert.Throws<InvalidDataException>(() => Copying.Unpack<string>([2, 9]));
    }

    [Fact]
    public void An_assembly_rebuilt_meanwhile_is_noticed()
    {
        var payload = Copying.Pack<object>(new Version(1, 2));
        var version = typeof(Version).Module.ModuleVersionId.ToByteArray();
        var place = payload.AsSpan().IndexOf(version);
        payload[place] ^= 1;

        var error = Assert.Throws<InvalidDataException>(() => Copying.Unpack<object>(payload));

        Assert.Contains(
            "is not the same in both processes",
            error.Message,
            StringComparison.Ordinal
        );
    }
}
