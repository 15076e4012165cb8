using Xunit;

namespace Multiprocessing.Tests.Cells;

public class SixQuestionsSpecs
{
    [Fact(Timeout = 60_000)]
    public async Task A_function_of_a_cell_is_mapped_over_items_by_a_pool_of_four()
    {
        var session = new CellSession();
        await session.Run("int Worker(int num) => num * num;");
        int[] squares = await session.Run<int[]>(
            """
            var pool = new ProcessPool(4);
            var squares = pool.Map(Worker, [4, 6, 2, 5, 9]);
            pool.Close();
            pool.Join();
            squares
            """
        );
        Assert.Equal([16, 36, 4, 25, 81], squares);
    }
}
