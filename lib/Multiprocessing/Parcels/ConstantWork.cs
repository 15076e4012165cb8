using System.Runtime.CompilerServices;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>
/// Work that is nothing but a function without state, such as a lambda that captures nothing: it is the same in every call, and
/// packing it takes longer than waking the worker. Kept for as long as the program has the function.
/// </summary>
internal static class ConstantWork
{
    private static readonly ConditionalWeakTable<Delegate, Packed> s_packed = [];

    /// <summary>Whether the work is nothing but that function, and the function has no state.</summary>
    public static bool Is(IWork work, Delegate function) =>
        work.IsNothingBut(function)
        && function.HasSingleTarget
        && (function.Target is null || Layout.IsEmpty(function.Target.GetType()));

    /// <summary>What was packed of it for the same workers when it was called in the same surroundings; null if it was not.</summary>
    public static Packed? Find(CodeBook code, IWork work, Delegate function, byte[] surroundings) =>
        s_packed.TryGetValue(function, out Packed? packed)
        && packed.Work == work.GetType()
        && packed.Surroundings == surroundings
        && packed.Code.TryGetTarget(out CodeBook? known)
        && known == code
            ? packed
            : null;

    public static void Keep(
        CodeBook code,
        IWork work,
        Delegate function,
        byte[] surroundings,
        byte[] bytes,
        Reach reach
    ) =>
        s_packed.AddOrUpdate(
            function,
            new Packed(
                new WeakReference<CodeBook>(code),
                work.GetType(),
                surroundings,
                bytes,
                reach
            )
        );

    internal sealed record Packed(
        WeakReference<CodeBook> Code,
        Type Work,
        byte[] Surroundings,
        byte[] Bytes,
        Reach Reach
    );
}
