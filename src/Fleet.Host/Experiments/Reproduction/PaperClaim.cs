using System.Globalization;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A statement of a paper about a figure whose digits are not printed.</summary>
/// <param name="Text">The statement.</param>
/// <param name="Judge">Says whether the rows of the experiment meet it, and what they show.</param>
internal sealed record PaperClaim(string Text, Func<IReadOnlyList<AttackRow>, (bool Met, string Measured)> Judge);

/// <summary>A figure of a paper: the experiment behind it, and what the paper says of it.</summary>
/// <param name="Id">How a user asks for it.</param>
/// <param name="Title">What it shows, and where it is printed.</param>
/// <param name="Splits">The last layers on the device.</param>
/// <param name="Cases">The attacks.</param>
/// <param name="Defenses">What the device does to its messages.</param>
/// <param name="Claims">What the paper says.</param>
internal sealed record PaperFigure(
    string Id,
    string Title,
    IReadOnlyList<string> Splits,
    IReadOnlyList<AttackCase> Cases,
    IReadOnlyList<DefenseChain> Defenses,
    IReadOnlyList<PaperClaim> Claims)
{
    /// <summary>A chain from its canonical form.</summary>
    internal static DefenseChain Chain(string canonical) => DefenseCatalog.BuiltIn.TryParse(canonical, out DefenseChain chain, out string problem)
        ? chain
        : throw new ArgumentException(problem, nameof(canonical));

    /// <summary>A row in the words of a verdict.</summary>
    internal static string Show(AttackRow row) => string.Create(
        CultureInfo.InvariantCulture,
        $"{row.Split} {row.Defense}: accuracy {100 * row.Accuracy:0.0} %, {row.PsnrDb.Median:0.0} dB, SSIM {row.SsimPaper.Median:0.00}");
}
