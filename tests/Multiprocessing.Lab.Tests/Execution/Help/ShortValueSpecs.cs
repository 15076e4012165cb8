using Multiprocessing.Lab.Execution.CSharp.Help;

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class ShortValueSpecs
{
    public static TheoryData<object?, string?> Values =>
        new()
        {
            { null, "null" },
            { 1.5, "1.5" },
            { 2.5m, "2.5" },
            { true, "true" },
            { 'a', "'a'" },
            { '\n', @"'\n'" },
            {
                "two\n\"lines\"",
                """
                    "two\n\"lines\""
                    """
            },
            { new string('x', 1000), $"\"{new string('x', 80)}\"... (1000 characters)" },
            { DayOfWeek.Friday, "Friday" },
            { TimeSpan.FromSeconds(90), "00:01:30" },
            { new int[3, 4], "12 items" },
            {
                new List<string> { "a" },
                "1 item"
            },
            { new Dictionary<int, int>(), "0 items" },
            { new object(), null },
            { new StringOfTheUsers(), null },
        };

    [Theory]
    [MemberData(nameof(Values))]
    public void A_value_is_told_in_a_few_characters(object? value, string? text) =>
        Assert.Equal(text, ShortValue.Of(value));

    /// <summary>Code of the user's does not run for it.</summary>
    private sealed class StringOfTheUsers : List<int>
    {
        public override string ToString() => throw new InvalidOperationException();
    }
}
