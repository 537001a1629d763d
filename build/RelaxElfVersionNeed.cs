using System;
using System.IO;
using System.Text;
using Microsoft.Build.Framework;
using Microsoft.Build.Utilities;

/// <summary>
/// Marks one required symbol version of a 64-bit little-endian ELF library as weak, so that the dynamic loader accepts
/// a system that lacks it. Structure names and offsets are those of the System V ABI, section "Symbol Versioning".
/// </summary>
public sealed class RelaxElfVersionNeed : Task
{
    private const int SectionTypeVersionNeed = 0x6ffffffe; // SHT_GNU_verneed
    private const ushort WeakFlag = 2; // VER_FLG_WEAK

    [Required]
    public string Path { get; set; }

    [Required]
    public string Version { get; set; }

    public override bool Execute()
    {
        byte[] image = File.ReadAllBytes(Path);
        if (!Relax(image))
        {
            return true; // already relaxed, or built against an older library
        }

        // A new file takes the old one's place: should the output be a hard link into the package cache, the cache stays whole.
        DateTime stamp = File.GetLastWriteTimeUtc(Path);
        string replacement = Path + ".relaxed";
        File.WriteAllBytes(replacement, image);
        File.SetLastWriteTimeUtc(replacement, stamp);
        File.Delete(Path);
        File.Move(replacement, Path);
        Log.LogMessage(MessageImportance.Normal, "Marked {0} as weak in {1}", Version, Path);
        return true;
    }

    private bool Relax(byte[] image)
    {
        bool changed = false;
        long sections = BitConverter.ToInt64(image, 0x28);
        int sectionSize = BitConverter.ToUInt16(image, 0x3A);
        int sectionCount = BitConverter.ToUInt16(image, 0x3C);
        for (int i = 0; i < sectionCount; i++)
        {
            int header = (int)(sections + (long)i * sectionSize);
            if (BitConverter.ToInt32(image, header + 4) != SectionTypeVersionNeed)
            {
                continue;
            }

            int stringSection = (int)(sections + (long)BitConverter.ToInt32(image, header + 40) * sectionSize);
            int strings = (int)BitConverter.ToInt64(image, stringSection + 24);
            changed |= RelaxNeeds(image, (int)BitConverter.ToInt64(image, header + 24), strings);
        }

        return changed;
    }

    private bool RelaxNeeds(byte[] image, int need, int strings)
    {
        bool changed = false;
        while (true)
        {
            int auxiliary = need + BitConverter.ToInt32(image, need + 8);
            for (int left = BitConverter.ToUInt16(image, need + 2); left > 0; left--)
            {
                int name = strings + BitConverter.ToInt32(image, auxiliary + 8);
                ushort flags = BitConverter.ToUInt16(image, auxiliary + 4);
                if (NameAt(image, name) == Version && (flags & WeakFlag) == 0)
                {
                    image[auxiliary + 4] |= (byte)WeakFlag;
                    changed = true;
                }

                auxiliary += BitConverter.ToInt32(image, auxiliary + 12);
            }

            int next = BitConverter.ToInt32(image, need + 12);
            if (next == 0)
            {
                return changed;
            }

            need += next;
        }
    }

    private static string NameAt(byte[] image, int start)
    {
        int end = Array.IndexOf(image, (byte)0, start);
        return Encoding.ASCII.GetString(image, start, end - start);
    }
}
