using System.CommandLine;
using Multiprocessing.Lab.Jupyter;
using Multiprocessing.Lab.Jupyter.Kernelspecs;
using Multiprocessing.Lab.Jupyter.Protocol;

namespace Multiprocessing.Lab.Commands;

/// <summary><c>mplab jupyter</c>: the kernel for Jupyter, and its place among Jupyter's kernels.</summary>
internal static class JupyterCommand
{
    public static Command Create()
    {
        var user = new Option<bool>("--user")
        {
            Description =
                "For you, in every Jupyter of this machine (this is what happens without an option).",
        };
        var prefix = new Option<string?>("--prefix")
        {
            Description =
                "Below this folder, for example that of an environment: DIR/share/jupyter/kernels.",
            HelpName = "DIR",
        };
        var sysPrefix = new Option<bool>("--sys-prefix")
        {
            Description = "In the Python environment that is active.",
        };
        return new(
            "jupyter",
            "Serves C# notebooks in VS Code, JupyterLab and other Jupyter clients."
        )
        {
            Place(
                new("install", "Tells Jupyter of the C# kernel."),
                place => Kernelspec.Install(place),
                user,
                prefix,
                sysPrefix
            ),
            Place(
                new("uninstall", "Undoes install."),
                place => Kernelspec.Uninstall(place),
                user,
                prefix,
                sysPrefix
            ),
            List(),
            Run(),
        };
    }

    private static Command Place(
        Command command,
        Func<string, string> act,
        Option<bool> user,
        Option<string?> prefix,
        Option<bool> sysPrefix
    )
    {
        command.Options.Add(user);
        command.Options.Add(prefix);
        command.Options.Add(sysPrefix);
        command.Validators.Add(result =>
        {
            var given = new[]
            {
                result.GetValue(user),
                result.GetValue(prefix) is not null,
                result.GetValue(sysPrefix),
            };
            if (given.Count(isGiven => isGiven) > 1)
                result.AddError(
                    "--user, --prefix and --sys-prefix exclude each other: give one of them."
                );
            if (result.GetValue(prefix) is "")
                result.AddError("--prefix \"\": is no folder. Name one, or leave the option out.");
        });
        command.SetAction(arguments =>
            Report(() =>
            {
                var place =
                    arguments.GetValue(prefix) is { } folder ? JupyterPaths.Below(folder)
                    : arguments.GetValue(sysPrefix) ? JupyterPaths.Environment()
                    : JupyterPaths.User();
                Console.WriteLine(act(place));
            })
        );
        return command;
    }

    private static Command List()
    {
        var command = new Command("list", "Shows where the C# kernel is installed.");
        command.SetAction(_ =>
            Report(() =>
            {
                foreach (var line in Kernelspec.List())
                    Console.WriteLine(line);
            })
        );
        return command;
    }

    private static Command Run()
    {
        var file = new Option<string>("--connection-file")
        {
            Description = "What Jupyter writes for a kernel that it starts.",
            HelpName = "FILE",
            Required = true,
        };
        var command = new Command("run", "Serves one notebook: Jupyter calls this.") { file };
        command.SetAction(
            (arguments, cancellationToken) =>
                RunAsync(arguments.GetRequiredValue(file), cancellationToken)
        );
        return command;
    }

    private static async Task<int> RunAsync(string file, CancellationToken cancellationToken)
    {
        try
        {
            var connection = ConnectionInfo.Read(file);
            var server = new KernelServer(
                connection,
                line => Console.Error.WriteLine($"mplab: {line}")
            );
            await using (server.ConfigureAwait(false))
                await server.RunAsync(cancellationToken).ConfigureAwait(false);
            return 0;
        }
        catch (JupyterException e)
        {
            await Console.Error.WriteLineAsync($"mplab: {e.Message}").ConfigureAwait(false);
            return NotebookBatch.BadInput;
        }
    }

    private static int Report(Action action)
    {
        try
        {
            action();
            return 0;
        }
        catch (Exception e)
            when (e is JupyterException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine($"mplab: {e.Message}");
            return NotebookBatch.BadInput;
        }
    }
}
