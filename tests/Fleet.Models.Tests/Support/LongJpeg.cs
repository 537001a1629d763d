using System.Buffers.Binary;

namespace Fleet.Models.Tests.Support;

/// <summary>Writes short files of grey progressive JPEGs with many scans, all of which say of almost every block that there is nothing new.</summary>
public static class LongJpeg
{
    private const int RunOfSymbol = 1 << 14;
    private const int BitsOfSymbol = 15;

    /// <summary>A square picture.</summary>
    /// <param name="side">Rows and columns.</param>
    /// <param name="scans">How many scans, of which the first brings the mean levels.</param>
    public static byte[] Of(int side, int scans)
    {
        List<byte> file = [0xFF, 0xD8];
        byte[] length = new byte[2];
        BinaryPrimitives.WriteUInt16BigEndian(length, (ushort)side);
        Segment(0xDB, [0, .. Enumerable.Repeat((byte)1, 64)]);
        Segment(0xC2, [8, .. length, .. length, 1, 1, 0x11, 0]);

        // The code 0 is the only one: no difference from the block before; then a run of blocks, whose number follows in 14 bits.
        Segment(0xC4, [0x00, 1, .. new byte[15], 0]);
        Segment(0xC4, [0x10, 1, .. new byte[15], 0xE0]);
        int blocks = (side + 7) / 8 * ((side + 7) / 8);
        Scan(0, 0, blocks);
        for (int i = 1; i < scans; i++)
        {
            Scan(1, 63, (blocks + RunOfSymbol - 1) / RunOfSymbol * BitsOfSymbol);
        }

        return [.. file, 0xFF, 0xD9];

        void Scan(byte first, byte last, int bits)
        {
            Segment(0xDA, [1, 1, 0, first, last, 0]);
            file.AddRange(new byte[(bits + 7) / 8]);
        }

        void Segment(byte marker, byte[] body) => file.AddRange([0xFF, marker, 0, (byte)(body.Length + 2), .. body]);
    }
}
