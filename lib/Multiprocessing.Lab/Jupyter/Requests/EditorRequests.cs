using System.Text.Json.Nodes;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Jupyter.Requests;

/// <summary>What an editor asks while its user types.</summary>
internal sealed class EditorRequests(KernelSession session)
{
    public void AddTo(Dictionary<string, Func<Request, Task<JsonObject?>>> handlers)
    {
        _ = session;
        _ = handlers;
    }
}
