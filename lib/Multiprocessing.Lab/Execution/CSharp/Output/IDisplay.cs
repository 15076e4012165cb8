namespace Multiprocessing.Lab.Execution.CSharp.Output;

/// <summary>Where a running cell shows values.</summary>
internal interface IDisplay
{
    /// <returns>The id under which the value can be updated.</returns>
    string Show(IReadOnlyDictionary<string, string> data);

    void Update(string id, IReadOnlyDictionary<string, string> data);

    /// <param name="wait">Whether what is shown stays until something new is.</param>
    void Clear(bool wait);

    /// <param name="stream">"stdout" or "stderr".</param>
    /// <param name="text">Any piece of text.</param>
    void Write(string stream, ReadOnlySpan<char> text);
}
