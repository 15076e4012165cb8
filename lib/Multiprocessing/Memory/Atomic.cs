using System.Runtime.CompilerServices;

namespace Multiprocessing.Memory;

/// <summary>Single steps on values of any type that has the size of an integer, as <see cref="Demand"/> makes sure.</summary>
internal static class Atomic
{
    public static T Read<T>(ref readonly T place)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() switch
        {
            1 => To<T, byte>(Volatile.Read(in As<T, byte>(in place))),
            2 => To<T, short>(Volatile.Read(in As<T, short>(in place))),
            4 => To<T, int>(Volatile.Read(in As<T, int>(in place))),
            _ => To<T, long>(Volatile.Read(in As<T, long>(in place))),
        };

    public static void Write<T>(ref T place, T value)
        where T : unmanaged
    {
        switch (Unsafe.SizeOf<T>())
        {
            case 1:
                Volatile.Write(ref As<T, byte>(ref place), To<byte, T>(value));
                break;
            case 2:
                Volatile.Write(ref As<T, short>(ref place), To<short, T>(value));
                break;
            case 4:
                Volatile.Write(ref As<T, int>(ref place), To<int, T>(value));
                break;
            default:
                Volatile.Write(ref As<T, long>(ref place), To<long, T>(value));
                break;
        }
    }

    public static T Exchange<T>(ref T place, T value)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() switch
        {
            1 => To<T, byte>(Interlocked.Exchange(ref As<T, byte>(ref place), To<byte, T>(value))),
            2 => To<T, short>(
                Interlocked.Exchange(ref As<T, short>(ref place), To<short, T>(value))
            ),
            4 => To<T, int>(Interlocked.Exchange(ref As<T, int>(ref place), To<int, T>(value))),
            _ => To<T, long>(Interlocked.Exchange(ref As<T, long>(ref place), To<long, T>(value))),
        };

    public static T CompareExchange<T>(ref T place, T value, T comparand)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() switch
        {
            1 => CompareExchange<T, byte>(ref place, value, comparand),
            2 => CompareExchange<T, short>(ref place, value, comparand),
            4 => CompareExchange<T, int>(ref place, value, comparand),
            _ => CompareExchange<T, long>(ref place, value, comparand),
        };

    /// <summary>Whether a processor adds numbers of that type as one step.</summary>
    public static bool CanAdd<T>() =>
        typeof(T) == typeof(int)
        || typeof(T) == typeof(uint)
        || typeof(T) == typeof(long)
        || typeof(T) == typeof(ulong);

    /// <summary>Adds, where <see cref="CanAdd"/> says so.</summary>
    /// <returns>The sum.</returns>
    public static T Add<T>(ref T place, T value)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() == sizeof(int)
            ? To<T, int>(Interlocked.Add(ref As<T, int>(ref place), To<int, T>(value)))
            : To<T, long>(Interlocked.Add(ref As<T, long>(ref place), To<long, T>(value)));

    /// <summary>Whether they are the same bit by bit: what is not a number does not equal itself.</summary>
    public static bool Same<T>(T left, T right)
        where T : unmanaged =>
        Unsafe.SizeOf<T>() switch
        {
            1 => To<byte, T>(left) == To<byte, T>(right),
            2 => To<short, T>(left) == To<short, T>(right),
            4 => To<int, T>(left) == To<int, T>(right),
            _ => To<long, T>(left) == To<long, T>(right),
        };

    /// <exception cref="NotSupportedException">A value of that type has not the size of an integer.</exception>
    public static void Demand<T>()
    {
        if (Unsafe.SizeOf<T>() is not (1 or 2 or 4 or 8))
        {
            throw new NotSupportedException(
                $"A processor can change 1, 2, 4 or 8 bytes as one step, but {typeof(T).Name} has {Unsafe.SizeOf<T>()}. "
                    + "Guard it with a lock that processes share, and use the indexer or Value."
            );
        }
    }

    private static T CompareExchange<T, TBits>(ref T place, T value, T comparand)
        where T : unmanaged
        where TBits : unmanaged =>
        To<T, TBits>(
            Interlocked.CompareExchange(
                ref As<T, TBits>(ref place),
                To<TBits, T>(value),
                To<TBits, T>(comparand)
            )
        );

    private static ref TBits As<T, TBits>(ref readonly T place) =>
        ref Unsafe.As<T, TBits>(ref Unsafe.AsRef(in place));

    private static TTo To<TTo, TFrom>(TFrom value)
        where TTo : unmanaged
        where TFrom : unmanaged => Unsafe.BitCast<TFrom, TTo>(value);
}
