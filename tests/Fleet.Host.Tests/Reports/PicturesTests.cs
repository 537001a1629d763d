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
    public void The_font_has_every_character_that_names_have() =>
        Assert.True(FigureFont.Typeface.ContainsGlyphs(string.Concat(Enumerable.Range(' ', '~' - ' ' + 1).Select(c => (char)c)) + "·–…±"));

    [Theory]
    [InlineData("a short one", "a short one")]
    [InlineData("a long one that does not fit", "a long one th…")]
    public void A_text_that_is_too_long_is_cut(string text, string shown)
    {
        Assert.Equal(shown, FigureFont.Fit(text, 14, 100));
        Assert.True(FigureFont.Measure(shown, 14) <= 100);
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
        IReadOnlyList<string> lines = FigureFont.Wrap("one two three four five six seven eight", 17, 120);
        Assert.True(lines.Count > 2);
        Assert.All(lines, line => Assert.True(FigureFont.Measure(line, 17) <= 120));
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
        Assert.True(bitmap.Width > 800);
        string svg = Encoding.UTF8.GetString(SweepPlot.RenderSvg("sweep", rows));
        Assert.EndsWith("</svg>", svg.TrimEnd(), StringComparison.Ordinal);
    }

    /// <summary>A reader's machine without the font draws the text in another one, at the same places.</summary>
    [Fact]
    public void The_text_of_a_vector_figure_is_text_in_any_font_without_serifs()
    {
        string svg = Encoding.UTF8.GetString(SweepPlot.RenderSvg("sweep", SampleSweep.Rows(20)));
        Assert.Contains("<text", svg, StringComparison.Ordinal);
        Assert.Equal(svg.Split("<text").Length, svg.Split("font-family=\"Open Sans, sans-serif\"").Length);
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
