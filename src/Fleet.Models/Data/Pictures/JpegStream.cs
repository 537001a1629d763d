using System.Globalization;

namespace Fleet.Models.Data.Pictures;

/// <summary>
/// What a JPEG file (ITU-T T.81) must be before it is decoded: whole segments up to the end marker; one baseline, extended or
/// progressive frame with Huffman codes and 8 bits, of 1, 3 or 4 components; a scan of each of them; and no more work than is allowed.
/// </summary>
internal static class JpegStream
{
    /// <summary>Checks the segments and the frame.</summary>
    /// <returns>Rows and columns of the picture.</returns>
    /// <exception cref="PictureException">The file is not whole, or of a kind that is not read.</exception>
    public static (int Height, int Width) Check(byte[] file)
    {
        IReadOnlyList<JpegSegment> segments = JpegSegments.Read(file);
        JpegSegment[] frames = [.. segments.Where(segment => JpegFrame.IsFrame(segment.Marker))];
        JpegFrame frame = frames is [var one] ? JpegFrame.Read(one) : throw new PictureException($"a JPEG with {frames.Length} frames; one is read");
        PictureLimits.CheckSize(frame.Height, frame.Width);
        if (frame.Components.Count == 4 && !segments.Any(IsAdobe))
        {
            throw new PictureException("a JPEG of 4 components that does not say which colours they are (no Adobe segment)");
        }

        CheckScans([.. segments.Where(segment => segment.Marker == JpegSegments.Scan)], frame);
        return (frame.Height, frame.Width);
    }

    private static void CheckScans(IReadOnlyList<JpegSegment> scans, JpegFrame frame)
    {
        if (!frame.Components.All(component => scans.Any(scan => Brings(scan, component.Id))))
        {
            throw new PictureException("a JPEG that lacks one of its colour components");
        }

        long bytes = scans.Sum(scan => (long)scan.Data.Length);
        if (frame.Blocks > 8 * bytes)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG with {bytes} bytes of image data, too few for {frame.Height} x {frame.Width} pixels"));
        }

        long work = (long)scans.Count * frame.Height * frame.Width;
        if (work > PictureLimits.JpegWork)
        {
            throw new PictureException(string.Create(CultureInfo.InvariantCulture, $"a JPEG of {scans.Count} scans of {frame.Height} x {frame.Width} pixels, {work} in all, more than the {PictureLimits.JpegWork} that are read"));
        }
    }

    /// <summary>Whether a scan is of a component: its header has their number, then two bytes for each.</summary>
    private static bool Brings(JpegSegment scan, byte component)
    {
        ReadOnlySpan<byte> header = scan.Body.Span;
        for (int i = 1; i + 1 < header.Length && i < 2 * header[0]; i += 2)
        {
            if (header[i] == component)
            {
                return true;
            }
        }

        return false;
    }

    private static bool IsAdobe(JpegSegment segment) =>
        segment.Marker == JpegSegments.Adobe && segment.Body.Length >= 12 && segment.Body.Span.StartsWith("Adobe"u8);
}
