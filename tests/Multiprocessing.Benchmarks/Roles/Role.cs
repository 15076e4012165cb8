using System.Globalization;

namespace Multiprocessing.Benchmarks.Roles;

/// <summary>The programs that benchmarks start: the bare floors, and parents that are fresh.</summary>
internal static class Role
{
    public static int Play(string role)
    {
        switch (role)
        {
            case Echo.Role:
                Echo.Play();
                break;
            case Busy.Role:
                Serve(words => Busy.Seconds(Number(words[0])));
                break;
            case FreshParent.Role:
                Serve(_ => FreshParent.Seconds());
                break;
            case Transfer.Role:
                Serve(words =>
                    Transfer.Seconds(words[0], (int)Number(words[1]), (int)Number(words[2]))
                );
                break;
            default:
                throw new ArgumentException($"There is no role '{role}'.", nameof(role));
        }

        return 0;
    }

    /// <summary>Answers each line of words with a line of numbers, until there are no more.</summary>
    private static void Serve(Func<string[], double[]> answer)
    {
        while (Console.In.ReadLine() is { } question)
        {
            Console.Out.WriteLine(
                string.Join(
                    ' ',
                    answer(question.Split(' '))
                        .Select(number => number.ToString("R", CultureInfo.InvariantCulture))
                )
            );
        }
    }

    private static long Number(string word) => long.Parse(word, CultureInfo.InvariantCulture);
}
