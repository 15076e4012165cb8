using System.Xml;
using System.Xml.Linq;
using Microsoft.CodeAnalysis;

namespace Multiprocessing.Lab.Execution.CSharp.Help;

/// <summary>Finds what the authors of a symbol wrote about it.</summary>
internal static class Documentation
{
    /// <returns>The element that holds it; an empty one if there is none.</returns>
    public static XElement Of(ISymbol symbol, Compilation compilation)
    {
        symbol = Definition(symbol);
        // Inheriting ends: a type's bases do, but a cref may point anywhere.
        for (var step = 0; step < 8; step++)
        {
            var written = Written(symbol, compilation);
            var inherits = written?.Element("inheritdoc");
            if (written?.Element("summary") is not null && inherits is null)
                return written;
            var next = inherits?.Attribute("cref") is { } cref
                ? DocumentationCommentId.GetFirstSymbolForDeclarationId(cref.Value, compilation)
                : Base(symbol);
            if (next is null)
                return written ?? new("member");
            symbol = Definition(next);
        }
        return new("member");
    }

    private static ISymbol Definition(ISymbol symbol) =>
        symbol switch
        {
            IAliasSymbol alias => Definition(alias.Target),
            IMethodSymbol { ReducedFrom: { } extension } => extension.OriginalDefinition,
            _ => symbol.OriginalDefinition,
        };

    private static XElement? Written(ISymbol symbol, Compilation compilation)
    {
        switch (symbol)
        {
            case IParameterSymbol { ContainingSymbol: { } member }:
                return Summary(Of(member, compilation), "param", symbol.Name);
            case ITypeParameterSymbol { ContainingSymbol: { } member }:
                return Summary(Of(member, compilation), "typeparam", symbol.Name);
        }
        var text =
            symbol.DeclaringSyntaxReferences.Length > 0
                ? symbol.GetDocumentationCommentXml()
                : FromFile(symbol, compilation);
        if (string.IsNullOrWhiteSpace(text))
            return null;
        try
        {
            return XElement.Parse(text, LoadOptions.PreserveWhitespace);
        }
        catch (XmlException)
        {
            // A comment that is not well formed says nothing.
            return null;
        }
    }

    private static string? FromFile(ISymbol symbol, Compilation compilation) =>
        symbol.ContainingAssembly is { } assembly
        && FileOf(assembly, compilation) is { } file
        && symbol.GetDocumentationCommentId() is { } id
            ? DocumentationFiles.Find(file, id)
            : null;

    /// <remarks>What an import of the first cell names is a symbol of that cell's compilation, and may be of no other.</remarks>
    private static string? FileOf(IAssemblySymbol assembly, Compilation? compilation)
    {
        for (
            ;
            compilation is not null;
            compilation = compilation.ScriptCompilationInfo?.PreviousScriptCompilation
        )
        {
            if (compilation.GetMetadataReference(assembly) is PortableExecutableReference reference)
                return reference.FilePath;
        }
        return null;
    }

    private static XElement? Summary(XElement member, string kind, string name)
    {
        var element = member.Elements(kind).FirstOrDefault(e => e.Attribute("name")?.Value == name);
        return element is null ? null : new("member", new XElement("summary", element.Nodes()));
    }

    private static ISymbol? Base(ISymbol symbol) =>
        symbol switch
        {
            IMethodSymbol { MethodKind: MethodKind.Constructor } constructor =>
                constructor.ContainingType,
            IMethodSymbol { OverriddenMethod: { } overridden } => overridden,
            IPropertySymbol { OverriddenProperty: { } overridden } => overridden,
            IEventSymbol { OverriddenEvent: { } overridden } => overridden,
            IMethodSymbol or IPropertySymbol or IEventSymbol => Implemented(symbol),
            INamedTypeSymbol
            {
                TypeKind: TypeKind.Class,
                BaseType.SpecialType: SpecialType.None
            } type => type.BaseType,
            _ => null,
        };

    private static ISymbol? Implemented(ISymbol member) =>
        member
            .ContainingType?.AllInterfaces.SelectMany(type => type.GetMembers(member.Name))
            .FirstOrDefault(promised =>
                SymbolEqualityComparer.Default.Equals(
                    member.ContainingType.FindImplementationForInterfaceMember(promised),
                    member
                )
            );
}
