using System.Text;
using System.Text.Json;

namespace Multiprocessing.Lab.Documents;

/// <summary>A member that its JSON object has a second time.</summary>
/// <param name="Line">Where the second one stands, from 1.</param>
/// <param name="Name">What both are called, as the file has it.</param>
internal sealed record DuplicateMember(int Line, string Name)
{
    /// <returns>The first one in JSON that is right otherwise; null if there is none.</returns>
    public static DuplicateMember? Find(ReadOnlySpan<byte> json)
    {
        var reader = new Utf8JsonReader(json, new() { MaxDepth = NotebookReader.MaxDepth });
        var objects = new Stack<HashSet<string>>();
        while (reader.Read())
        {
            switch (reader.TokenType)
            {
                case JsonTokenType.StartObject:
                    objects.Push([]);
                    break;
                case JsonTokenType.EndObject:
                    objects.Pop();
                    break;
                case JsonTokenType.PropertyName:
                    var name = NameAt(ref reader);
                    if (objects.Peek().Add(name))
                        break;
                    var before = json[..(int)reader.TokenStartIndex];
                    return new(before.Count((byte)'\n') + 1, name);
            }
        }
        return null;
    }

    private static string NameAt(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            return Encoding.UTF8.GetString(reader.ValueSpan);
        }
    }
}
