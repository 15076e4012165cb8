using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.DotNet.Interactive.Formatting;

namespace Multiprocessing.Tests.Insight;

/// <summary>
/// An assembly that has .NET Interactive's name and, of its members, those that show and update a value, made to behave as
/// the real ones do: the current context flows with the code of a cell, a context takes nothing after its cell has ended,
/// and values are formatted by the real formatting package. The real one cannot be restored where this is tested.
/// </summary>
internal static class InteractiveHost
{
    private const string Source = """
        namespace Microsoft.DotNet.Interactive;

        using System;
        using System.Collections.Generic;
        using System.Linq;
        using System.Threading;
        using Microsoft.DotNet.Interactive.Formatting;

        public class KernelInvocationContext : IDisposable
        {
            private static readonly AsyncLocal<KernelInvocationContext> _current = new();
            private readonly List<string[]> _events = new();

            public static KernelInvocationContext Current => _current.Value;
            public bool IsComplete { get; private set; }
            public List<string[]> Events { get { lock (_events) { return _events.ToList(); } } }

            public static KernelInvocationContext Establish() => _current.Value = new KernelInvocationContext();

            public void Publish(string[] happened)
            {
                if (IsComplete) { return; }
                lock (_events) { _events.Add(happened); }
            }

            public void Dispose() => IsComplete = true;
        }

        public class DisplayedValue
        {
            private readonly string _displayId;
            private readonly string[] _mimeTypes;
            private KernelInvocationContext _context;

            public DisplayedValue(string displayId, string[] mimeTypes, KernelInvocationContext context)
            {
                _displayId = displayId;
                _mimeTypes = mimeTypes;
                _context = context;
            }

            public void Update(object updatedValue)
            {
                var formatted = _mimeTypes.Select(type => type + ": " + updatedValue.ToDisplayString(type));
                if (KernelInvocationContext.Current is not null) { _context = KernelInvocationContext.Current; }
                _context.Publish(new[] { "updated " + _displayId }.Concat(formatted).ToArray());
            }
        }

        public static class KernelInvocationContextExtensions
        {
            public static DisplayedValue Display(this KernelInvocationContext context, object value, params string[] mimeTypes)
            {
                var displayId = Guid.NewGuid().ToString();
                var formatted = mimeTypes.Select(type => type + ": " + value.ToDisplayString(type));
                context.Publish(new[] { "produced " + displayId }.Concat(formatted).ToArray());
                return new DisplayedValue(displayId, mimeTypes, context);
            }

            public static DisplayedValue DisplayAs(this KernelInvocationContext context, string value, string mimeType) =>
                throw new NotSupportedException();
        }
        """;

    private static readonly Lazy<Type> s_context = new(Load);

    /// <summary>Begins a cell in the current flow of execution.</summary>
    public static IDisposable BeginCell() =>
        (IDisposable)s_context.Value.GetMethod("Establish")!.Invoke(null, null)!;

    /// <summary>What a cell has shown: "produced id" or "updated id", then the content by media type.</summary>
    public static List<string[]> Events(IDisposable cell) =>
        (List<string[]>)s_context.Value.GetProperty("Events")!.GetValue(cell)!;

    private static Type Load()
    {
        using var image = new MemoryStream();
        var compilation = CSharpCompilation.Create(
            "Microsoft.DotNet.Interactive",
            [CSharpSyntaxTree.ParseText(Source)],
            [
                MetadataReference.CreateFromFile(typeof(object).Assembly.Location),
                MetadataReference.CreateFromFile(Assembly.Load("System.Runtime").Location),
                MetadataReference.CreateFromFile(Assembly.Load("System.Collections").Location),
                MetadataReference.CreateFromFile(Assembly.Load("System.Linq").Location),
                MetadataReference.CreateFromFile(typeof(Formatter).Assembly.Location),
            ],
            new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary)
        );
        Xunit.Assert.Empty(
            compilation.Emit(image).Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error)
        );
        image.Position = 0;
        return AssemblyLoadContext
            .Default.LoadFromStream(image)
            .GetType("Microsoft.DotNet.Interactive.KernelInvocationContext")!;
    }
}
