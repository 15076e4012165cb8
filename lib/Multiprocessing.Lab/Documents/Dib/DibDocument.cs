using System.Text.Json.Nodes;

namespace Multiprocessing.Lab.Documents.Dib;

/// <summary>A cell of a .dib: code, or markdown as one more language.</summary>
internal sealed record DibCell(string Language, string Source);

/// <summary>What a .dib file holds, and all that it can hold.</summary>
/// <param name="Meta">The JSON of its <c>#!meta</c> block; empty where it has none.</param>
/// <param name="Cells">In the file's order.</param>
internal sealed record DibDocument(JsonObject Meta, IReadOnlyList<DibCell> Cells);
