using System.CommandLine;
using Multiprocessing.Lab.Learning;

namespace Multiprocessing.Lab.Commands;

/// <summary><c>mplab learn</c>: copies of a course to work in, and its solved copies.</summary>
internal static class LearnCommand
{
    private const string Learner = "learner";
    private const string Solved = "solved";

    public static Command Create()
    {
        var paths = Shared.Paths();
        var output = new Option<DirectoryInfo>("--output")
        {
            Description = $"The folder that gets the folders {Learner} and {Solved}.",
            HelpName = "DIR",
            Required = true,
        };
        var command = new Command(
            "learn",
            "Copies course notebooks to work in: without outputs and solutions, and solved."
        )
        {
            paths,
            output,
        };
        command.SetAction(
            (arguments, _) =>
                RunReport.ShowAsync(report =>
                    Task.FromResult(
                        Copy(
                            new NotebookBatch(report),
                            arguments.GetRequiredValue(paths),
                            arguments.GetRequiredValue(output).ToString()
                        )
                    )
                )
        );
        return command;
    }

    private static int Copy(NotebookBatch batch, string[] paths, string output)
    {
        var learner = Path.Combine(output, Learner);
        var solved = Path.Combine(output, Solved);
        // The output may lie in the notebooks' folder: what an earlier run wrote there is no source.
        bool IsCopy(string path) => IsBelow(path, learner) || IsBelow(path, solved);

        foreach (var notebook in batch.Find(paths).Where(notebook => !IsCopy(notebook.Path)))
        {
            batch.Guard(() =>
            {
                CourseCopies.WriteLearner(
                    notebook.Path,
                    Path.Combine(learner, notebook.OutputName)
                );
                CourseCopies.WriteSolved(notebook.Path, Path.Combine(solved, notebook.OutputName));
            });
        }
        foreach (var folder in paths.Where(Directory.Exists))
        {
            batch.Guard(() => CourseFiles.Copy(folder, learner, IsCopy));
            batch.Guard(() => CourseFiles.Copy(folder, solved, IsCopy));
        }
        return batch.ExitCode;
    }

    private static bool IsBelow(string path, string folder) =>
        Path.GetFullPath(path)
            .StartsWith(
                Path.GetFullPath(folder) + Path.DirectorySeparatorChar,
                StringComparison.Ordinal
            );
}
