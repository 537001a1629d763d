using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Actors.Kernel;

/// <summary>
/// Writes a checkpoint to a stream: named sections of numbers, texts and blocks of structs, in the order in which
/// <see cref="CheckpointReader"/> asks for them. Structs are written as they are in memory, preceded by their size and
/// number, so that another layout is detected.
/// </summary>
/// <param name="stream">Takes the bytes. It stays open, and has them all after <see cref="Flush"/>.</param>
public sealed class CheckpointWriter(Stream stream)
{
    private const int BufferSize = 1 << 16;

    private readonly byte[] _buffer = new byte[BufferSize];
    private int _buffered;

    /// <summary>Begins a section.</summary>
    /// <param name="name">Its name; the reader checks it.</param>
    public void Section(string name) => Write(name);

    /// <summary>Writes a whole number.</summary>
    public void Write(long value) => Append(MemoryMarshal.AsBytes(new ReadOnlySpan<long>(in value)));

    /// <summary>Writes a text.</summary>
    public void Write(string text)
    {
        byte[] bytes = Encoding.UTF8.GetBytes(text);
        Write(bytes.Length);
        Append(bytes);
    }

    /// <summary>Writes one struct.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    public void WriteStruct<T>(in T value)
        where T : unmanaged => WriteBlock(new ReadOnlySpan<T>(in value));

    /// <summary>Writes structs that lie side by side.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    public void WriteBlock<T>(ReadOnlySpan<T> items)
        where T : unmanaged
    {
        BeginBlock<T>(items.Length);
        Continue(items);
    }

    /// <summary>Begins a block of structs that follow in parts, by <see cref="Continue{T}"/>.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <param name="count">The number of structs in all parts together.</param>
    public void BeginBlock<T>(long count)
        where T : unmanaged
    {
        Write(Unsafe.SizeOf<T>());
        Write(count);
    }

    /// <summary>Writes a part of the block that was begun.</summary>
    /// <typeparam name="T">The struct of the block.</typeparam>
    public void Continue<T>(ReadOnlySpan<T> items)
        where T : unmanaged => Append(MemoryMarshal.AsBytes(items));

    /// <summary>Writes what is still buffered to the stream.</summary>
    public void Flush()
    {
        stream.Write(_buffer, 0, _buffered);
        _buffered = 0;
    }

    private void Append(ReadOnlySpan<byte> bytes)
    {
        if (bytes.Length > BufferSize - _buffered)
        {
            Flush();
        }

        if (bytes.Length > BufferSize)
        {
            // Large blocks bypass the buffer, in parts that streams take without a copy of the whole.
            for (int start = 0; start < bytes.Length; start += BufferSize)
            {
                stream.Write(bytes.Slice(start, Math.Min(BufferSize, bytes.Length - start)));
            }

            return;
        }

        bytes.CopyTo(_buffer.AsSpan(_buffered));
        _buffered += bytes.Length;
    }
}
