using Xunit;

namespace Multiprocessing.Tests.Values;

/// <summary>Shapes of values that must travel, each with its own notion of having arrived.</summary>
public static partial class Corpus
{
    public static IEnumerable<(
        string Name,
        Func<object?> Make,
        Action<object?, object?> Check
    )> Shapes =>
        [
            .. Scalars,
            .. Structs,
            .. Arrays,
            .. Lists,
            .. Hashed,
            .. HashedToo,
            .. Sorted,
            .. Objects,
            .. Graphs,
            .. Functions,
            .. Members,
            .. Framework,
            .. Text,
            .. Errors,
        ];

    /// <summary>A shape whose copy must be alike in every field.</summary>
    private static (string, Func<object?>, Action<object?, object?>) Same(
        string name,
        Func<object?> make
    ) => (name, make, Alike.Check);

    /// <summary>A shape with a check of its own.</summary>
    private static (string, Func<object?>, Action<object?, object?>) Shape<T>(
        string name,
        Func<T> make,
        Action<T, T> check
    ) =>
        (
            name,
            () => make(),
            (original, copy) =>
            {
                Assert.NotNull(copy);
                Assert.NotSame(original, copy);
                check((T)original!, Assert.IsAssignableFrom<T>(copy));
            }
        );

    /// <summary>A shape of which each process has one, and that may arrive as that one.</summary>
    private static (string, Func<object?>, Action<object?, object?>) Singleton<T>(
        string name,
        Func<T> make,
        Action<T, T> check
    ) =>
        (
            name,
            () => make(),
            (original, copy) => check((T)original!, Assert.IsAssignableFrom<T>(copy))
        );
}
