using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Names assemblies on the wire and finds them again.</summary>
internal interface ICodeBook
{
    /// <summary>The name under which the other side can find the assembly.</summary>
    string NameOf(Assembly assembly);

    /// <summary>The assembly of that name, loaded if need be.</summary>
    Assembly Find(string name);
}
