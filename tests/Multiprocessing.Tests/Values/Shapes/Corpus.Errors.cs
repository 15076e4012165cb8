using System.Collections;
using System.Globalization;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal sealed class OrderException(string message, int number, Exception? inner = null)
        : Exception(message, inner)
    {
        public int Number { get; } = number;
        public List<string> Notes { get; } = ["first"];
    }

    internal sealed class MessageOfItsOwn(int code) : Exception
    {
        public override string Message => $"code {code}";
    }

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Errors =>
        [
            Shape<Exception>("exception", () => new InvalidOperationException("no"), CheckError),
            Shape<Exception>(
                "thrown exception",
                () => Thrown(() => throw new InvalidOperationException("no")),
                CheckError
            ),
            Shape<Exception>(
                "exception of the runtime",
                () => Thrown(() => _ = s_words[int.Parse("50", CultureInfo.InvariantCulture)]),
                CheckError
            ),
            Shape<OrderException>(
                "exception with properties",
                () => new("late", 7, new TimeoutException("slow")) { Notes = { "second" } },
                (a, b) =>
                {
                    CheckError(a, b);
                    Assert.Equal(7, b.Number);
                    Assert.Equal(["first", "second"], b.Notes);
                }
            ),
            Shape<Exception>(
                "exception with a message of its own",
                () => new MessageOfItsOwn(5),
                CheckError
            ),
            Shape<ArgumentException>(
                "argument exception",
                () => new ArgumentOutOfRangeException("count", 5, "too many"),
                (a, b) => Assert.Equal((a.Message, a.ParamName), (b.Message, b.ParamName))
            ),
            Shape<Exception>(
                "exception with data",
                () =>
                    new FormatException("bad")
                    {
                        Data = { ["line"] = 3 },
                        HelpLink = "http://help",
                        HResult = 5,
                    },
                (a, b) =>
                {
                    CheckError(a, b);
                    Assert.Equal((3, "http://help", 5), (b.Data["line"], b.HelpLink, b.HResult));
                }
            ),
            Shape<AggregateException>(
                "several exceptions",
                () => new("all", new FormatException("one"), new OrderException("two", 2)),
                (a, b) =>
                {
                    CheckError(a, b);
                    Assert.Equal(["one", "two"], b.InnerExceptions.Select(e => e.Message));
                }
            ),
            Shape<OperationCanceledException>(
                "cancellation",
                () => new TaskCanceledException("stop", null, new CancellationToken(true)),
                (_, copy) => Assert.True(copy.CancellationToken.IsCancellationRequested)
            ),
        ];

    private static void CheckError(Exception original, Exception copy)
    {
        Assert.Equal(original.GetType(), copy.GetType());
        Assert.Equal(original.Message, copy.Message);
        Assert.Equal(original.StackTrace?.Trim(), copy.StackTrace?.Trim());
        Assert.Equal(original.Data.Cast<DictionaryEntry>().Count(), copy.Data.Count);
        if (original.InnerException is { } inner)
            CheckError(inner, copy.InnerException!);
    }

    private static Exception Thrown(Action action)
    {
        try
        {
            action();
        }
        catch (Exception e)
        {
            return e;
        }
        throw new InvalidOperationException("It did not throw.");
    }
}
