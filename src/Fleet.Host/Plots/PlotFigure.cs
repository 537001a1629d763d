using Fleet.Models.Statistics;

namespace Fleet.Host.Plots;

/// <summary>A point of a series.</summary>
/// <param name="X">Where it stands on the figure's x axis.</param>
/// <param name="Y">Its value.</param>
/// <param name="Range">Where its value lies with confidence; an undefined one is not drawn.</param>
/// <param name="Label">A few characters beside it, or none.</param>
internal readonly record struct PlotPoint(double X, double Y, Interval Range, string Label = "");

/// <summary>A series of one panel.</summary>
/// <param name="Name">What it is, for the key: series of one name look alike in all panels.</param>
/// <param name="Kind">Series of one kind share a colour.</param>
/// <param name="Hollow">Whether its marks are hollow and its line is thin.</param>
/// <param name="Points">Its points, in the order in which they are joined.</param>
internal sealed record PlotSeries(string Name, string Kind, bool Hollow, IReadOnlyList<PlotPoint> Points)
{
    /// <summary>Whether the others are to be compared with it: it is drawn in black.</summary>
    public bool IsReference { get; init; }
}

/// <summary>Panels one above the other, one for each quantity of the figure.</summary>
/// <param name="Title">What they have in common; empty where there is a single column.</param>
/// <param name="Panels">The series of each.</param>
internal sealed record PlotColumn(string Title, IReadOnlyList<IReadOnlyList<PlotSeries>> Panels);

/// <summary>A figure: a grid of panels with one x axis for all and one y axis for each quantity, and a key beside them.</summary>
/// <param name="Title">What it shows.</param>
/// <param name="XTitle">What x is, with its unit.</param>
/// <param name="XNames">The names at x = 0, 1, 2, ...; none where x is a number.</param>
/// <param name="Quantities">What y is in the panels of each column.</param>
/// <param name="Columns">The columns, in reading order.</param>
/// <param name="Note">What the bars at the points are, for the key.</param>
internal sealed record PlotFigure(
    string Title, string XTitle, IReadOnlyList<string> XNames, IReadOnlyList<FigureQuantity> Quantities, IReadOnlyList<PlotColumn> Columns, string Note)
{
    /// <summary>All series of all panels.</summary>
    public IEnumerable<PlotSeries> Series => Columns.SelectMany(column => column.Panels).SelectMany(panel => panel);
}
