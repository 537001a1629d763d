namespace Fleet.Models.Data.Pictures;

/// <summary>Decodes the image data of one scan of a JPEG into blocks of coefficients or samples.</summary>
internal sealed class JpegScan(JpegFrame frame, JpegScanHeader header, JpegTables tables, CancellationToken cancellation)
{
    private const int BlockSize = 64;
    private const int LongestDifference = 15;

    private readonly short[] _block = new short[BlockSize];
    private int _endOfBandRun;

    /// <summary>Decodes the scan.</summary>
    /// <exception cref="PictureException">The data are damaged, too few or too many.</exception>
    public void Decode(ReadOnlySpan<byte> data)
    {
        foreach ((JpegComponent component, _, _) in header.Components)
        {
            component.Note(header);
        }

        var bits = new JpegBits(data);
        (int columns, int rows) = header.Components is [var only] ? only.Component.Blocks : frame.Units;
        Reset();
        int untilRestart = tables.RestartInterval;
        int restarts = 0;
        for (int row = 0; row < rows; row++)
        {
            cancellation.ThrowIfCancellationRequested();
            for (int column = 0; column < columns; column++)
            {
                if (tables.RestartInterval > 0 && untilRestart-- == 0)
                {
                    bits.Restart(restarts++ % 8);
                    untilRestart = tables.RestartInterval - 1;
                    Reset();
                }

                DecodeUnit(ref bits, column, row);
            }
        }

        bits.Finish();
    }

    private void Reset()
    {
        _endOfBandRun = 0;
        foreach ((JpegComponent component, _, _) in header.Components)
        {
            component.Predictor = 0;
        }
    }

    private void DecodeUnit(ref JpegBits bits, int column, int row)
    {
        if (header.Components is [var only])
        {
            DecodeBlock(ref bits, only.Component, only.Dc, only.Ac, column, row);
            return;
        }

        foreach ((JpegComponent component, int dc, int ac) in header.Components)
        {
            (int across, int down) = component.Factors;
            for (int y = 0; y < down; y++)
            {
                for (int x = 0; x < across; x++)
                {
                    DecodeBlock(ref bits, component, dc, ac, (column * across) + x, (row * down) + y);
                }
            }
        }
    }

    private void DecodeBlock(ref JpegBits bits, JpegComponent component, int dc, int ac, int column, int row)
    {
        if (!frame.IsProgressive)
        {
            Sequential(ref bits, component, dc, ac);
            JpegTransform.Inverse(_block, tables.Quantization(component.Table), component.SamplesAt(column, row), component.Stride);
        }
        else if (header.First == 0)
        {
            FirstCoefficient(ref bits, component, dc, component.BlockAt(column, row));
        }
        else if (header.IsRefinement)
        {
            RefineBand(ref bits, tables.Ac(ac), component.BlockAt(column, row));
        }
        else
        {
            FirstBand(ref bits, tables.Ac(ac), component.BlockAt(column, row));
        }
    }

    private void Sequential(ref JpegBits bits, JpegComponent component, int dc, int ac)
    {
        JpegHuffman table = tables.Ac(ac);
        Array.Clear(_block);
        _block[0] = Next(ref bits, component, dc);
        for (int k = 1; k < BlockSize; k++)
        {
            int symbol = bits.TakeSymbol(table);
            (int run, int size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                return;
            }

            k += run;
            if (size > 0)
            {
                _block[JpegTransform.ZigZag[Within(k, BlockSize - 1)]] = (short)bits.TakeSigned(size);
            }
        }
    }

    /// <summary>The DC coefficient: that of the block before and the difference from it.</summary>
    private short Next(ref JpegBits bits, JpegComponent component, int dc)
    {
        int size = bits.TakeSymbol(tables.Dc(dc));
        component.Predictor += bits.TakeSigned(size <= LongestDifference ? size : throw Damaged());
        return Short(component.Predictor);
    }

    private void FirstCoefficient(ref JpegBits bits, JpegComponent component, int dc, Span<short> block)
    {
        if (!header.IsRefinement)
        {
            block[0] = Short(Next(ref bits, component, dc) * (1 << header.Low));
        }
        else if (bits.TakeBit())
        {
            block[0] |= (short)(1 << header.Low);
        }
    }

    private void FirstBand(ref JpegBits bits, JpegHuffman table, Span<short> block)
    {
        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            return;
        }

        for (int k = header.First; k <= header.Last; k++)
        {
            int symbol = bits.TakeSymbol(table);
            (int run, int size) = (symbol >> 4, symbol & 15);
            if (size == 0 && run < 15)
            {
                _endOfBandRun = (1 << run) + bits.Take(run) - 1;
                return;
            }

            k += run;
            if (size > 0)
            {
                block[JpegTransform.ZigZag[Within(k, header.Last)]] = Short(bits.TakeSigned(size) * (1 << header.Low));
            }
        }
    }

    private void RefineBand(ref JpegBits bits, JpegHuffman table, Span<short> block)
    {
        int k = header.First;
        while (k <= header.Last && _endOfBandRun == 0)
        {
            int symbol = bits.TakeSymbol(table);
            (int run, int size) = (symbol >> 4, symbol & 15);
            int added = 0;
            if (size == 0 && run < 15)
            {
                _endOfBandRun = (1 << run) + bits.Take(run);
                break;
            }

            if (size > 0)
            {
                added = size == 1 ? (bits.TakeBit() ? 1 : -1) * (1 << header.Low) : throw Damaged();
            }

            k = RefineUntil(ref bits, block, k, run);
            if (added != 0)
            {
                block[JpegTransform.ZigZag[Within(k, header.Last)]] = (short)added;
            }

            k++;
        }

        if (_endOfBandRun > 0)
        {
            _endOfBandRun--;
            RefineUntil(ref bits, block, k, BlockSize);
        }
    }

    /// <summary>Refines what is not 0, over so many zeros, and stops at the zero behind them or behind the band.</summary>
    private int RefineUntil(ref JpegBits bits, Span<short> block, int k, int zeros)
    {
        int bit = 1 << header.Low;
        for (; k <= header.Last; k++)
        {
            ref short value = ref block[JpegTransform.ZigZag[k]];
            if (value == 0)
            {
                if (zeros-- == 0)
                {
                    break;
                }
            }
            else if (bits.TakeBit() && (value & bit) == 0)
            {
                value = Short(value > 0 ? value + bit : value - bit);
            }
        }

        return k;
    }

    private static int Within(int k, int last) => k <= last ? k : throw Damaged();

    private static short Short(int value) => value is >= short.MinValue and <= short.MaxValue ? (short)value : throw Damaged();

    private static PictureException Damaged() => new("a JPEG with damaged image data");
}
