using System.IO.Hashing;
using Fleet.Actors.Kernel;
using Fleet.Host.Results;
using Fleet.Models.Files;

namespace Fleet.Host.Checkpoints;

/// <summary>One checkpoint as a file: a first line that says what it is, the content, and a hash over both.</summary>
internal static class CheckpointFile
{
    private const int HashSize = 16;
    private const int BufferSize = 1 << 16;

    private static ReadOnlySpan<byte> FirstLine => "fleetsim checkpoint\n"u8;

    /// <summary>Writes a checkpoint so that it stands under its name only when it is whole and on the disk.</summary>
    public static void Write(string path, Action<CheckpointWriter> content)
    {
        AtomicFile.Write(path, stream =>
        {
            using var hashed = new HashingStream(stream);
            hashed.Write(FirstLine);
            var writer = new CheckpointWriter(hashed);
            content(writer);
            writer.Flush();
            stream.Write(hashed.Hash());
        });
        FolderSync.Flush(Path.GetDirectoryName(path)!);
    }

    /// <summary>Checks the hash and opens the content for a <see cref="CheckpointReader"/>.</summary>
    /// <exception cref="DamagedCheckpointException">The file is not what was once written.</exception>
    public static Stream Open(string path)
    {
        if (RegularFile.IsSpecial(path))
        {
            throw new DamagedCheckpointException($"it is {RegularFile.Special}");
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, BufferSize);
        try
        {
            Verify(stream);
            stream.Position = FirstLine.Length;
            return stream;
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    private static void Verify(FileStream stream)
    {
        long left = stream.Length - HashSize;
        if (left < FirstLine.Length)
        {
            throw new DamagedCheckpointException($"it has only {stream.Length} bytes");
        }

        var hash = new XxHash128();
        byte[] buffer = new byte[BufferSize];
        while (left > 0)
        {
            Span<byte> part = buffer.AsSpan(0, (int)Math.Min(left, BufferSize));
            stream.ReadExactly(part);
            hash.Append(part);
            left -= part.Length;
        }

        Span<byte> expected = stackalloc byte[HashSize];
        stream.ReadExactly(expected);
        if (!expected.SequenceEqual(hash.GetCurrentHash()))
        {
            throw new DamagedCheckpointException("its content does not match its hash");
        }
    }
}

/// <summary>A checkpoint cannot be used. The message says why, as the second half of a sentence.</summary>
internal sealed class DamagedCheckpointException(string message) : Exception(message);
