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
        foreach (var notebook in batch.Find(paths))
        {
            batch.Guard(() =>
            {
                CourseCopies.WriteLearner(
                    notebook.Path,
                    Path.Combine(output, Learner, notebook.Name)
                );
                CourseCopies.WriteSolved(
                    notebook.Path,
                    Path.Combine(output, Solved, notebook.Name)
                );
            });
        }
        foreach (var folder in paths.Where(Directory.Exists))
        {
            batch.Guard(() => CourseFiles.Copy(folder, Path.Combine(output, Learner)));
            batch.Guard(() => CourseFiles.Copy(folder, Path.Combine(output, Solved)));
        }
        return batch.ExitCode;
    }
}
