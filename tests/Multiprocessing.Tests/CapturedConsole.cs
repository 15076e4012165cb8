using System.Text;

namespace Multiprocessing.Tests;

/// <summary>Collects what reaches this process's console meanwhile. Specs that use it do not run beside others.</summary>
public sealed class CapturedConsole : IDisposable
{
    public const string Collection = "console";

    private readonly TextWriter _out = Console.Out;
    private readonly TextWriter _error = Console.Error;
    private readonly StringBuilder _outText = new();
    private readonly StringBuilder _errorText = new();

    public CapturedConsole()
    {
        Console.SetOut(TextWriter.Synchronized(new StringWriter(_outText)));
        Console.SetError(TextWriter.Synchronized(new StringWriter(_errorText)));
    }

    /// <summary>Lines end as they do in these sources, on every system.</summary>
    public string Out => _outText.ToString().ReplaceLineEndings("\n");

    /// <inheritdoc cref="Out"/>
    public string Error => _errorText.ToString().ReplaceLineEndings("\n");

    public void Dispose()
    {
        Console.SetOut(_out);
        Console.SetError(_error);
    }
}

/// <summary>Specs that look at the console run one after another, beside no other.</summary>
[Xunit.CollectionDefinition(CapturedConsole.Collection, DisableParallelization = true)]
public sealed class ConsoleSpecs;
