using System.Buffers;
using System.Buffers.Binary;
using Multiprocessing.Values;

namespace Multiprocessing.Links;

/// <content>
/// Frames with large arrays. Their payload begins with a table: how many arrays, and each one's kind (a byte) and length. Then
/// come the other bytes and then the arrays, sent from where they are and received straight into the arrays of the other side.
/// </content>
internal sealed partial class FrameSocket
{
    /// <summary>Reads what follows the header; null when the other side is gone.</summary>
    private Frame? ReadApart(in Frame header, int length)
    {
        byte[] word = new byte[sizeof(int)];
        if (!ReadAll(word))
        {
            return null;
        }

        int count = BinaryPrimitives.ReadInt32LittleEndian(word);
        if (count <= 0 || count > (length - sizeof(int)) / ApartArray.EntryLength)
        {
            throw new InvalidDataException($"A frame of {count} arrays is not one of ours.");
        }

        if (ReadPayload(ApartTable.LengthFor(count) - sizeof(int)) is not { } table)
        {
            return null;
        }

        long others = length - ApartTable.LengthFor(count);
        bool areLarge = true;
        for (int i = 0; i < count; i++)
        {
            others -= (uint)ApartTable.LengthAt(table, i);
            areLarge &= ApartArray.Is(
                (uint)ApartTable.LengthAt(table, i),
                ApartArray.IsOfBlock(ApartTable.KindAt(table, i))
            );
        }

        if (others < 0 || !areLarge)
        {
            throw new InvalidDataException(
                $"A frame of {length} bytes with such arrays is not one of ours."
            );
        }

        if (ReadPayload((int)others) is not { } payload)
        {
            return null;
        }

        var apart = new ApartArray[count];
        for (int i = 0; i < count; i++)
        {
            if (
                ReadArray(ApartTable.KindAt(table, i), ApartTable.LengthAt(table, i))
                is not { } array
            )
            {
                return null;
            }

            apart[i] = array;
        }

        return header with
        {
            Payload = payload,
            Apart = apart,
        };
    }

    /// <summary>Receives an array. Not before the first of its bytes have come is there an array, at most so many times as long.</summary>
    private ApartArray? ReadArray(byte kind, int length)
    {
        List<byte[]> first = [];
        try
        {
            int came = 0;
            for (int wanted = length > TrustedLength ? length / Growth : 0; came < wanted; )
            {
                first.Add(ArrayPool<byte>.Shared.Rent(TrustedLength));
                int part = Math.Min(TrustedLength, wanted - came);
                if (!ReadAll(first[^1].AsSpan(0, part)))
                {
                    return null;
                }

                came += part;
            }

            if (!ApartArray.IsOfBlock(kind))
            {
                Reclaiming.MakeRoom(length);
            }

            ApartArray array = ApartArray.Make(kind, length);
            Span<byte> rest = array.Bytes;
            foreach (byte[] part in first)
            {
                int count = Math.Min(TrustedLength, came);
                part.AsSpan(0, count).CopyTo(rest);
                rest = rest[count..];
                came -= count;
            }

            return ReadAll(rest) ? array : null;
        }
        finally
        {
            first.ForEach(part => ArrayPool<byte>.Shared.Return(part));
        }
    }

    private bool ReadAll(Span<byte> target)
    {
        target = target[TakeBuffered(target)..];
        while (!target.IsEmpty)
        {
            int got = socket.Receive(target);
            _left -= got;
            Arrivals++;
            if (got == 0)
            {
                return false;
            }

            target = target[got..];
        }

        return true;
    }
}
