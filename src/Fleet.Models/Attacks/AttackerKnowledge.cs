using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Models.Attacks;

/// <summary>
/// What an attacker knows of the device's half f1 of the network: one of <see cref="WhiteBox"/>, <see cref="BlackBox"/> and
/// <see cref="QueryFree"/>. Everybody knows the format of the pictures and the shape of the activation.
/// </summary>
public abstract record AttackerKnowledge
{
    private protected AttackerKnowledge()
    {
    }

    /// <summary>The name in scenario files and results.</summary>
    public abstract string Name { get; }

    /// <summary>All that it offers to an attack.</summary>
    public abstract AttackNeeds Offers { get; }

    /// <summary>Where the layers compute that the attacker has or may ask; null where there are none.</summary>
    internal abstract ComputeDevice? Compute { get; }
}

/// <summary>Structure and weights of f1 are known.</summary>
/// <param name="Network">The network. The caller keeps it alive.</param>
/// <param name="Pictures">Pictures of the same kind, for attacks that learn what pictures look like.</param>
public sealed record WhiteBox(TrainedNetwork Network, Dataset? Pictures = null) : AttackerKnowledge
{
    /// <inheritdoc/>
    public override string Name => "white-box";

    /// <inheritdoc/>
    public override AttackNeeds Offers => AttackNeeds.Weights | (Pictures is null ? AttackNeeds.None : AttackNeeds.Pictures);

    internal override ComputeDevice? Compute => Network.Compute;
}

/// <summary>f1 is unknown, but answers queries with inputs of the attacker's choice.</summary>
/// <param name="Oracle">Answers and counts the queries.</param>
/// <param name="Queries">What the attacker asks.</param>
/// <param name="Structure">
/// The table of layers with which the attacker would imitate f1 (see <see cref="HeadStructure"/>); null for an attacker
/// that does not.
/// </param>
public sealed record BlackBox(QueryOracle Oracle, QuerySet Queries, NetworkSpec? Structure = null) : AttackerKnowledge
{
    /// <inheritdoc/>
    public override string Name => "black-box";

    /// <inheritdoc/>
    public override AttackNeeds Offers => AttackNeeds.Queries | (Structure is null ? AttackNeeds.None : AttackNeeds.Structure);

    internal override ComputeDevice? Compute => Oracle.Compute;
}

/// <summary>f1 is unknown and answers no queries.</summary>
/// <param name="Structure">The table of layers with which the attacker imitates f1 (see <see cref="HeadStructure"/>).</param>
/// <param name="Cloud">The cloud's half, which the attacker runs; null for an attacker that has only the activations.</param>
/// <param name="Pictures">Labelled pictures of the same kind; null if there are none.</param>
public sealed record QueryFree(NetworkSpec Structure, CloudHalf? Cloud = null, Dataset? Pictures = null) : AttackerKnowledge
{
    /// <inheritdoc/>
    public override string Name => "query-free";

    /// <inheritdoc/>
    public override AttackNeeds Offers => AttackNeeds.Structure
        | (Cloud is null ? AttackNeeds.None : AttackNeeds.CloudHalf)
        | (Pictures is null ? AttackNeeds.None : AttackNeeds.Pictures);

    internal override ComputeDevice? Compute => Cloud?.Compute;
}
