namespace Fleet.Models.Attacks.Cases;

/// <summary>The attacks that can be named in scenarios and on the command line, each in one or several cases. Immutable.</summary>
/// <param name="cases">The cases, those of one attack together; the first of an attack is its default.</param>
public sealed class AttackCatalog(IReadOnlyList<AttackCase> cases)
{
    /// <summary>The attacks of the program, in the order of the papers. To add one, list its cases here.</summary>
    public static AttackCatalog BuiltIn { get; } = new(
    [
        .. RmleAttack.Cases,
        .. LikelihoodAttack.Cases,
        .. InverseNetworkAttack.Cases,
        .. ShadowRmleAttack.Cases,
        .. UnSplitAttack.Cases,
        .. LearnedPriorAttack.Cases,
    ]);

    /// <summary>The cases.</summary>
    public IReadOnlyList<AttackCase> Cases => cases;

    /// <summary>The names of the attacks, in the order in which they are listed.</summary>
    public IReadOnlyList<string> Names { get; } = [.. cases.Select(one => one.Attack).Distinct()];

    /// <summary>This catalogue and more cases.</summary>
    public AttackCatalog With(params IEnumerable<AttackCase> more) => new([.. cases, .. more]);

    /// <summary>A case of an attack.</summary>
    /// <exception cref="InvalidOperationException">There is none.</exception>
    public AttackCase Find(string attack, string name) => cases.First(one => one.Attack == attack && one.Name == name);

    /// <summary>The attacks that take a setting.</summary>
    /// <param name="setting">One of those of <see cref="AttackSettings"/>.</param>
    public IReadOnlyList<string> Taking(string setting) => [.. cases.Where(one => one.Takes.Contains(setting)).Select(one => one.Attack).Distinct()];
}
