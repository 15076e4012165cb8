using Multiprocessing.Lab.Documents;

namespace Multiprocessing.Lab.Tests.Original;

/// <summary>A value under a cell.</summary>
/// <param name="Kind">How it came there: "displayed" or "returned".</param>
/// <param name="Data">Media type to content.</param>
internal sealed record ShownValue(string Kind, IReadOnlyDictionary<string, string> Data)
{
    public const string Plain = "text/plain";

    public const string Html = "text/html";

    /// <summary>What the original writes around plain text where it gives a value as HTML alone.</summary>
    private static readonly string[] s_frame = ["div.dni-plaintext", "pre", "style"];

    /// <summary>Without nulls: the original shows them for some cells that have no value, as where a function inside a block returns one.</summary>
    public static IEnumerable<ShownValue> Of(IEnumerable<Output> outputs) =>
        outputs
            .Select(output =>
                output switch
                {
                    DisplayOutput display => new ShownValue("displayed", Unframed(display.Data)),
                    ResultOutput result => new ShownValue("returned", Unframed(result.Data)),
                    _ => null,
                }
            )
            .OfType<ShownValue>()
            .Where(value => value.Data.GetValueOrDefault(Plain) != "<null>");

    private static Dictionary<string, string> Unframed(IReadOnlyDictionary<string, string> data)
    {
        var unframed = new Dictionary<string, string>(data);
        if (
            data.TryGetValue(Html, out var html)
            && PageOutline.Elements(html).Distinct().ToArray() is { Length: > 0 } elements
            && elements.All(s_frame.Contains)
        )
        {
            unframed.Remove(Html);
            unframed.TryAdd(Plain, PageOutline.Text(html));
        }
        return unframed;
    }
}
