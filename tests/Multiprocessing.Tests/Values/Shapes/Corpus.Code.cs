using System.Linq.Expressions;
using System.Reflection;
using Xunit;

namespace Multiprocessing.Tests.Values;

public static partial class Corpus
{
    internal sealed class Counter
    {
        public int Count;
        public Func<int>? Step;

        public event Action<int>? Changed;

        public int Next() => ++Count;

        public T Twice<T>(T value) => Count > 0 ? value : value;

        public void Raise() => Changed?.Invoke(Count);

        public static int Add(int a, int b) => a + b;

        public static int Product(int[] numbers) => numbers.Aggregate(1, (a, b) => a * b);
    }

    internal static class Extensions
    {
        public static int Squared(int number) => number * number;

        public static T[] Repeat<T>(T value, int times) => [.. Enumerable.Repeat(value, times)];
    }

    internal sealed class Holder<T>
    {
        public static string Name<TOther>(T _, TOther __) =>
            $"{typeof(T).Name} {typeof(TOther).Name}";
    }

    private delegate void ByReference(ref int value, out string text);

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Functions =>
        [
            Shape<Func<int, int, int>>(
                "static method",
                () => Counter.Add,
                (_, copy) => Assert.Equal(5, copy(2, 3))
            ),
            Shape<Func<int>>(
                "lambda without captures",
                () => static () => 42,
                (_, copy) => Assert.Equal(42, copy())
            ),
            Shape<Func<int, int>>(
                "lambda with captures",
                () =>
                {
                    var (factor, words) = (3, new List<string> { "a", "b" });
                    return n => n * factor + words.Count;
                },
                (_, copy) => Assert.Equal(14, copy(4))
            ),
            Shape<Func<int>[]>(
                "lambdas that share a variable",
                () =>
                {
                    var count = 0;
                    return [() => ++count, () => count * 100];
                },
                (_, copy) =>
                {
                    copy[0]();
                    copy[0]();
                    Assert.Equal(200, copy[1]());
                }
            ),
            Shape<Func<int, Func<int, int>>>(
                "nested lambdas",
                () => a => b => a * 10 + b,
                (_, copy) => Assert.Equal(34, copy(3)(4))
            ),
            Shape<Func<int, int>>(
                "lambda that calls itself",
                () =>
                {
                    Func<int, int> factorial = null!;
                    factorial = n => n < 2 ? 1 : n * factorial(n - 1);
                    return factorial;
                },
                (_, copy) => Assert.Equal(120, copy(5))
            ),
            Shape<Func<int, int>>(
                "local function",
                () =>
                {
                    var start = 5;
                    int Fibonacci(int n) =>
                        n < 2 ? n + start - 5 : Fibonacci(n - 1) + Fibonacci(n - 2);
                    return Fibonacci;
                },
                (_, copy) => Assert.Equal(55, copy(10))
            ),
            Shape<Func<int>>(
                "instance method",
                () => new Counter { Count = 6 }.Next,
                (_, copy) => Assert.Equal((7, 8), (copy(), copy()))
            ),
            Shape<Func<Counter, int>>(
                "open instance method",
                () =>
                    (Func<Counter, int>)
                        Delegate.CreateDelegate(
                            typeof(Func<Counter, int>),
                            typeof(Counter).GetMethod("Next")!
                        ),
                (_, copy) => Assert.Equal(2, copy(new Counter { Count = 1 }))
            ),
            Shape<Func<string, string>>(
                "generic instance method",
                () => new Counter().Twice,
                (_, copy) => Assert.Equal("x", copy("x"))
            ),
            Shape<Func<int, int, int[]>>(
                "generic static method",
                () => Extensions.Repeat,
                (_, copy) => Assert.Equal([7, 7], copy(7, 2))
            ),
            Shape<Func<int, string, string>>(
                "generic method of a generic class",
                () => Holder<int>.Name,
                (_, copy) => Assert.Equal("Int32 String", copy(1, ""))
            ),
            Shape<Func<int>>(
                "static method bound to its first argument",
                () =>
                    (Func<int>)
                        Delegate.CreateDelegate(
                            typeof(Func<int>),
                            new[] { 2, 3, 4 },
                            typeof(Counter).GetMethod("Product")!
                        ),
                (_, copy) => Assert.Equal(24, copy())
            ),
            Shape<Func<string>>(
                "method of a struct",
                () => new Money(1, "EUR").ToString,
                (a, b) => Assert.Equal(a(), b())
            ),
            Shape<Func<string, bool>>(
                "method of a container",
                () => new HashSet<string> { "a" }.Contains,
                (_, copy) => Assert.True(copy("a"))
            ),
            Shape<Func<double, double>>(
                "method of the framework",
                () => Math.Sqrt,
                (_, copy) => Assert.Equal(3, copy(9))
            ),
            Shape<Func<int>>(
                "delegate to a delegate",
                () => new Func<int>(new Counter().Next).Invoke,
                (_, copy) => Assert.Equal(1, copy())
            ),
            Shape<Func<object>>(
                "delegate of a more special method",
                () => (Func<string>)(() => "x"),
                (_, copy) => Assert.Equal("x", copy())
            ),
            Shape<ByReference>(
                "delegate with references",
                () =>
                    (ref int value, out string text) =>
                    {
                        value++;
                        text = "out";
                    },
                (_, copy) =>
                {
                    var value = 1;
                    copy(ref value, out var text);
                    Assert.Equal((2, "out"), (value, text));
                }
            ),
            Shape<Action<List<int>>>(
                "several methods",
                () =>
                {
                    var five = 5;
                    Action<List<int>> all = l => l.Add(1);
                    all += l => l.Add(five);
                    return all;
                },
                (_, copy) =>
                {
                    var list = new List<int>();
                    copy(list);
                    Assert.Equal([1, 5], list);
                }
            ),
            Shape<Counter>(
                "delegate that refers back to its owner",
                () =>
                {
                    var counter = new Counter();
                    counter.Step = counter.Next;
                    return counter;
                },
                (_, copy) =>
                {
                    Assert.Same(copy, copy.Step!.Target);
                    Assert.Equal(1, copy.Step());
                }
            ),
            Shape<Func<int>>(
                "owner that refers back to its delegate",
                () =>
                {
                    var counter = new Counter();
                    return counter.Step = counter.Next;
                },
                (_, copy) => Assert.Same(copy, ((Counter)copy.Target!).Step)
            ),
            Shape<Counter>(
                "event with handlers",
                () =>
                {
                    var counter = new Counter { Count = 3 };
                    counter.Changed += n => counter.Count += n;
                    counter.Changed += n => counter.Count += n;
                    return counter;
                },
                (_, copy) =>
                {
                    copy.Raise();
                    Assert.Equal(9, copy.Count);
                }
            ),
            Shape<Func<Task<int>>>(
                "async lambda",
                () =>
                {
                    var start = 20;
                    return async () =>
                    {
                        await Task.Yield();
                        return start + 1;
                    };
                },
                (_, copy) => Assert.Equal(21, copy().GetAwaiter().GetResult())
            ),
            Shape<Expression<Func<int, int>>>(
                "expression tree",
                () =>
                {
                    var five = 5;
                    return n => n + five;
                },
                (_, copy) => Assert.Equal(7, copy.Compile()(2))
            ),
        ];

