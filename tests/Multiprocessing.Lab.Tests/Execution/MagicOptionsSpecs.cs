using Multiprocessing.Lab.Execution.CSharp;

namespace Multiprocessing.Lab.Tests.Execution;

public class MagicOptionsSpecs
{
    [Theory]
    [InlineData("--name x --value plain", "plain")]
    [InlineData("--value \"one two\"  --name x", "one two")]
    [InlineData("--name x --value 'it is \"so\"'", "it is \"so\"")]
    [InlineData("--name x --value @input:\"Your name\"", "@input:Your name")]
    [InlineData("--name x --value @input:{\"prompt\": \"a b\"}", "@input:{\"prompt\": \"a b\"}")]
    [InlineData("--name x --value \"\"", "")]
    public void Words_end_at_blanks_but_not_within_quotes_and_braces(string arguments, string value)
    {
        var options = MagicOptions.Parse(new("set", arguments, 1), "--name", "--value");
        Assert.Equal("x", options["--name"]);
        Assert.Equal(value, options["--value"]);
        Assert.Empty(options.Rest);
    }

    [Theory]
    [InlineData("--name", "--name has no value")]
    [InlineData("--nam x", "there is no option --nam")]
    [InlineData("--name x --name y", "given twice")]
    [InlineData("--name \"x", "never closed")]
    [InlineData("--byref --name x", "--byref is not needed")]
    public void What_is_wrong_is_said_with_its_line(string arguments, string problem)
    {
        var e = Assert.Throws<MagicException>(() =>
            MagicOptions.Parse(new("set", arguments, 3), "--name", "--value")
        );
        Assert.StartsWith("line 3: #!set: ", e.Message, StringComparison.Ordinal);
        Assert.Contains(problem, e.Message, StringComparison.Ordinal);
    }
}
