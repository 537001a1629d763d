namespace Fleet.Models.Data.Pictures;

/// <summary>The bits of a scan's image data, from which the zeros behind 0xFF are taken out.</summary>
internal ref struct JpegBits(ReadOnlySpan<byte> data)
{
    private readonly ReadOnlySpan<byte> _data = data;
    private uint _bits;
    private int _count;
    private int _at;

    /// <summary>The next bits as a number.</summary>
    /// <param name="count">0 to 16.</param>
    public int Take(int count)
    {
        if (count == 0)
        {
            return 0;
        }

        int value = Peek(count);
        Skip(count);
        return value;
    }

    /// <summary>Whether the next bit is 1.</summary>
    public bool TakeBit() => Take(1) != 0;

    /// <summary>A signed number of so many bits, as JPEG codes it: those that begin with 0 are negative.</summary>
    public int TakeSigned(int count)
    {
        int value = Take(count);
        return count > 0 && value < 1 << (count - 1) ? value - (1 << count) + 1 : value;
    }

    /// <summary>The next symbol.</summary>
    public int TakeSymbol(JpegHuffman table)
    {
        int symbol = table.Find(Peek(JpegHuffman.LongestCode), out int length);
        Skip(length);
        return symbol;
    }

    /// <summary>Goes on behind a restart marker.</summary>
    /// <param name="number">Its number, 0 to 7.</param>
    public void Restart(int number)
    {
        Finish(atEnd: false);
        while (_at + 1 < _data.Length && _data[_at + 1] == 0xFF)
        {
            _at++;
        }

        if (_at + 1 >= _data.Length || _data[_at] != 0xFF || _data[_at + 1] != 0xD0 + number)
        {
            throw new PictureException("a JPEG whose image data lack a restart marker");
        }

        _at += 2;
    }

    /// <summary>Checks that nothing but padding is left.</summary>
    public void Finish(bool atEnd = true)
    {
        bool empty = _count < 8 || (_bits << (_count % 8)) == 0;
        (_bits, _count) = (0, 0);
        if (!empty || (atEnd && _data[_at..].ContainsAnyExcept((byte)0, (byte)0xFF)))
        {
            throw new PictureException("a JPEG with more image data than its size needs");
        }
    }

    /// <summary>The next bits, with zeros behind the last.</summary>
    private int Peek(int count)
    {
        while (_count < count && _at < _data.Length)
        {
            byte next = _data[_at];
            if (next == 0xFF)
            {
                if (_at + 1 >= _data.Length || _data[_at + 1] != 0)
                {
                    break;
                }

                _at++;
            }

            _at++;
            _bits |= (uint)next << (24 - _count);
            _count += 8;
        }

        return (int)(_bits >> (32 - count));
    }

    private void Skip(int count)
    {
        if (count > _count)
        {
            throw new PictureException("a JPEG whose image data end too early");
        }

        _bits <<= count;
        _count -= count;
    }
}
