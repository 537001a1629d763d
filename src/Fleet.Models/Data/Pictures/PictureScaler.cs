namespace Fleet.Models.Data.Pictures;

/// <summary>
/// Scales and crops pictures. Rows and columns that become fewer are averaged over the area that each new one covers; those
/// that become more are interpolated between the centres of the old ones. All weights are whole numbers and every level is
/// rounded once, so that the pixels are the same on every machine.
/// </summary>
internal static class PictureScaler
{
    /// <summary>The picture as a fit makes it.</summary>
    /// <exception cref="PictureException">It is smaller than its crop.</exception>
    public static RgbPicture Fit(RgbPicture picture, PictureFit fit, CancellationToken cancellation)
    {
        RgbPicture scaled = fit.Resize is { } size && (size.Height != picture.Height || size.Width != picture.Width)
            ? Resize(picture, size, cancellation)
            : picture;
        return fit.Crop is { } part ? Crop(scaled, part) : scaled;
    }

    /// <summary>The middle of a picture; of an odd rest, the greater half is at the end.</summary>
    private static RgbPicture Crop(RgbPicture picture, PictureSize size)
    {
        int top = (picture.Height - size.Height) / 2;
        int bytes = size.Width * RgbPicture.Channels;
        var pixels = new byte[size.Height * bytes];
        for (int y = 0; y < size.Height; y++)
        {
            int from = (((top + y) * picture.Width) + ((picture.Width - size.Width) / 2)) * RgbPicture.Channels;
            picture.Pixels.AsSpan(from, bytes).CopyTo(pixels.AsSpan(y * bytes));
        }

        return new RgbPicture(size.Height, size.Width, pixels);
    }

    private static RgbPicture Resize(RgbPicture picture, PictureSize size, CancellationToken cancellation)
    {
        Share[] rows = Spans(picture.Height, size.Height);
        Share[] columns = Spans(picture.Width, size.Width);
        var pixels = new byte[size.Height * size.Width * RgbPicture.Channels];
        var sums = new long[picture.Width * RgbPicture.Channels];
        for (int y = 0; y < size.Height; y++)
        {
            cancellation.ThrowIfCancellationRequested();
            AddRows(picture, rows[y], sums);
            for (int x = 0; x < size.Width; x++)
            {
                Average(sums, columns[x], rows[y].Total, pixels.AsSpan(((y * size.Width) + x) * RgbPicture.Channels, RgbPicture.Channels));
            }
        }

        return new RgbPicture(size.Height, size.Width, pixels);
    }

    private static void AddRows(RgbPicture picture, Share span, long[] sums)
    {
        Array.Clear(sums);
        for (int i = 0; i < span.Weights.Length; i++)
        {
            ReadOnlySpan<byte> row = picture.Pixels.AsSpan((span.First + i) * sums.Length, sums.Length);
            long weight = span.Weights[i];
            for (int at = 0; at < row.Length; at++)
            {
                sums[at] += weight * row[at];
            }
        }
    }

    private static void Average(long[] sums, Share span, long rowTotal, Span<byte> pixel)
    {
        long total = rowTotal * span.Total;
        for (int channel = 0; channel < pixel.Length; channel++)
        {
            long sum = total / 2;
            for (int i = 0; i < span.Weights.Length; i++)
            {
                sum += span.Weights[i] * sums[((span.First + i) * RgbPicture.Channels) + channel];
            }

            pixel[channel] = (byte)(sum / total);
        }
    }

    /// <summary>For each new position the old ones that it is made of.</summary>
    private static Share[] Spans(int from, int to) =>
        [.. Enumerable.Range(0, to).Select(position => to < from ? Covered(position, from, to) : Between(position, from, to))];

    /// <summary>In units of 1 / (from to) of the length, position i of the new ones covers [i from, (i + 1) from), j of the old ones [j to, (j + 1) to).</summary>
    private static Share Covered(int position, int from, int to)
    {
        long begin = (long)position * from;
        long end = begin + from;
        int first = (int)(begin / to);
        int last = (int)((end - 1) / to);
        return new Share(first, [.. Enumerable.Range(first, last - first + 1).Select(old =>
            Math.Min(end, (old + 1L) * to) - Math.Max(begin, (long)old * to))]);
    }

    /// <summary>The centre of a new position lies at ((2 i + 1) from - to) / (2 to) of the old ones.</summary>
    private static Share Between(int position, int from, int to)
    {
        long unit = 2L * to;
        long center = Math.Clamp((((2L * position) + 1) * from) - to, 0, (from - 1) * unit);
        int first = (int)(center / unit);
        long rest = center % unit;
        return rest == 0 ? new Share(first, [unit]) : new Share(first, [unit - rest, rest]);
    }

    /// <summary>Neighbouring positions with their weights.</summary>
    private sealed record Share(int First, long[] Weights)
    {
        public long Total { get; } = Weights.Sum();
    }
}
