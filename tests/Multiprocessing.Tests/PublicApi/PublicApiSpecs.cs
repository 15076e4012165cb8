using PublicApiGenerator;
using Xunit;

namespace Multiprocessing.Tests.PublicApi;

public class PublicApiSpecs
{
    [Fact]
    public async Task What_users_can_call_changes_only_on_purpose()
    {
        const string Name = "Multiprocessing.txt";
        string api = typeof(ProcessPool).Assembly.GeneratePublicApi(
            new ApiGeneratorOptions
            {
                IncludeAssemblyAttributes = false,
                ExcludeAttributes =
                [
                    // Names that the compiler gives.
                    "System.Runtime.CompilerServices.AsyncIteratorStateMachineAttribute",
                    "System.Diagnostics.DebuggerDisplayAttribute",
                ],
            }
        );
        string found = Path.Combine(AppContext.BaseDirectory, Name);
        string accepted = Path.Combine(
            Repository.Root,
            "tests",
            "Multiprocessing.Tests",
            "PublicApi",
            Name
        );
        CancellationToken token = TestContext.Current.CancellationToken;
        await File.WriteAllTextAsync(found, api.ReplaceLineEndings("\n") + "\n", token);
        string[] before = File.Exists(accepted)
            ? await File.ReadAllLinesAsync(accepted, token)
            : [];
        string[] now = await File.ReadAllLinesAsync(found, token);
        string[] changes =
        [
            .. before.Except(now).Select(line => $"- {line.Trim()}"),
            .. now.Except(before).Select(line => $"+ {line.Trim()}"),
        ];
        Assert.True(
            before.SequenceEqual(now),
            $"The public API has changed:\n{string.Join('\n', changes)}\nIf that is meant, accept it: cp '{found}' '{accepted}'"
        );
    }
}
