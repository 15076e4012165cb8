using System.Reflection;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Multiprocessing.Code;

/// <summary>The image of an assembly that exists only in memory, ready to travel, under the hash that names it.</summary>
internal sealed class CodeImage
{
    private static readonly ConditionalWeakTable<Assembly, CodeImage> s_images = [];

    private CodeImage(byte[] bytes)
    {
        Bytes = bytes;
        Hash = Convert.ToHexStringLower(SHA256.HashData(bytes));
    }

    /// <summary>SHA-256 of <see cref="Bytes"/>, 64 lower-case hexadecimal digits.</summary>
    public string Hash { get; }

    public byte[] Bytes { get; }

    /// <exception cref="NotSupportedException">The runtime does not show the assembly's image.</exception>
    public static CodeImage Of(Assembly assembly) =>
        s_images.GetValue(
            assembly,
            static assembly =>
            {
                byte[] bytes = RawImage.Copy(assembly);
                OptimizedImage.Allow(bytes);
                return new CodeImage(bytes);
            }
        );
}
