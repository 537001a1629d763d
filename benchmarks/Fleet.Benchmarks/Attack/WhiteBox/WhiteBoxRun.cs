using System.Text.Json;
using Fleet.Models.Attacks;
using Fleet.Models.Defenses;

namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>A network, a cut, a defence and whether the attacker knows it.</summary>
/// <param name="Epochs">How long the network was trained.</param>
/// <param name="Seed">The seed of its training.</param>
/// <param name="Split">The cut.</param>
/// <param name="Defense">The defence on the activation; none.</param>
/// <param name="Adaptive">Whether the attacker allows for it.</param>
internal sealed record WhiteBoxCell(int Epochs, ulong Seed, string Split, string Defense, bool Adaptive)
{
    /// <summary>The cell apart from the seed, over which medians are taken.</summary>
    public WhiteBoxCell WithoutSeed() => this with { Seed = 0 };

    /// <summary>The settings of a side.</summary>
    public RmleSettings Settings(bool published) => published
        ? RmleSettings.PublishedFor(AttackSubject.Spec, Split)
        : RmleDefaults.For(AttackSubject.Spec, Split);
}

/// <summary>One cell attacked with the default or with the published settings: a line of the file of finished runs.</summary>
/// <param name="Cell">The cell.</param>
/// <param name="Published">Whether the settings are the published ones.</param>
/// <param name="Settings">The settings, whole.</param>
/// <param name="Data">The data set.</param>
/// <param name="First">The first test picture.</param>
/// <param name="Images">How many pictures from there on.</param>
/// <param name="Program">What computed it: the identity of the library of attacks.</param>
internal sealed record WhiteBoxRun(WhiteBoxCell Cell, bool Published, string Settings, string Data, int First, int Images, Guid Program)
{
    /// <summary>The mean over the pictures.</summary>
    public double PsnrDb { get; init; }

    /// <summary>The mean over the pictures, uniform7.</summary>
    public double Ssim { get; init; }

    /// <summary>The time of the attack, on one thread.</summary>
    public double Seconds { get; init; }

    /// <summary>What is to be run.</summary>
    public static WhiteBoxRun Of(WhiteBoxCell cell, bool published, string data, int first, int images) => new(
        cell, published, JsonSerializer.Serialize(cell.Settings(published)), data, first, images, typeof(RmleReconstructor).Module.ModuleVersionId);

    /// <summary>The run without its results: equal for equal questions.</summary>
    public WhiteBoxRun Question() => this with { PsnrDb = 0, Ssim = 0, Seconds = 0 };

    /// <summary>The run with its results.</summary>
    public WhiteBoxRun Answer(AttackSubject subject)
    {
        DefenseChain defense = DefenseCatalog.BuiltIn.TryParse(Cell.Defense, out DefenseChain parsed, out string problem) ? parsed : throw new InvalidOperationException(problem);
        AttackMeasurement measured = subject.AttackBehind(Cell.Split, Cell.Settings(Published), First, Images, defense, Cell.Adaptive);
        return this with { PsnrDb = measured.PsnrDb, Ssim = measured.Ssim, Seconds = measured.Seconds };
    }
}
