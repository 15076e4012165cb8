namespace Multiprocessing.Values;

/// <summary>Marks a type of this library whose instances never travel.</summary>
internal interface IStaysHome
{
    /// <summary>What to do instead, as a sentence.</summary>
    string Remedy { get; }
}
