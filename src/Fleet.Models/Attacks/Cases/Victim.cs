using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Models.Attacks.Cases;

/// <summary>An attacked network, its defence, and the pictures around them.</summary>
/// <param name="Network">The network, trained with the defence where that needs it; whoever prepared it disposes of it.</param>
/// <param name="TrainedOn">What the network learned from.</param>
/// <param name="Others">Training pictures that it has never seen; empty if it learned from all.</param>
/// <param name="Test">The pictures that are attacked.</param>
public sealed record Victim(TrainedNetwork Network, Dataset TrainedOn, Dataset Others, Dataset Test)
{
    /// <summary>The defence, ready to act: what it has to learn is learned.</summary>
    public DefenseChain Defense { get; init; } = DefenseChain.None;
}
