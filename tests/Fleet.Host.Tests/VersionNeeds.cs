using System.Text;

namespace Fleet.Host.Tests;

/// <summary>Reads the symbol versions that a 64-bit ELF library needs (System V ABI, "Symbol Versioning").</summary>
internal static class VersionNeeds
{
    private const int SectionTypeVersionNeed = 0x6ffffffe;

    public static IReadOnlyList<(string Name, bool Weak)> Of(byte[] image)
    {
        var needs = new List<(string, bool)>();
        long sections = BitConverter.ToInt64(image, 0x28);
        int size = BitConverter.ToUInt16(image, 0x3A);
        for (int section = 0; section < BitConverter.ToUInt16(image, 0x3C); section++)
        {
            int header = (int)sections + (section * size);
            if (BitConverter.ToInt32(image, header + 4) == SectionTypeVersionNeed)
            {
                int strings = (int)BitConverter.ToInt64(image, (int)sections + (BitConverter.ToInt32(image, header + 40) * size) + 24);
                Read(image, (int)BitConverter.ToInt64(image, header + 24), strings, needs);
            }
        }

        return needs;
    }

    private static void Read(byte[] image, int need, int strings, List<(string, bool)> needs)
    {
        for (int step = -1; step != 0; need += step)
        {
            int auxiliary = need + BitConverter.ToInt32(image, need + 8);
            for (int left = BitConverter.ToUInt16(image, need + 2); left > 0; left--)
            {
                int name = strings + BitConverter.ToInt32(image, auxiliary + 8);
                string text = Encoding.ASCII.GetString(image, name, Array.IndexOf(image, (byte)0, name) - name);
                needs.Add((text, (BitConverter.ToUInt16(image, auxiliary + 4) & 2) != 0));
                auxiliary += BitConverter.ToInt32(image, auxiliary + 12);
            }

            step = BitConverter.ToInt32(image, need + 12);
        }
    }
}
