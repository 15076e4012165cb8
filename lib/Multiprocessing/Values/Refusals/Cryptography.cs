namespace Multiprocessing.Values;

/// <summary>
/// The framework's cryptography. Its objects work in native memory, and those whose key or state is not made yet would travel
/// silently and come out as others. A user's own classes of the same bases are plain memory.
/// </summary>
internal static class Cryptography
{
    private const string Namespace = "System.Security.Cryptography.";

    private const string Key =
        "it holds a key in native memory of this process, or makes one when it is first used. Pass the key (ExportParameters, ExportPkcs8PrivateKey or the bytes of Key) and create the object inside the function.";

    private const string Hash =
        "it computes a hash in native memory of this process. Create it inside the function, or call the static HashData there, and pass the bytes.";

    private const string Derivation =
        "it derives keys in native memory of this process. Create it inside the function, or pass the bytes that it gives.";

    private const string Certificate =
        "it holds a certificate or a store of this process. Pass the bytes of Export or RawData and load them inside the function.";

    private static readonly Dictionary<string, string> s_byName = new()
    {
        ["AsymmetricAlgorithm"] = Key,
        ["SymmetricAlgorithm"] = Key,
        ["AesGcm"] = Key,
        ["AesCcm"] = Key,
        ["ChaCha20Poly1305"] = Key,
        ["ECDiffieHellmanPublicKey"] = Key,
        ["MLKem"] = Key,
        ["MLDsa"] = Key,
        ["SlhDsa"] = Key,
        ["CompositeMLDsa"] = Key,
        ["HashAlgorithm"] = Hash,
        ["IncrementalHash"] = Hash,
        ["Shake128"] = Hash,
        ["Shake256"] = Hash,
        ["Kmac128"] = Hash,
        ["Kmac256"] = Hash,
        ["KmacXof128"] = Hash,
        ["KmacXof256"] = Hash,
        ["DeriveBytes"] = Derivation,
        ["SP800108HmacCounterKdf"] = Derivation,
        ["RandomNumberGenerator"] =
            "it draws random bytes from the operating system for this process. Call the static RandomNumberGenerator.GetBytes inside the function.",
        ["X509Certificates.X509Certificate"] = Certificate,
        ["X509Certificates.X509Chain"] = Certificate,
        ["X509Certificates.X509Store"] = Certificate,
    };

    /// <summary>Why no object of the type can travel; null if nothing is known against it.</summary>
    public static string? ReasonFor(Type type)
    {
        if (!IsOurs(type))
            return null;
        for (var level = type; level is not null && IsOurs(level); level = level.BaseType)
            if (s_byName.TryGetValue(level.FullName![Namespace.Length..], out var reason))
                return reason;
        // What CreateEncryptor and the like return.
        return
            type is { IsPublic: false }
            && type.GetInterface(Namespace + "ICryptoTransform") is not null
            ? "it encrypts or decrypts in native memory of this process. Create it inside the function."
            : null;
    }

    private static bool IsOurs(Type type) =>
        type.FullName is { } name
        && name.StartsWith(Namespace, StringComparison.Ordinal)
        && Framework.Owns(type);
}
