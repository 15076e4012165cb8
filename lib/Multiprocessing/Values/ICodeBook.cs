using System.Reflection;

namespace Multiprocessing.Values;

/// <summary>Names assemblies on the wire and finds them again.</summary>
internal interface ICodeBook
{
    /// <summary>The name under which the other side can find the assembly.</summary>
    /// <exception cref="NotSupportedException">It cannot be found there, or another one would be; says why.</exception>
    string NameOf(Assembly assembly);

    /// <summary>The assembly of that name, loaded if need be.</summary>
    Assembly Find(string name);
}
