using Multiprocessing.Lab.Execution.CSharp.Help;

namespace Multiprocessing.Lab.Tests.Execution.Help;

internal static class FrameworkDocumentation
{
    public static bool IsHere { get; } =
        DocumentationFiles.Find(typeof(string).Assembly.Location, "T:System.String") is not null;
}
