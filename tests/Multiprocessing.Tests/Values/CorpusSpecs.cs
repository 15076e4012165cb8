using Multiprocessing.Values;
using Xunit;

namespace Multiprocessing.Tests.Values;

public class CorpusSpecs
{
    public static TheoryData<string> Names => [.. Corpus.Shapes.Select(s => s.Name)];

    [Fact]
    public void The_corpus_holds_shapes_of_different_names()
    {
        var names = Corpus.Shapes.Select(s => s.Name).ToArray();
        Assert.Equal(names.Length, names.Distinct().Count());
        Assert.True(names.Length >= 150, $"{names.Length} shapes");
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shape_travels(string name)
    {
        var (_, make, check) = Corpus.Shapes.Single(s => s.Name == name);
        var original = make();
        check(original, Copying.Copy(original));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void A_shape_travels_inside_others(string name)
    {
        var (_, make, check) = Corpus.Shapes.Single(s => s.Name == name);
        object?[] original = [make(), null, new List<object?> { make() }];
        original[1] = original[0];

        var copy = Copying.Copy(original);

        check(original[0], copy[0]);
        check(((List<object?>)original[2]!)[0], ((List<object?>)copy[2]!)[0]);
        if (
            original[0] is { } shared
            && !shared.GetType().IsPrimitive
            && shared is not string and not ValueType
        )
            Assert.Same(copy[0], copy[1]);
    }

    /// <summary>Bodies nested too deep are put off: here each of a shape's inner ones is once the first of these.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void A_shape_travels_at_any_depth(string name)
    {
        var (_, make, check) = Corpus.Shapes.Single(s => s.Name == name);
        for (var depth = Nesting.Deepest - 12; depth <= Nesting.Deepest + 1; depth++)
        {
            var original = make();
            object?[] nest = [original, original];
            for (var i = 0; i < depth; i++)
                nest = [nest];

            var copy = Copying.Copy(nest);

            for (var i = 0; i < depth; i++)
                copy = (object?[])copy[0]!;
            check(original, copy[0]);
            if (original is not null and not string and not ValueType)
                Assert.Same(copy[0], copy[1]);
        }
    }
}
