using System.Reflection;
using System.Runtime.CompilerServices;
using Multiprocessing.Values;

namespace Multiprocessing.Parcels;

/// <summary>Says once for a function that it takes very much with it: it works, but is rarely meant.</summary>
internal static class LargeCapture
{
    private const int Limit = 64 * 1024 * 1024;
    private const double Megabyte = 1024 * 1024;

    private static readonly ConditionalWeakTable<MethodBase, object> s_noted = [];

    public static void Note(MethodBase function, long bytes, IReadOnlyList<Variable> variables)
    {
        if (bytes <= Limit || variables.Count == 0 || !s_noted.TryAdd(function, new object()))
        {
            return;
        }

        (string name, Type type, long size) = variables.MaxBy(variable => variable.Bytes)!;
        Console.Error.WriteLine(
            $"Multiprocessing: this function captures '{name}' ({type.Name}, {size / Megabyte:F0} MB), which is sent to each worker in each call. "
                + "If that is not meant, pass what an item needs as the item, or let the function make or load the data itself."
        );
    }
}
