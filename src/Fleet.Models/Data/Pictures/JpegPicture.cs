using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// A JPEG file (ITU-T T.81): baseline, extended or progressive with Huffman codes and 8 bits, of 1, 3 or 4 components. Every
/// block must be there and nothing beyond; what arithmetic a format leaves open is that of stb_image.
/// </summary>
internal sealed class JpegPicture : EncodedPicture
{
    private readonly IReadOnlyList<JpegSegment> _segments;
    private readonly JpegFrame _frame;

    private JpegPicture(IReadOnlyList<JpegSegment> segments, JpegFrame frame)
        : base(frame.Height, frame.Width) => (_segments, _frame) = (segments, frame);

    /// <summary>Reads the segments and the frame.</summary>
    /// <exception cref="PictureException">The file is not whole, or of a kind that is not read.</exception>
    public static new JpegPicture Open(byte[] file)
    {
        IReadOnlyList<JpegSegment> segments = JpegSegments.Read(file);
        JpegSegment[] frames = [.. segments.Where(segment => JpegFrame.IsFrame(segment.Marker))];
        JpegFrame frame = frames is [var one] ? JpegFrame.Read(one) : throw new PictureException($"a JPEG with {frames.Length} frames; one is read");
        CheckSize(frame.Height, frame.Width);
        if (frame.Components.Count == 4 && Adobe(segments) is null)
        {
            throw new PictureException("a JPEG of 4 components that does not say which colours they are (no Adobe segment)");
        }

        long bytes = segments.Sum(segment => (long)segment.Data.Length);
        return frame.Blocks <= 8 * bytes
            ? new JpegPicture(segments, frame)
            : throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG with {bytes} bytes of image data, too few for {frame.Height} x {frame.Width} pixels"));
    }

    /// <inheritdoc/>
    public override RgbPicture Decode(CancellationToken cancellation)
    {
        // Decoding fills the components: a second time begins anew.
        JpegFrame frame = JpegFrame.Read(_segments.First(segment => JpegFrame.IsFrame(segment.Marker)));
        var tables = new JpegTables();
        bool isFramed = false;
        foreach (JpegSegment segment in _segments)
        {
            tables.Take(segment);
            isFramed |= JpegFrame.IsFrame(segment.Marker);
            if (segment.Marker == JpegSegments.Scan)
            {
                _ = isFramed ? frame : throw new PictureException("a JPEG with a scan before its frame");
                Allocate(frame);
                new JpegScan(frame, JpegScanHeader.Read(segment.Body.Span, frame), tables, cancellation).Decode(segment.Data.Span);
            }
        }

        if (!frame.Components.All(component => component.IsSeen))
        {
            throw new PictureException("a JPEG that lacks one of its colour components");
        }

        Transform(frame, tables, cancellation);
        var colors = new JpegColors(frame, _segments.Any(IsJfif), Adobe(_segments));
        return new RgbPicture(Height, Width, colors.ToRgb(cancellation));
    }

    private static void Allocate(JpegFrame frame)
    {
        foreach (JpegComponent component in frame.Components.Where(component => component.Plane.Length == 0))
        {
            component.Allocate(frame);
        }
    }

    /// <summary>The blocks of a progressive JPEG, which are complete only now.</summary>
    private static void Transform(JpegFrame frame, JpegTables tables, CancellationToken cancellation)
    {
        foreach (JpegComponent component in frame.IsProgressive ? frame.Components : [])
        {
            ushort[] quantization = tables.Quantization(component.Table);
            for (int row = 0; row < component.Blocks.Rows; row++)
            {
                cancellation.ThrowIfCancellationRequested();
                for (int column = 0; column < component.Blocks.Columns; column++)
                {
                    JpegTransform.Inverse(component.BlockAt(column, row), quantization, component.SamplesAt(column, row), component.Stride);
                }
            }
        }
    }

    private static bool IsJfif(JpegSegment segment) => segment.Marker == JpegSegments.Jfif && segment.Body.Span.StartsWith("JFIF\0"u8);

    /// <summary>The colour transform that Adobe's segment states, 0 for none; null without such a segment.</summary>
    private static int? Adobe(IEnumerable<JpegSegment> segments)
    {
        foreach (JpegSegment segment in segments.Where(segment => segment.Marker == JpegSegments.Adobe))
        {
            ReadOnlySpan<byte> body = segment.Body.Span;
            if (body.Length >= 12 && body.StartsWith("Adobe"u8))
            {
                return body[11];
            }
        }

        return null;
    }
}
