using Fleet.Host.Terminal;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>What of the papers can be reproduced, and the experiment for it.</summary>
internal static class ReproductionCatalog
{
    private const string FigureNetwork = "lenet5";
    private const string FigureData = "mnist";

    /// <summary>The names of tables and figures.</summary>
    public static IReadOnlyList<string> Names { get; } = [.. PaperTables.All.Select(table => table.Id), .. PaperFigures.All.Select(figure => figure.Id)];

    /// <summary>Finds a table or figure.</summary>
    /// <exception cref="UsageException">There is none of that name.</exception>
    public static PaperReproduction Find(string name, string data)
    {
        if (PaperTables.All.FirstOrDefault(one => one.Id == name) is { } table)
        {
            PaperCell[] cells = [.. table.Cells.Where(cell => cell.Data == data)];
            return cells.Length > 0
                ? new PaperReproduction(table.Id, table.Title, cells, [])
                : throw ListOption.Unknown($"data set of {name}", data, [.. table.Cells.Select(cell => cell.Data).Distinct()]);
        }

        return PaperFigures.All.FirstOrDefault(one => one.Id == name) is { } figure
            ? data == FigureData
                ? new PaperReproduction(figure.Id, figure.Title, [], figure.Claims) { Figure = figure }
                : throw ListOption.Unknown($"data set of {name}", data, [FigureData])
            : throw ListOption.Unknown("table or figure", name, Names);
    }

    /// <summary>The experiment behind a table or figure.</summary>
    /// <param name="reproduction">The table or figure.</param>
    /// <param name="settings">A plan of which images, seeds and epochs are used, and nothing else.</param>
    public static AttackPlan Plan(PaperReproduction reproduction, AttackPlan settings) => reproduction.Figure is { } figure
        ? Of(settings, FigureNetwork, FigureData) with { Splits = figure.Splits, Cases = figure.Cases, Defenses = figure.Defenses }
        : Of(settings, reproduction.Cells[0].Network, reproduction.Cells[0].Data) with
        {
            Splits = [.. reproduction.Cells.Select(cell => cell.Split).Distinct()],
            Cases = [.. reproduction.Cells.Select(cell => AttackCatalog.BuiltIn.Find(cell.Attack, cell.Case)).Distinct()],
            Defenses = [DefenseChain.None],
        };

    // The attackers of the papers ignore the defence.
    private static AttackPlan Of(AttackPlan settings, string network, string data) => settings with
    {
        Network = NetworkCatalog.TryFind(network, out NetworkSpec? spec) ? spec : throw new ArgumentException($"There is no network {network}.", nameof(network)),
        Data = DatasetCatalog.TryFind(data, out DatasetInfo? info) ? info : throw new ArgumentException($"There is no data set {data}.", nameof(data)),
        Adaptive = [false],
        Transmissions = 1,
    };
}

/// <summary>A table or figure to reproduce.</summary>
/// <param name="Id">Its name.</param>
/// <param name="Title">What it shows, and where it is printed.</param>
/// <param name="Cells">The printed values; empty for a figure.</param>
/// <param name="Claims">What the paper says of a figure; empty for a table.</param>
internal sealed record PaperReproduction(string Id, string Title, IReadOnlyList<PaperCell> Cells, IReadOnlyList<PaperClaim> Claims)
{
    /// <summary>The figure, if it is one.</summary>
    public PaperFigure? Figure { get; init; }
}
