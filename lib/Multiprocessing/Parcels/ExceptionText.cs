namespace Multiprocessing.Values;

internal static class ExceptionCodec
{
    public static byte[] Pack(Exception e, ICodeBook code, string place) =>
        System.Text.Encoding.UTF8.GetBytes(e + "\n--- " + place);

    public static Exception Unpack(ReadOnlyMemory<byte> b, ICodeBook code) =>
        new InvalidOperationException(System.Text.Encoding.UTF8.GetString(b.Span));
}
