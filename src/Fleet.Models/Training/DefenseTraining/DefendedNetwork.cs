using Fleet.Models.Defenses;
using Fleet.Models.Networks;

namespace Fleet.Models.Training.DefenseTraining;

/// <summary>A network and a defence that fit together at one split point: both have learned what the defence needs.</summary>
/// <param name="Network">The network whose layers run on devices and servers; disposed of with this.</param>
/// <param name="Split">The split point.</param>
/// <param name="Defense">The defence, ready to act. It equals the one that was asked for.</param>
public sealed record DefendedNetwork(TrainedNetwork Network, string Split, DefenseChain Defense) : IDisposable
{
    /// <inheritdoc/>
    public void Dispose() => Network.Dispose();
}
