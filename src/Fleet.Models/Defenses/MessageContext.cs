using Fleet.Models.Randomness;
using Fleet.Models.Tensors;

namespace Fleet.Models.Defenses;

/// <summary>Which message a step works on, and the random numbers that belong to it.</summary>
/// <param name="Seed">The scenario's seed.</param>
/// <param name="Device">The device that sends the message.</param>
/// <param name="Sequence">The position among the device's requests.</param>
/// <param name="Step">Place and position of the step within its chain.</param>
/// <param name="Shape">The shape of the values.</param>
public readonly record struct MessageContext(ulong Seed, int Device, long Sequence, int Step, TensorShape Shape)
{
    /// <summary>Bits of the random numbers' index that hold the sequence number; the step fills those above.</summary>
    public const int SequenceBits = 56;

    /// <summary>The stream of one step for one message.</summary>
    public CounterRandom Noise() =>
        new(Seed, (uint)Device, RandomPurpose.Defense, ((ulong)Step << SequenceBits) | (ulong)Sequence);

    /// <summary>The stream of one step for one device: the same for all its messages.</summary>
    public CounterRandom DeviceKey() => new(Seed, (uint)Device, RandomPurpose.DeviceKey, (ulong)Step);

    /// <summary>The channels in an order drawn from the device's key.</summary>
    public int[] ShuffledChannels() => DeviceKey().Permutation(Shape.Channels);
}
