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
[JsonDerivedType(typeof(OutputCleared), "clear")]
[JsonDerivedType(typeof(InputRequested), "input")]
[JsonDerivedType(typeof(CellEnded), "ended")]
internal abstract record SessionEvent
{
    /// <summary>The id of the cell that it belongs to; 0 before there is one.</summary>
    public int Cell { get; init; }
}

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

/// <param name="Wait">Whether the old output stays until there is new.</param>
internal sealed record OutputCleared(bool Wait) : SessionEvent;

/// <summary>Somebody is to type a line, which the front passes on with the request's number.</summary>
internal sealed record InputRequested(int Request, string Prompt, bool IsPassword) : SessionEvent;

internal sealed record CellEnded(CellStatus Status) : SessionEvent;

internal enum CellStatus
{
    Succeeded,
    Failed,

    /// <summary>Stopped on request.</summary>
    Stopped,
}

/// <param name="Id">Unique in the session, from 1.</param>
/// <param name="Number">The execution count, by which errors and stack traces name the cell.</param>
/// <param name="Language">The language before any <c>#!</c> line says otherwise.</param>
/// <param name="Code">The cell's text.</param>
/// <param name="CanAsk">Whether there is somebody who can answer what the cell asks.</param>
internal sealed record CellRequest(
    int Id,
    int Number,
    string Language,
    string Code,
    bool CanAsk = false
);
