using Multiprocessing.Links;
using Xunit;

namespace Multiprocessing.Tests.Pools;

public class ItemIndexSpecs
{
    [Fact]
    public void An_item_beyond_the_largest_int_is_never_told_as_another()
    {
        const long Item = 3L * int.MaxValue;
        foreach (
            WorkerDiedException e in (WorkerDiedException[])
                [
                    new WorkerDiedException(1, new WorkerExit(-9), Item),
                    WorkerDiedException.OverLimit(1, Item, during: null, held: 2, limit: 1),
                ]
        )
        {
            Assert.Equal(Item, e.Item);
            Assert.Contains($"item {Item}", e.Message, StringComparison.Ordinal);
            Assert.Throws<OverflowException>(() => e.ItemIndex);
        }
    }
}
