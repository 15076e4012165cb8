using System.Runtime.ExceptionServices;

namespace Multiprocessing;

/// <summary>Stands for an exception of another process whose own type could not be rebuilt in this one.</summary>
public sealed class RemoteException : Exception
{
    internal RemoteException(
        string typeName,
        string message,
        string? stackTrace,
        Exception? inner = null
    )
        : base($"{typeName}: {message}", inner)
    {
        TypeName = typeName;
        if (!string.IsNullOrEmpty(stackTrace))
            ExceptionDispatchInfo.SetRemoteStackTrace(this, stackTrace);
    }

    /// <summary>The full name of the exception's type in the process that threw it.</summary>
    public string TypeName { get; }
}
