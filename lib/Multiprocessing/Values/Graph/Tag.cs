namespace Multiprocessing.Values;

/// <summary>What a reference on the wire begins with.</summary>
internal static class Tag
{
    public const int Null = 0;

    /// <summary>A new object of exactly the slot's type.</summary>
    public const int New = 1;

    /// <summary>A new object; its type follows.</summary>
    public const int NewTyped = 2;

    /// <summary>A new holder of variables; its type follows here, its reached fields after the root.</summary>
    public const int Holder = 3;

    /// <summary>An object met before: this plus its number.</summary>
    public const int FirstBackReference = 4;
}
