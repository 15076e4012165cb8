using System.Text;
using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Jupyter.Protocol;

/// <summary>Messages to all who listen.</summary>
internal static class Answers
{
    public static Answer Publish(string type, byte[] parent, JsonObject content) =>
        new(Channel.Iopub, [Encoding.ASCII.GetBytes(type)], type, parent, content);
}
