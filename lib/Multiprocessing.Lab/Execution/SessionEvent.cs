using System.Text.Json.Serialization;

namespace Multiprocessing.Lab.Execution;

/// <summary>What a session tells its front, in the order in which it happened.</summary>
[JsonDerivedType(typeof(SessionConnected), "connected")]
[JsonDerivedType(typeof(SessionReady), "ready")]
[JsonDerivedType(typeof(TextWritten), "text")]
[JsonDerivedType(typeof(ValueShown), "show")]
[JsonDerivedType(typeof(ValueUpdated), "update")]
[JsonDerivedType(typeof(ResultProduced), "result")]
[JsonDerivedType(typeof(ErrorRaised), "error")]
[JsonDerivedType(typeof(CellEnded), "ended")]
internal abstract record SessionEvent;

/// <summary>Asks for nothing: it has the way that events take compiled on both sides before the first cell needs it.</summary>
internal sealed record SessionConnected : SessionEvent;

internal sealed record SessionReady : SessionEvent;

/// <param name="Stream">"stdout" or "stderr".</param>
/// <param name="Text">Any piece of text, not necessarily whole lines.</param>
internal sealed record TextWritten(string Stream, string Text) : SessionEvent;

internal sealed record ValueShown(string Id, IReadOnlyDictionary<string, string> Data)
    : SessionEvent;

internal sealed record ValueUpdated(string Id, IReadOnlyDictionary<string, string> Data)
    : SessionEvent;

internal sealed record ResultProduced(IReadOnlyDictionary<string, string> Data) : SessionEvent;

internal sealed record ErrorRaised(string Name, string Message, IReadOnlyList<string> Traceback)
    : SessionEvent;

internal sealed record CellEnded(CellStatus Status) : SessionEvent;

internal enum CellStatus
{
    Succeeded,
    Failed,

    /// <summary>Stopped on request.</summary>
    Stopped,
}

/// <param name="Number">The execution count, by which errors and stack traces name the cell.</param>
/// <param name="Language">The language before any <c>#!</c> line says otherwise.</param>
/// <param name="Code">The cell's text.</param>
internal sealed record CellRequest(int Number, string Language, string Code);
