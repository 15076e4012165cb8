using System.Collections;
using System.Globalization;

namespace Multiprocessing.Course.Judging;

/// <summary>Compares a result with what it should be, and says where they part.</summary>
internal static class Comparison
{
    /// <returns>Null where they are equal.</returns>
    public static string? Of(object? result, object? expected, double tolerance, bool anyOrder) =>
        (result, expected) switch
        {
            (string, _) or (_, string) => OfValues(result, expected, tolerance),
            (IDictionary given, IDictionary wanted) => OfDictionaries(given, wanted, tolerance),
            (IEnumerable given, IEnumerable wanted) => OfSequences(
                [.. given.Cast<object?>()],
                [.. wanted.Cast<object?>()],
                tolerance,
                anyOrder
            ),
            _ => OfValues(result, expected, tolerance),
        };

    private static string? OfValues(object? result, object? expected, double tolerance) =>
        AreEqual(result, expected, tolerance)
            ? null
            : $"Wrong value: it gives {Show(result)}, and should give {Show(expected)}.";

    private static string? OfDictionaries(
        IDictionary result,
        IDictionary expected,
        double tolerance
    )
    {
        foreach (var key in expected.Keys)
        {
            if (!result.Contains(key))
                return $"Wrong value: there is nothing under {Show(key)}, and should be {Show(expected[key])}.";
            if (!AreEqual(result[key], expected[key], tolerance))
                return $"Wrong value: under {Show(key)} it gives {Show(result[key])}, and should give {Show(expected[key])}.";
        }
        return result.Count == expected.Count
            ? null
            : $"Wrong value: it has {result.Count} entries, and should have {expected.Count}.";
    }

    private static string? OfSequences(
        List<object?> result,
        List<object?> expected,
        double tolerance,
        bool anyOrder
    )
    {
        if (result.Count != expected.Count)
            return $"Wrong value: it gives {Count(result)}, and should give {Count(expected)}.";
        var at = Enumerable
            .Range(0, expected.Count)
            .FirstOrDefault(i => !AreEqual(result[i], expected[i], tolerance), -1);
        if (at < 0)
            return null;
        var left = new List<object?>(expected);
        foreach (var value in result)
        {
            var found = left.FindIndex(wanted => AreEqual(value, wanted, tolerance));
            if (found < 0)
                return $"Wrong value: element {at} is {Show(result[at])}, and should be {Show(expected[at])}.";
            left.RemoveAt(found);
        }
        return anyOrder
            ? null
            : $"The values are right, but their order is lost: element {at} is {Show(result[at])}, and should be {Show(expected[at])}.";
    }

    private static bool AreEqual(object? result, object? expected, double tolerance) =>
        (result, expected) switch
        {
            (double or float, IConvertible) or (IConvertible, double or float) => AreClose(
                Convert.ToDouble(result, CultureInfo.InvariantCulture),
                Convert.ToDouble(expected, CultureInfo.InvariantCulture),
                tolerance
            ),
            (string, _) or (_, string) => Equals(result, expected),
            (IEnumerable, IEnumerable) => Of(result, expected, tolerance, anyOrder: false) is null,
            _ => Equals(result, expected),
        };

    private static bool AreClose(double result, double expected, double tolerance) =>
        result.Equals(expected) || Math.Abs(result - expected) <= tolerance * Math.Abs(expected);

    private static string Count(List<object?> values) =>
        values.Count == 1 ? "1 element" : $"{values.Count} elements";

    private static string Show(object? value)
    {
        const int Most = 5;
        return value switch
        {
            null => "null",
            string text => $"\"{text}\"",
            IEnumerable values =>
                $"[{string.Join(", ", values.Cast<object?>().Take(Most).Select(Show))}"
                    + (values.Cast<object?>().Skip(Most).Any() ? ", ...]" : "]"),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
        };
    }
}
