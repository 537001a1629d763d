using Fleet.Models.Defenses;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Takes messages out of what crossed the links, with their channels in the order that the layers give. Where a device's
/// order is secret, it is found from all its messages at once; see <see cref="ChannelMatching"/>.
/// </summary>
/// <param name="on">Where the attack computes: messages are brought there.</param>
/// <param name="examples">What messages look like behind all other defences; null where no order is secret.</param>
internal sealed class MessageOrder(Device on, ActivationStatistics? examples)
{
    private Transmissions? _known;
    private Dictionary<int, int[]> _orders = [];

    /// <summary>Whether a step hides the order of the channels.</summary>
    public static bool IsSecret(DefenseChain? defense) => defense?.Steps.Any(step => step.Law is ChannelOrderLaw) == true;

    /// <summary>What messages went through besides the devices' keys.</summary>
    public static DefenseChain WithoutKeys(DefenseChain defense) => new(defense.Steps.Where(step => !step.IsKeyed));

    /// <summary>For each device the position in the message of each channel; empty where no order is secret.</summary>
    public IReadOnlyDictionary<int, int[]> Of(Transmissions transmissions)
    {
        if (examples is not null && !ReferenceEquals(_known, transmissions))
        {
            _known = transmissions;
            _orders = transmissions.MessagesByDevice.ToDictionary(
                device => device.Key,
                device => ChannelMatching.Match(ActivationStatistics.Of(device.Chunk(BatchSize).Select(rows => Rows(transmissions.Activations, rows))), examples));
        }

        return _orders;
    }

    /// <summary>Some messages, in the caller's dispose scope.</summary>
    public Tensor Pick(Transmissions transmissions, IReadOnlyList<int> messages)
    {
        if (examples is null)
        {
            return Rows(transmissions.Activations, messages).to(on);
        }

        IReadOnlyDictionary<int, int[]> orders = Of(transmissions);
        using var scope = NewDisposeScope();
        return cat([.. messages.Select(message =>
            transmissions.Activations.narrow(0, message, 1).index_select(1, Index(orders[transmissions.DeviceOf(message)], transmissions.Activations.device)))]).to(on).MoveToOuterDisposeScope();
    }

    private const int BatchSize = 32;

    private static Tensor Rows(Tensor activations, IReadOnlyList<int> messages) =>
        activations.index_select(0, Index(messages, activations.device));

    private static Tensor Index(IReadOnlyList<int> positions, Device there) =>
        tensor(positions.Select(position => (long)position).ToArray(), [positions.Count], device: there);
}
