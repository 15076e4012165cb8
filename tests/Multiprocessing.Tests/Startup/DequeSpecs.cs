using Xunit;

namespace Multiprocessing.Tests.Startup;

/// <summary>The list of values that is compiled ahead.</summary>
public class DequeSpecs
{
    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void It_holds_what_a_list_holds_after_the_same_steps(int seed)
    {
        var random = new Random(seed);
        var list = new List<int>();
        var deque = new Deque<int>();
        for (int step = 0; step < 10_000; step++)
        {
            int kind = random.Next(list.Count < 40 ? 2 : 0, list.Count == 0 ? 4 : 8);
            switch (kind)
            {
                case 0 or 5:
                    Assert.Equal(list[0], deque.TakeFirst());
                    list.RemoveAt(0);
                    break;
                case 1 or 6:
                    list.RemoveAt(list.Count - 1);
                    deque.RemoveLast();
                    break;
                case 2:
                    list.Insert(0, step);
                    deque.Prepend(step);
                    break;
                case 7:
                    int at = random.Next(list.Count);
                    list.RemoveAt(at);
                    deque.RemoveAt(at);
                    break;
                default:
                    list.Add(step);
                    deque.Add(step);
                    break;
            }

            Assert.Equal(list, Enumerable.Range(0, deque.Count).Select(i => deque[i]));
            if (list.Count > 0)
            {
                Assert.Equal(list[^1], deque.Last);
            }
        }

        deque.Clear();
        Assert.Equal(0, deque.Count);
    }

    [Fact]
    public void There_is_nothing_beyond_its_ends()
    {
        var deque = new Deque<int>();
        deque.Add(1);
        Assert.Throws<ArgumentOutOfRangeException>(() => deque[1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => deque[-1]);
        deque.RemoveLast();
        Assert.Throws<ArgumentOutOfRangeException>(() => deque.TakeFirst());
        Assert.Throws<ArgumentOutOfRangeException>(() => deque.RemoveLast());
    }
}
