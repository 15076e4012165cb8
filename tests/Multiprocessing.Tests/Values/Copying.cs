using System.Reflection;
using Multiprocessing.Values;

namespace Multiprocessing.Tests.Values;

/// <summary>Sends values through a payload and back within this process.</summary>
internal static class Copying
{
    public static T Copy<T>(T value, bool materialise = false, object? context = null) =>
        Unpack<T>(Pack(value, materialise: materialise, context: context), context);

    public static byte[] Pack<T>(
        T value,
        string rootName = "item 0",
        bool materialise = false,
        object? context = null,
        IReach? reach = null
    )
    {
        using var output = new PayloadWriter();
        var writer = new GraphWriter(
            output,
            new LoadedAssemblies(),
            reach ?? new ReachesAll(),
            context
        )
        {
            Materialise = materialise,
        };
        writer.Write(value, rootName);
        return output.ToArray();
    }

    public static T Unpack<T>(byte[] payload, object? context = null) =>
        new GraphReader(payload, new LoadedAssemblies(), context).Read<T>();
}

/// <summary>Assemblies by their full names, as far as they are loaded.</summary>
internal sealed class LoadedAssemblies : ICodeBook
{
    public string NameOf(Assembly assembly) => assembly.FullName!;

    public Assembly Find(string name) =>
        Array.Find(AppDomain.CurrentDomain.GetAssemblies(), a => a.FullName == name)
        ?? throw new FileNotFoundException($"The assembly '{name}' is not loaded.");
}

/// <summary>Code that reaches everything.</summary>
internal sealed class ReachesAll : IReach
{
    public bool IsPruned(Type type) => false;

    public IReadOnlyCollection<FieldInfo> ReachedFields(Type type) => [];

    public void Include(MethodBase method) { }

    public void Include(FieldInfo field) { }

    public void CheckCurrent(Type type) { }
}
