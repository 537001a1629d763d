using Fleet.Host.Results;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;

namespace Fleet.Host.Runs;

/// <summary>Measures what messages of one split and defence show of their pictures, whatever an attack makes of them.</summary>
/// <param name="source">Makes the pictures as they enter the devices.</param>
/// <param name="pictures">The pictures that the devices see.</param>
/// <param name="split">The split point.</param>
/// <param name="defense">The defence, ready to act.</param>
internal sealed class MessageMeter(ActivationSource source, Dataset pictures, string split, DefenseChain defense)
{
    /// <summary>The first messages stand for all: distances are between pairs, and each is kept until the end.</summary>
    private const int MostMessages = 128;

    /// <summary>The bound needs a Jacobian for each picture.</summary>
    private const int MostPictures = 16;

    private readonly List<MessageKey> _keys = [];
    private readonly List<float[]> _messages = [];

    /// <summary>Takes messages, with their keys in the order of the rows.</summary>
    public void Take(IReadOnlyList<MessageKey> keys, torch.Tensor activations)
    {
        for (int i = 0; i < keys.Count; i++)
        {
            if (_keys.Count < MostMessages)
            {
                _keys.Add(keys[i]);
                using torch.Tensor row = activations.select(0, i);
                using torch.Tensor flat = row.contiguous();
                _messages.Add(flat.Floats());
            }
        }
    }

    /// <summary>What was measured of the messages taken.</summary>
    /// <param name="network">The network on the devices.</param>
    /// <param name="transmissions">The most messages of one scene that an attack read together.</param>
    /// <param name="seed">The key of estimates.</param>
    public LeakageMeasures Measure(TrainedNetwork network, int transmissions, ulong seed)
    {
        using var scope = torch.NewDisposeScope();
        double? correlation = _keys.Count < 2 ? null : DistanceCorrelation.Of([.. _keys.Select(key => pictures.UnitImage(key.Input))], _messages);
        MessageKey[] different = [.. _keys.DistinctBy(key => key.Input).Take(MostPictures)];
        FisherLeakage? fisher = FisherLeakage.NoiseOf(defense) is null
            ? null
            : FisherLeakage.Of(network, split, defense, source.Inputs(different), transmissions, seed);
        return new LeakageMeasures(correlation, fisher);
    }
}
