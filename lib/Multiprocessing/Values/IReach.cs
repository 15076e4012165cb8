using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>What code reaches: decides which fields of compiler-made holders of variables travel.</summary>
internal interface IReach
{
    /// <summary>Whether only the reached fields of the type's instances travel.</summary>
    bool IsPruned(Type type);

    /// <summary>The fields reached so far; grows when <see cref="Include(MethodBase)"/> is called.</summary>
    IReadOnlyCollection<FieldInfo> ReachedFields(Type type);

    /// <summary>A delegate to this method was met: what it reaches counts too.</summary>
    void Include(MethodBase method);

    /// <summary>The field itself was met as a value, as in an expression tree over a variable.</summary>
    void Include(FieldInfo field);

    /// <summary>Throws, with a message for the user, if a later cell has redefined the type.</summary>
    void CheckCurrent(Type type);
}
