using System.Diagnostics.CodeAnalysis;
using Multiprocessing.Charts;

namespace Multiprocessing.Course.Notebooks;

/// <summary>What a notebook host finds behind <see cref="TypeFormatterSourceAttribute"/>, called by reflection.</summary>
internal sealed class NotebookFormatters
{
    [SuppressMessage("Performance", "CA1822", Justification = "Hosts look for an instance method.")]
    public IEnumerable<object> CreateTypeFormatters() =>
        [
            new NotebookFormatter<Verdict>("text/html", CourseHtml.Of),
            new NotebookFormatter<Verdict>("text/plain", verdict => verdict.ToString()),
            new NotebookFormatter<CourseProgress>("text/html", CourseHtml.Of),
            new NotebookFormatter<CourseProgress>("text/plain", progress => progress.ToString()),
        ];
}
