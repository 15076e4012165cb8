using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.CodeAnalysis.Scripting;
using Microsoft.CodeAnalysis.Text;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>
/// The cells that ran as Roslyn's editor services know code: a chain of projects with one document each, the first of
/// which is empty and only has what all cells refer to. A cell's project is made once, when help is asked for after it
/// ran, and keeps what it has found out; of what runs nothing is touched.
/// </summary>
internal sealed class Submissions(CSharpEngine engine) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly AdhocWorkspace _workspace = new(
        // Not the default host, which the engine has made light.
        MefHostServices.Create(MefHostServices.DefaultAssemblies)
    );
    private readonly Declarations _declarations = new();
    private Script? _last;
    private int _references = -1;
    private Document? _ran;
    private Document? _next;

    /// <summary>The document of a cell that is being written, after all those that ran.</summary>
    public Document Next(string code)
    {
        lock (_gate)
        {
            var (last, added) = engine.Context;
            _ran ??= Add(null, "", engine.Options);
            if (added.Count != _references)
            {
                _references = added.Count;
                _ran = WithReferences(_ran, added);
                _next = null;
            }
            foreach (var script in RanSince(last).Where(_declarations.AddsTo))
            {
                _ran = Add(_ran, script.Code, script.Options);
                _next = null;
            }
            _last = last;
            _next = _next is null
                ? Add(_ran, code, last?.Options ?? engine.Options)
                : _next.WithText(SourceText.From(code));
            return _next;
        }
    }

    public void Dispose() => _workspace.Dispose();

    private Stack<Script> RanSince(Script? last)
    {
        var ran = new Stack<Script>();
        for (var script = last; script is not null && script != _last; script = script.Previous)
            ran.Push(script);
        return ran;
    }

    private static Document WithReferences(Document end, IReadOnlyList<string> added)
    {
        var solution = end.Project.Solution;
        return solution
            .WithProjectMetadataReferences(solution.ProjectIds[0], NewestReferences.Of(added))
            .GetDocument(end.Id)!;
    }

    private Document Add(Document? previous, string code, ScriptOptions options)
    {
        var solution = previous?.Project.Solution ?? _workspace.CurrentSolution;
        var name = $"Submission#{solution.ProjectIds.Count}";
        var project = ProjectId.CreateNewId();
        var document = DocumentId.CreateNewId(project);
        var path = options.FilePath is { Length: > 0 } ran
            ? ran
            : Path.Combine(engine.Folder, "this cell");
        return solution
            .AddProject(
                ProjectInfo.Create(
                    project,
                    VersionStamp.Create(),
                    name,
                    name,
                    LanguageNames.CSharp,
                    // References and imports are inherited along the chain.
                    compilationOptions: new CSharpCompilationOptions(
                        OutputKind.DynamicallyLinkedLibrary,
                        scriptClassName: name,
                        usings: previous is null ? options.Imports : [],
                        allowUnsafe: options.AllowUnsafe,
                        metadataReferenceResolver: options.MetadataResolver,
                        sourceReferenceResolver: options.SourceResolver
                    ),
                    projectReferences: previous is null ? [] : [new(previous.Project.Id)],
                    // Comments with documentation are read, for the help on what they describe.
                    parseOptions: new CSharpParseOptions(
                        LanguageVersion.Latest,
                        DocumentationMode.Parse,
                        SourceCodeKind.Script
                    ),
                    documents:
                    [
                        DocumentInfo.Create(
                            document,
                            Path.GetFileName(
                                options.FilePath is { Length: > 0 } cell ? cell : "this cell"
                            ),
                            sourceCodeKind: SourceCodeKind.Script,
                            loader: TextLoader.From(
                                TextAndVersion.Create(SourceText.From(code), VersionStamp.Create())
                            ),
                            // Roslyn takes documents of one path for one document in several projects.
                            filePath: Path.Combine(engine.Folder, name)
                        ),
                    ],
                    isSubmission: true
                )
            )
            .GetDocument(document)!;
    }
}
