using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>Types of which so many objects travel that code is compiled for their fields.</summary>
public class OftenUsedFieldSpecs
{
    private const int Often = 2000;

    private abstract class Base(int number)
    {
        private readonly int _number = number;

        public int Number => _number;
    }

    private sealed class Sample(int number, string? text, object? anything, Base? next)
        : Base(number)
    {
        public string? Text { get; } = text;

        public object? Anything { get; set; } = anything;

        public (long, string?) Pair { get; } = (number * 3L, text);

        public decimal? Price { get; } = number % 2 == 0 ? number : null;

        public Base? Next { get; } = next;
    }

    [Fact]
    public void Every_object_comes_out_as_it_went_in_before_and_after()
    {
        for (int i = 0; i < Often; i++)
        {
            string text = new('x', i % 130);
            var sample = new Sample(
                i,
                i % 3 == 0 ? null : text,
                text,
                new Sample(-i, "end", i, null)
            );
            Sample copy = Copying.Copy(sample);
            Assert.Equivalent(sample, copy, strict: true);
            Assert.True(
                text.Length <= 64 || i % 3 == 0 || ReferenceEquals(copy.Text, copy.Anything)
            );
        }
    }

    [Fact]
    public void What_cannot_travel_is_still_told_with_the_way_to_it()
    {
        for (int i = 0; i < Often; i++)
        {
            Copying.Copy(new Sample(i, "text", null, null));
        }

        var wrong = new Sample(1, "text", new Thread(() => { }), null);
        var error = Assert.Throws<NotSerializableException>(() => Copying.Pack(wrong));

        Assert.Contains("item 0 → Anything (Thread)", error.Message, StringComparison.Ordinal);
    }
}
