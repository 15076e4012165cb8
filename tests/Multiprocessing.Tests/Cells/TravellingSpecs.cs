using Xunit;

namespace Multiprocessing.Tests.Cells;

public class TravellingSpecs
{
    public static TheoryData<string> Names => [.. TravellingCases.All.Select(c => c.Name)];

    [Theory(Timeout = 60_000)]
    [MemberData(nameof(Names))]
    public async Task A_cells_function_runs_in_a_worker(string name)
    {
        TravellingCase found = TravellingCases.All.Single(c => c.Name == name);
        var session = new CellSession();
        await session.Run(TravellingCases.Prelude);
        object? last = null;
        foreach (string cell in found.Cells)
        {
            last = await session.Run(cell);
        }

        Assert.Equal(found.Expected, last?.ToString());
    }

    [Fact(Timeout = 60_000)]
    public async Task A_value_of_a_type_that_was_defined_again_is_refused_in_words()
    {
        var session = new CellSession();
        await session.Run(TravellingCases.Prelude);
        await session.Run("record Point(int X, int Y);");
        await session.Run("object old = new Point(1, 2);");
        await session.Run("record Point(int X, int Y);");
        var e = await Assert.ThrowsAsync<NotSerializableException>(() =>
            session.Run("pool.Map(o => ((Point)o).X, new[] { old })")
        );
        Assert.Contains("'Point' was defined again", e.Message, StringComparison.Ordinal);
        Assert.Contains("item 0", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task What_cannot_travel_is_named_as_the_cells_author_named_it()
    {
        var session = new CellSession();
        await session.Run(TravellingCases.Prelude);
        await session.Run("var worker = new Thread(() => { });");
        var e = await Assert.ThrowsAsync<NotSerializableException>(() =>
            session.Run("pool.Run(() => worker.IsAlive)")
        );
        Assert.Contains("variable 'worker'", e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Submission", e.Message, StringComparison.Ordinal);
        e = await Assert.ThrowsAsync<NotSerializableException>(() =>
            session.Run("pool.Run(() => pool.WorkerCount)")
        );
        Assert.Contains("variable 'pool'", e.Message, StringComparison.Ordinal);
        Assert.Contains("make one inside the function", e.Message, StringComparison.Ordinal);
    }

    [Fact(Timeout = 60_000)]
    public async Task A_cells_code_runs_optimised_in_the_worker()
    {
        var session = new CellSession();
        await session.Run(TravellingCases.Prelude);
        const string IsOptimised =
            "System.Reflection.Assembly.GetExecutingAssembly().GetCustomAttributesData().Count(a => a.AttributeType.Name == \"DebuggableAttribute\" && (int)a.ConstructorArguments[0].Value == 2)";
        Assert.Equal(1, await session.Run<int>($"pool.Run(() => {IsOptimised})"));
    }
}
