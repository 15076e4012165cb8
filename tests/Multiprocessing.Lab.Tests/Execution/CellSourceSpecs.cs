using Multiprocessing.Lab.Execution.CSharp;

namespace Multiprocessing.Lab.Tests.Execution;

public class CellSourceSpecs
{
    [Fact]
    public void Magics_that_act_in_place_stand_before_the_code_that_follows()
    {
        var source = CellSource.Parse(
            "csharp",
            "#!share --from value a\n#!set --name b --value 1\nfirst\n#!import x.dib\nsecond\n#!time"
        );
        Assert.Equal(["time"], source.Magics);
        Assert.Collection(
            source.Parts,
            part =>
            {
                Assert.Equal(
                    [new("share", "--from value a", 1), new("set", "--name b --value 1", 2)],
                    part.Before
                );
                Assert.Equal("\n\nfirst", part.Code.TrimEnd('\n'));
            },
            part =>
            {
                Assert.Equal([new("import", "x.dib", 4)], part.Before);
                // On its own line of the cell: errors name it.
                Assert.Equal("\n\n\n\nsecond", part.Code.TrimEnd('\n'));
            }
        );
    }

    [Fact]
    public void A_magic_belongs_to_the_language_it_stands_in()
    {
        var source = CellSource.Parse(
            "csharp",
            "#!set --name a --value 1\n#!javascript\n#!share --from csharp a\n#!html\n<i/>"
        );
        Assert.Equal(["csharp", "javascript", "html"], source.Parts.Select(part => part.Language));
        Assert.Equal([false, false, true], source.Parts.Select(part => part.HasCode));
        Assert.Equal([1, 1, 0], source.Parts.Select(part => part.Before.Count));
    }

    [Fact]
    public void The_text_of_a_value_may_look_like_magic()
    {
        var source = CellSource.Parse(
            "csharp",
            "#!value --name a\n#!share this\n#!nonsense\n\n#!value --name b\ntwo\n#!csharp\nthree"
        );
        Assert.Equal(["value", "value", "csharp"], source.Parts.Select(part => part.Language));
        Assert.Equal("#!share this\n#!nonsense", source.Parts[0].Code);
        Assert.Equal("two", source.Parts[1].Code);
    }
}
