using System.Text;
using Fleet.Host.Plots;
using Fleet.Host.Reports;
using Fleet.Host.Tests.Results;
using Fleet.Models.Tensors;
using SkiaSharp;

namespace Fleet.Host.Tests.Reports;

public sealed class PicturesTests
{
    [Fact]
    public void Every_printable_ascii_character_has_a_shape() =>
        Assert.DoesNotContain(Enumerable.Range(' ', '~' - ' ' + 1), c => !StrokeGlyphs.All.ContainsKey((char)c));

    [Fact]
    public void Text_is_drawn_within_its_measured_width()
    {
        const string Text = "Wide text, 12.3 dB (SSIM 0.98) @ jgqy_{|}";
        using SKBitmap bitmap = new(800, 40);
        using (SKCanvas canvas = new(bitmap))
        {
            canvas.Clear(SKColors.White);
            StrokeFont.Draw(canvas, Text, new SKPoint(20, 24), 20, SKColors.Black);
        }

        int[] inked = [.. Enumerable.Range(0, 800).Where(x => Enumerable.Range(0, 40).Any(y => bitmap.GetPixel(x, y).Red < 128))];
        Assert.InRange(inked[0], 17, 24);
        Assert.InRange(inked[^1] - 20, StrokeFont.Measure(Text, 20) - 4, StrokeFont.Measure(Text, 20) + 3);
    }

    [Fact]
    public void A_sheet_is_the_same_each_time_and_has_no_time_stamp()
    {
        byte[] first = Sheet(3, new TensorShape(1, 28, 28)).Png;
        Assert.Equal(first, Sheet(3, new TensorShape(1, 28, 28)).Png);
        string text = Encoding.Latin1.GetString(first);
        Assert.DoesNotContain("tIME", text, StringComparison.Ordinal);
        Assert.DoesNotContain("tEXt", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(1, 1, 28)]
    [InlineData(5, 1, 28)]
    [InlineData(9, 3, 32)]
    [InlineData(2, 3, 224)]
    public void Pixels_keep_their_values_when_enlarged(int pairs, int channels, int size)
    {
        ContactSheetImage sheet = Sheet(pairs, new TensorShape(channels, size, size));
        using SKBitmap bitmap = SKBitmap.Decode(sheet.Png);
        Assert.Equal((sheet.Width, sheet.Height), (bitmap.Width, bitmap.Height));

        // Originals are plain with 0.2, 0.4, 0.6 in the channels; grey pictures repeat the first.
        SKColor expected = channels == 1 ? new SKColor(51, 51, 51) : new SKColor(51, 102, 153);
        int found = 0;
        for (int y = 0; y < bitmap.Height; y++)
        {
            for (int x = 0; x < bitmap.Width; x++)
            {
                if (bitmap.GetPixel(x, y) == expected) found++;
            }
        }

        int scale = (112 + size - 1) / size;
        Assert.InRange(found, pairs * size * scale * size * scale, (pairs * size * scale * size * scale) + 50);
    }

    [Fact]
    public void A_long_title_is_broken_into_lines_that_fit()
    {
        IReadOnlyList<string> lines = StrokeFont.Wrap("one two three four five six seven eight", 17, 120);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(StrokeFont.Measure(line, 17) <= 120));
        Assert.Equal("one two three four five six seven eight", string.Join(' ', lines));
    }

    [Theory]
    [InlineData(20, true, true, 5)]
    [InlineData(20, false, true, 5)]
    [InlineData(6, true, false, 1)]
    [InlineData(1, true, true, 1)]
    [InlineData(80, true, true, 2)]
    [InlineData(0, true, true, 1)]
    public void A_sweep_is_drawn_whatever_it_measured(int cells, bool leakage, bool accuracy, int replications)
    {
        var rows = SampleSweep.Rows(cells, leakage, accuracy, replications);
        byte[] png = SweepPlot.RenderPng("sweep", rows);
        Assert.Equal(png, SweepPlot.RenderPng("sweep", rows));
        using SKBitmap bitmap = SKBitmap.Decode(png);
        Assert.True(bitmap.Width > 1000);
        string svg = Encoding.UTF8.GetString(SweepPlot.RenderSvg("sweep", rows));
        Assert.EndsWith("</svg>", svg.TrimEnd(), StringComparison.Ordinal);
    }

    [Fact]
    public void The_sweep_figure_needs_no_font()
    {
        string svg = Encoding.UTF8.GetString(SweepPlot.RenderSvg("sweep", SampleSweep.Rows(20)));
        Assert.DoesNotContain("<text", svg, StringComparison.Ordinal);
    }

    private static ContactSheetImage Sheet(int pairs, TensorShape shape)
    {
        int area = shape.Height * shape.Width;
        float[] original = [.. Enumerable.Range(0, shape.Elements).Select(i => 0.2f * (1 + (i / area)))];
        float[] reconstruction = new float[shape.Elements];
        return ContactSheet.Render(
            "rmle, white-box | split ReLU1 | defence none",
            [.. Enumerable.Repeat(new PicturePair(original, reconstruction, 12.3, 0.45), pairs)],
            shape);
    }
}
