namespace Microsoft.DotNet.Interactive;

/// <summary>What the user typed unseen; it does not show itself.</summary>
/// <param name="password">What was typed.</param>
public sealed class PasswordString(string password)
{
    /// <summary>What was typed.</summary>
    public string GetClearTextPassword() => password;

    /// <summary>Dots, whatever was typed.</summary>
    public override string ToString() => "••••••";
}
