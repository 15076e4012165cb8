namespace Multiprocessing.Tests.Cells;

/// <summary>Cells run in order; the last one's value, as text, must be what is expected.</summary>
internal sealed record TravellingCase(string Name, string Expected, params string[] Cells);
