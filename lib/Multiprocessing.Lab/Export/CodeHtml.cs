using System.Text;
using ColorCode;
using ColorCode.Common;
using ColorCode.Compilation;
using ColorCode.Parsing;

namespace Multiprocessing.Lab.Export;

/// <summary>Source code as HTML with a class on each piece that has a meaning.</summary>
internal static class CodeHtml
{
    public static string Of(string source, string language)
    {
        if (language is "csharp" or "cs" or "c#" or "C#")
            return CSharpHtml.Of(source);
        var grammar = language switch
        {
            "pwsh" => Languages.PowerShell,
            "javascript" or "js" or "json" or "typescript" or "ts" => Languages.JavaScript,
            "xml" or "csproj" or "xaml" => Languages.Xml,
            "markdown" or "md" => Languages.Markdown,
            _ => language.Length == 0 ? null : Languages.FindById(language),
        };
        return grammar is null ? Html.Escape(source) : new Colorizer().Colour(source, grammar);
    }

    private sealed class Colorizer() : CodeColorizerBase(null, null)
    {
        private readonly StringBuilder _html = new();

        public string Colour(string source, ILanguage language)
        {
            languageParser.Parse(source, language, Write);
            return _html.ToString();
        }

        protected override void Write(string parsedSourceCode, IList<Scope> scopes)
        {
            var position = 0;
            foreach (var scope in scopes.OrderBy(s => s.Index))
            {
                if (scope.Index < position)
                    continue;
                _html.Append(Html.Escape(parsedSourceCode[position..scope.Index]));
                position = scope.Index + scope.Length;
                CSharpHtml.AppendSpan(
                    _html,
                    ClassOf(scope.Name),
                    parsedSourceCode[scope.Index..position]
                );
            }
            _html.Append(Html.Escape(parsedSourceCode[position..]));
        }

        private static string? ClassOf(string scope) =>
            scope switch
            {
                ScopeName.Comment
                or ScopeName.HtmlComment
                or ScopeName.XmlComment
                or ScopeName.XmlDocComment => "comment",
                ScopeName.String or ScopeName.StringCSharpVerbatim or ScopeName.JsonString =>
                    "string",
                ScopeName.HtmlAttributeValue
                or ScopeName.XmlAttributeValue
                or ScopeName.CssPropertyValue => "string",
                ScopeName.Number or ScopeName.JsonNumber => "number",
                ScopeName.ClassName
                or ScopeName.Type
                or ScopeName.PowerShellType
                or ScopeName.CssSelector => "type",
                ScopeName.HtmlAttributeName
                or ScopeName.XmlAttribute
                or ScopeName.CssPropertyName => "name",
                ScopeName.PreprocessorKeyword => "directive",
                _ when scope.Contains("Keyword", StringComparison.Ordinal)
                        || scope.Contains("Element", StringComparison.Ordinal) => "keyword",
                _ when scope.Contains("Function", StringComparison.Ordinal)
                        || scope.Contains("Command", StringComparison.Ordinal) => "name",
                _ => null,
            };
    }
}
