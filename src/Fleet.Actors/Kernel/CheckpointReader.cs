using System.Globalization;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Actors.Kernel;

/// <summary>Reads what <see cref="CheckpointWriter"/> has written, in the same order.</summary>
/// <remarks>
/// It detects a stream of another version or of another fleet. Damaged bytes it cannot detect, for a flipped bit in a number
/// gives another number: whoever stores them has to check a hash before.
/// </remarks>
/// <param name="stream">Gives the bytes; best buffered. It stays open.</param>
public sealed class CheckpointReader(Stream stream)
{
    private const int LongestText = 1 << 20;

    /// <summary>Begins a section.</summary>
    /// <exception cref="CheckpointFormatException">Another section, or none, comes next.</exception>
    public void Section(string name)
    {
        string found = ReadText();
        if (found != name)
        {
            throw new CheckpointFormatException($"The checkpoint has a section '{found}' where '{name}' was expected.");
        }
    }

    /// <summary>Reads a whole number.</summary>
    public long ReadLong()
    {
        long value = 0;
        Fill(MemoryMarshal.AsBytes(new Span<long>(ref value)));
        return value;
    }

    /// <summary>Reads a whole number that must lie in the range of lengths.</summary>
    public int ReadCount()
    {
        long value = ReadLong();
        return value is >= 0 and <= int.MaxValue
            ? (int)value
            : throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has the number {value} where a length was expected."));
    }

    /// <summary>Reads a text.</summary>
    public string ReadText()
    {
        int length = ReadCount();
        if (length > LongestText)
        {
            throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has a text of {length} bytes."));
        }

        byte[] bytes = new byte[length];
        Fill(bytes);
        return Encoding.UTF8.GetString(bytes);
    }

    /// <summary>Reads one struct.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    public T ReadStruct<T>()
        where T : unmanaged
    {
        T value = default;
        ReadBlock(new Span<T>(ref value));
        return value;
    }

    /// <summary>Reads a block of as many structs as there is room for.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <exception cref="CheckpointFormatException">The block has structs of another size or number.</exception>
    public void ReadBlock<T>(Span<T> target)
        where T : unmanaged
    {
        long count = BeginBlock<T>();
        if (count != target.Length)
        {
            throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has {count} of {typeof(T).Name} where {target.Length} were expected."));
        }

        Continue(target);
    }

    /// <summary>Reads a block of structs.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    public T[] ReadBlock<T>()
        where T : unmanaged
    {
        long count = BeginBlock<T>();
        if (count > Array.MaxLength)
        {
            throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has {count} of {typeof(T).Name}."));
        }

        T[] items = new T[count];
        Continue<T>(items);
        return items;
    }

    /// <summary>Begins a block of structs that are then read in parts, and says how many there are.</summary>
    /// <typeparam name="T">A struct without references.</typeparam>
    /// <exception cref="CheckpointFormatException">The structs have another size.</exception>
    public long BeginBlock<T>()
        where T : unmanaged
    {
        long size = ReadLong();
        if (size != Unsafe.SizeOf<T>())
        {
            throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has {size} bytes for each {typeof(T).Name}, this program {Unsafe.SizeOf<T>()}."));
        }

        long count = ReadLong();
        return count >= 0 ? count : throw new CheckpointFormatException(string.Create(CultureInfo.InvariantCulture, $"The checkpoint has {count} of {typeof(T).Name}."));
    }

    /// <summary>Reads a part of the block that was begun.</summary>
    /// <typeparam name="T">The struct of the block.</typeparam>
    public void Continue<T>(Span<T> target)
        where T : unmanaged => Fill(MemoryMarshal.AsBytes(target));

    private void Fill(Span<byte> bytes)
    {
        if (stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false) < bytes.Length)
        {
            throw new CheckpointFormatException("The checkpoint ends too early.");
        }
    }
}
