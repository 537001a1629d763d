using System.Text;
using Fleet.Host.Experiments;
using Fleet.Host.Plots;
using Fleet.Host.Reports;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Results;
using Fleet.Models.Statistics;
using SkiaSharp;

namespace Fleet.Host.Tests.Reports;

public sealed class AttackPlotsTests
{
    private static readonly string[] Splits = ["conv1", "ReLU1", "pool1", "conv2", "ReLU2", "pool2", "fc1", "fc1act", "fc2"];
    private static readonly string[] Attacks = ["rmle", "inverse-network", "shadow-rmle"];
    private static readonly string[] Defenses =
        ["none", "dropout:0.3@activation", "dropout:0.5@activation", "gaussian:0.5@activation", "quantize:4bit@activation", "nopeek:1@activation"];

    [Theory]
    [InlineData(9, 3, 6, "by-split accuracy-leakage-rmle accuracy-leakage-inverse-network accuracy-leakage-shadow-rmle")]
    [InlineData(9, 1, 6, "by-split accuracy-leakage")]
    [InlineData(1, 3, 6, "accuracy-leakage")]
    [InlineData(9, 3, 1, "by-split")]
    [InlineData(1, 1, 1, "")]
    public void There_is_a_figure_for_what_varies(int splits, int attacks, int defenses, string names) =>
        Assert.Equal(names, string.Join(' ', AttackPlots.Figures(Rows(splits, attacks, defenses)).Select(figure => figure.Name)));

    [Fact]
    public void A_series_looks_the_same_in_every_panel_and_a_panel_has_one_line_for_each_defence()
    {
        PlotFigure figure = AttackPlots.Figures(Rows(9, 3, 6)).First().Figure;
        Assert.Equal(Attacks, figure.Columns.Select(column => column.Title));
        Assert.All(figure.Columns.SelectMany(column => column.Panels), panel => Assert.Equal(Defenses, panel.Select(series => series.Kind)));
        Assert.All(figure.Columns.SelectMany(column => column.Panels), panel => Assert.All(panel, series => Assert.Equal(9, series.Points.Count)));
    }

    [Fact]
    public void Levels_of_one_defence_are_one_line_that_begins_at_the_undefended_network()
    {
        PlotFigure figure = AttackPlots.Figures(Rows(1, 1, 6)).Single().Figure;
        PlotSeries dropout = figure.Columns[0].Panels[0].Single(series => series.Kind == "dropout@activation");
        Assert.Equal(["", "0.3", "0.5"], dropout.Points.Select(point => point.Label));
    }

    [Theory]
    [InlineData(9, 3, 6)]
    [InlineData(2, 1, 2)]
    [InlineData(1, 2, 3)]
    public void A_figure_is_drawn_the_same_each_time_and_nothing_is_cut_off(int splits, int attacks, int defenses)
    {
        foreach ((_, PlotFigure figure) in AttackPlots.Figures(Rows(splits, attacks, defenses)))
        {
            byte[] png = SeriesPlot.RenderPng(figure);
            Assert.Equal(png, SeriesPlot.RenderPng(figure));
            Assert.EndsWith("</svg>", Encoding.UTF8.GetString(SeriesPlot.RenderSvg(figure)).TrimEnd(), StringComparison.Ordinal);
            using SKBitmap bitmap = SKBitmap.Decode(png);
            Assert.All(Enumerable.Range(0, bitmap.Width), x => Assert.Equal(SKColors.White, bitmap.GetPixel(x, bitmap.Height - 2)));
            Assert.All(Enumerable.Range(0, bitmap.Height), y => Assert.Equal(SKColors.White, bitmap.GetPixel(bitmap.Width - 2, y)));
        }
    }

    internal static AttackRow[] Rows(int splits, int attacks, int defenses) =>
    [
        .. from split in Enumerable.Range(0, splits)
           from attack in Enumerable.Range(0, attacks)
           from defense in Enumerable.Range(0, defenses)
           select Row(split, attack, defense),
    ];

    private static AttackRow Row(int split, int attack, int defense)
    {
        double psnr = 40 - (3 * split) - (1.5 * attack) - (1.1 * defense);
        var psnrDb = new SeedMedian(psnr, psnr, psnr, new Interval(psnr - 1, psnr + 0.8));
        double similarity = Math.Max(0.03, 0.99 - (0.09 * split) - (0.05 * attack) - (0.06 * defense));
        var ssim = new SeedMedian(similarity, similarity, similarity, new Interval(similarity - 0.02, similarity + 0.02));
        double accuracy = 0.985 - (0.012 * defense * (1 - (0.08 * split)));
        return SampleAttack.Row(Splits[split], Attacks[attack], Defenses[defense], adaptive: defense is 1 or 2 or 3 or 5, accuracy, psnrDb, ssim);
    }
}
