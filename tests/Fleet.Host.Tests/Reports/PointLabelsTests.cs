using Fleet.Host.Plots;
using SkiaSharp;

namespace Fleet.Host.Tests.Reports;

public sealed class PointLabelsTests
{
    private const float Size = 11;

    private static readonly SKRect Area = SKRect.Create(300, 200);

    [Fact]
    public void Points_far_apart_have_their_labels_to_the_right()
    {
        var placed = PointLabels.Place([(new SKPoint(50, 100), "0.1"), (new SKPoint(150, 100), "0.2")], Size, Area).ToArray();
        Assert.Equal(["0.1", "0.2"], placed.Select(label => label.Text));
        Assert.All(placed, label => Assert.Equal(TextAnchor.Start, label.Anchor));
    }

    [Fact]
    public void A_label_that_would_leave_the_panel_stands_to_the_left()
    {
        var (_, at, anchor) = Assert.Single(PointLabels.Place([(new SKPoint(295, 100), "0.1")], Size, Area));
        Assert.Equal(TextAnchor.End, anchor);
        Assert.True(at.X < 295);
    }

    [Fact]
    public void Labels_of_crowded_points_that_find_no_place_are_left_out_and_the_first_stays()
    {
        (SKPoint, string)[] crowd = [.. Enumerable.Range(0, 12).Select(i => (new SKPoint(100 + (0.2f * i), 100), $"0.{i}"))];
        var placed = PointLabels.Place(crowd, Size, Area).ToArray();
        Assert.InRange(placed.Length, 1, 4);
        Assert.Equal("0.0", placed[0].Text);
        Assert.Equal(placed.Length, placed.DistinctBy(label => label.At).Count());
    }

    [Fact]
    public void No_label_stands_on_the_mark_of_another_point()
    {
        var placed = PointLabels.Place([(new SKPoint(100, 100), "0.1"), (new SKPoint(115, 96), "")], Size, Area);
        Assert.Equal(TextAnchor.End, Assert.Single(placed).Anchor);
    }
}
