using System.Runtime.ExceptionServices;
using Multiprocessing.Code;
using Multiprocessing.Values;

namespace Multiprocessing.Sharing;

/// <summary>What became of a question: it was done, given up before anything was done, or it failed.</summary>
internal sealed class Answer
{
    private const byte Done = 0;
    private const byte Unanswered = 1;
    private const byte Refused = 2;

    private readonly byte _status;
    private readonly ReadOnlyMemory<byte> _content;
    private readonly Exception? _error;

    private Answer(byte status, ReadOnlyMemory<byte> content, Exception? error)
    {
        _status = status;
        _content = content;
        _error = error;
    }

    /// <summary>Nothing was done: the wait was given up, or the question did not want to wait.</summary>
    public static Answer GivenUp { get; } = new(Unanswered, default, null);

    public static Answer Of(ReadOnlyMemory<byte> content) => new(Done, content, null);

    public static Answer Of(Exception error) => new(Refused, default, error);

    public bool IsGivenUp => _status == Unanswered;

    /// <summary>
    /// What was answered; throws if it is an error. Not for the thread that reads frames: an error's type may have to be
    /// fetched first.
    /// </summary>
    public ReadOnlyMemory<byte> Content()
    {
        if (_status != Refused)
        {
            return _content;
        }

        if (_error is not null)
        {
            ExceptionDispatchInfo.Throw(_error); // with the trace of a function that an object's owner ran
        }

        throw ExceptionParcel.Unpack(_content, Home.Code, "in the process that owns the object");
    }

    public byte[] ToBytes() =>
        [
            _status,
            .. _error is null
                ? _content.Span
                : ExceptionParcel.Pack(_error, Home.Code, new Reach()),
        ];

    public static Answer Read(ReadOnlyMemory<byte> bytes) => new(bytes.Span[0], bytes[1..], null);
}
