using Fleet.Host.Plots;
using SkiaSharp;

namespace Fleet.Host.Tests.Reports;

public sealed class PointLabelsTests
{
    private const float Radius = 5;

    private static readonly SKSize Text = new(20, 12);
    private static readonly SKRect Area = SKRect.Create(300, 200);

    [Fact]
    public void Points_far_apart_have_their_texts_to_the_right() =>
        Assert.All(Place(1, new(50, 100), new(150, 100)).Zip([50f, 150f]), pair => Assert.True(pair.First!.Value.X > pair.Second));

    [Fact]
    public void A_text_that_would_leave_the_area_stands_to_the_left() => Assert.True(Assert.Single(Place(1, new SKPoint(295, 100)))!.Value.X < 295);

    [Fact]
    public void Texts_of_crowded_points_that_find_no_place_are_left_out_and_the_first_stays()
    {
        SKPoint?[] placed = Place(1, [.. Enumerable.Range(0, 12).Select(i => new SKPoint(100 + (0.2f * i), 100))]);
        Assert.NotNull(placed[0]);
        Assert.InRange(placed.Count(place => place is not null), 1, 6);
    }

    [Fact]
    public void With_more_rings_the_texts_of_crowded_points_stand_farther_away_and_apart()
    {
        SKPoint?[] placed = Place(8, [.. Enumerable.Range(0, 12).Select(i => new SKPoint(100 + (0.2f * i), 100))]);
        Assert.DoesNotContain(null, placed);
        SKRect[] texts = [.. placed.Select(place => SKRect.Create(place!.Value.X - (Text.Width / 2), place.Value.Y - (Text.Height / 2), Text.Width, Text.Height))];
        Assert.All(texts, text => Assert.Equal(1, texts.Count(text.IntersectsWith)));
    }

    [Fact]
    public void No_text_stands_on_the_mark_of_another_point() =>
        Assert.True(Place(1, new(100, 100), new(115, 92))[0]!.Value.Y > 92);

    private static SKPoint?[] Place(int rings, params SKPoint[] points) => PointLabels.Place([.. points.Select(point => (point, Text))], Radius, rings, Area);
}