    private static IEnumerable<(string, Func<object?>, Action<object?, object?>)> Members =>
        [
            Same("type", () => typeof(Dictionary<string, int[]>)),
            Same("open generic type", () => typeof(Dictionary<,>)),
            Same("nested generic type", () => typeof(Pair<int, string>.Inner<double>)),
            Same(
                "kinds of types",
                () =>
                    new[]
                    {
                        typeof(int[,]),
                        typeof(int[][]),
                        typeof(int).MakePointerType(),
                        typeof(int).MakeByRefType(),
                        typeof(Dictionary<,>).GetGenericArguments()[1],
                    }
            ),
            Same(
                "type parameter of a method",
                () => typeof(Extensions).GetMethod("Repeat")!.GetGenericArguments()[0]
            ),
            Same("method", () => typeof(Counter).GetMethod("Next")),
            Same(
                "generic method of a kind",
                () => typeof(Extensions).GetMethod("Repeat")!.MakeGenericMethod(typeof(City))
            ),
            Same("method of a generic class", () => typeof(List<City>).GetMethod("Add")),
            Same("constructor", () => typeof(City).GetConstructors()[0]),
            Same("field", () => typeof(Counter).GetField("Count")),
            Same("property", () => typeof(Properties).GetProperty("Free")),
            Same("event", () => typeof(Counter).GetEvent("Changed")),
            Same("assembly", () => Assembly.GetExecutingAssembly()),
            Same(
                "objects with types inside",
                () => new Dictionary<string, Type> { ["a"] = typeof(City) }
            ),
        ];
}
