using System.Runtime.CompilerServices;
using Multiprocessing.Course.Judging;

namespace Multiprocessing.Course;

/// <summary>Checks learners' answers to the course's exercises, in their terms.</summary>
public static class Exercise
{
    /// <summary>Runs an answer, says what is wrong with it, and remembers it where nothing is.</summary>
    /// <typeparam name="T">What the answer gives.</typeparam>
    /// <param name="id">The exercise, for example "04-1": the notebook and its number there.</param>
    /// <param name="answer">Calls what the learner wrote. It runs on a thread of its own.</param>
    /// <param name="expected">What a right answer is.</param>
    /// <returns>The verdict, which a notebook shows. What the answer throws is part of it, never thrown from here.</returns>
    /// <exception cref="ArgumentException">The course has no exercise with this id.</exception>
    public static Verdict Check<T>(string id, Func<T> answer, Expectation<T> expected)
    {
        ArgumentNullException.ThrowIfNull(answer);
        ArgumentNullException.ThrowIfNull(expected);
        var exercise = Syllabus.Find(id);
        var fault = Judge.Of(answer, expected);
        if (fault is null)
            ProgressFile.Add(id);
        return new(exercise, fault, fault is null ? null : expected.Hint);
    }

    /// <summary>As <see cref="Check{T}(string, Func{T}, Expectation{T})"/>, for an answer that is awaited.</summary>
    /// <inheritdoc cref="Check{T}(string, Func{T}, Expectation{T})"/>
    // A task is what gives the value, never the value itself.
    [OverloadResolutionPriority(1)]
    public static Verdict Check<T>(string id, Func<Task<T>> answer, Expectation<T> expected)
    {
        ArgumentNullException.ThrowIfNull(answer);
        return Check(id, () => answer().GetAwaiter().GetResult(), expected);
    }
}
