using System.Runtime.InteropServices;
using Multiprocessing.Benchmarks.Running;

namespace Multiprocessing.Benchmarks.Floors;

/// <summary>Copies of a block of memory: into pages that are there, and into pages that the system has to give first.</summary>
internal sealed unsafe class MemoryCopy : IDisposable
{
    private readonly nuint _length;
    private readonly byte* _source;
    private readonly byte* _target;

    public MemoryCopy(int length)
    {
        _length = (nuint)length;
        _source = Filled();
        _target = Filled();
    }

    public double WarmSeconds() => Clock.Seconds(() => Copy(_target));

    public double FreshSeconds()
    {
        // A block of this size is mapped anew each time, and unmapped when freed.
        byte* fresh = (byte*)NativeMemory.Alloc(_length);
        try
        {
            return Clock.Seconds(() => Copy(fresh));
        }
        finally
        {
            NativeMemory.Free(fresh);
        }
    }

    public void Dispose()
    {
        NativeMemory.Free(_source);
        NativeMemory.Free(_target);
    }

    private void Copy(byte* target) => NativeMemory.Copy(_source, target, _length);

    private byte* Filled()
    {
        byte* block = (byte*)NativeMemory.Alloc(_length);
        NativeMemory.Fill(block, _length, 1);
        return block;
    }
}
