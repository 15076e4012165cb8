using System.Buffers.Binary;
using System.Reflection.Emit;

namespace Multiprocessing.Code;

/// <summary>Walks a method's IL and yields the metadata tokens its instructions name (ECMA-335 III.1.9).</summary>
internal static class InstructionReader
{
    private const byte TwoByteOpCode = 0xFE;

    private static readonly OpCode[] s_oneByte = new OpCode[256];
    private static readonly OpCode[] s_twoByte = new OpCode[256];

    static InstructionReader()
    {
        foreach (var field in typeof(OpCodes).GetFields())
        {
            if (field.GetValue(null) is OpCode code)
            {
                (code.Size == 1 ? s_oneByte : s_twoByte)[(byte)code.Value] = code;
            }
        }
    }

    /// <summary>Tokens of the methods, fields and types that the instructions name, in order.</summary>
    public static IEnumerable<int> Tokens(byte[] il)
    {
        for (int at = 0; at < il.Length; )
        {
            OpCode code = il[at] == TwoByteOpCode ? s_twoByte[il[++at]] : s_oneByte[il[at]];
            at++;
            switch (code.OperandType)
            {
                case OperandType.InlineMethod:
                case OperandType.InlineField:
                case OperandType.InlineType:
                case OperandType.InlineTok:
                    yield return BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at));
                    at += 4;
                    break;
                case OperandType.InlineSwitch:
                    at += 4 + (4 * BinaryPrimitives.ReadInt32LittleEndian(il.AsSpan(at)));
                    break;
                case OperandType.InlineNone:
                    break;
                case OperandType.ShortInlineBrTarget:
                case OperandType.ShortInlineI:
                case OperandType.ShortInlineVar:
                    at += 1;
                    break;
                case OperandType.InlineVar:
                    at += 2;
                    break;
                case OperandType.InlineI8:
                case OperandType.InlineR:
                    at += 8;
                    break;
                default:
                    at += 4;
                    break;
            }
        }
    }
}
