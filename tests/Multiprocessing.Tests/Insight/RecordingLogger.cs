using System.Collections.Concurrent;
using Microsoft.Extensions.Logging;

namespace Multiprocessing.Tests.Insight;

/// <summary>Keeps what is logged.</summary>
public sealed class RecordingLogger : ILogger
{
    private readonly ConcurrentQueue<(LogLevel Level, int Event, string Text)> _lines = new();

    public (LogLevel Level, int Event, string Text)[] Lines => [.. _lines];

    public IDisposable? BeginScope<TState>(TState state)
        where TState : notnull => null;

    public bool IsEnabled(LogLevel logLevel) => true;

    public void Log<TState>(
        LogLevel logLevel,
        EventId eventId,
        TState state,
        Exception? exception,
        Func<TState, Exception?, string> formatter
    ) =>
        _lines.Enqueue(
            (logLevel, eventId.Id, $"{formatter(state, exception)} {exception?.Message}".TrimEnd())
        );
}
