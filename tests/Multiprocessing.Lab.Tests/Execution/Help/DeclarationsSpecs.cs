using Microsoft.CodeAnalysis.CSharp.Scripting;
using Microsoft.CodeAnalysis.Scripting;
using Multiprocessing.Lab.Execution.CSharp.Help;

namespace Multiprocessing.Lab.Tests.Execution.Help;

public class DeclarationsSpecs
{
    [Theory]
    [InlineData("1 + 1")]
    [InlineData("foreach (var n in new[] { 1 }) { var inner = n; }")]
    [InlineData("number = 2;")]
    [InlineData("var number = 7;")]
    [InlineData("using System; var number = 1;")]
    [InlineData("int Twice(int n) => n + n;")]
    [InlineData("class Box { public int Size; }")]
    public void A_cell_that_declares_nothing_new_adds_nothing(string code) =>
        Assert.False(Adds(code));

    [Theory]
    [InlineData("var other = 1;")]
    [InlineData("var number = 1.0;")]
    [InlineData("using System.IO;")]
    [InlineData("int Twice(int times) => 2;")]
    [InlineData("int Twice(string s) => 2;")]
    [InlineData("/// <summary>Twice it.</summary>\nint Twice(int n) => 2 * n;")]
    [InlineData("class Box { public int Size, Weight; }")]
    [InlineData("class Number { }")]
    public void A_cell_that_declares_anything_new_adds_it(string code) => Assert.True(Adds(code));

    [Fact]
    public void A_new_type_makes_older_variables_of_its_name_old()
    {
        var script = Run(First, "class Box { public string Text; }", "Box box;");
        Assert.True(new Declarations().AddsTo(script));
        var declarations = new Declarations();
        Assert.True(declarations.AddsTo(Run(First)));
        Assert.True(declarations.AddsTo(Run(First, "Box box;")));
        Assert.False(declarations.AddsTo(Run(First, "Box box;")));
        Assert.True(declarations.AddsTo(Run(First, "class Box { public string Text; }")));
        Assert.True(declarations.AddsTo(script));
    }

    private const string First =
        "using System; var number = 1; int Twice(int n) => 2 * n; class Box { public int Size; }";

    private static bool Adds(string code)
    {
        var declarations = new Declarations();
        Assert.True(declarations.AddsTo(Run(First)));
        return declarations.AddsTo(Run(First, code));
    }

    private static Script Run(string first, params string[] later) =>
        later.Aggregate(
            (Script)CSharpScript.Create(first),
            (script, code) => script.ContinueWith(code)
        );
}
