using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Statistics;
using Fleet.Models.Tensors;
using TorchSharp;

namespace Fleet.Host.Runs;

/// <summary>Measures what messages of one split and defence show of their pictures, whatever an attack makes of them.</summary>
/// <param name="victim">The network on the devices, and their defence.</param>
/// <param name="split">The split point.</param>
/// <param name="seed">The key of the messages, and of estimates.</param>
internal sealed class MessageMeter(Victim victim, string split, ulong seed)
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
        for (int i = 0; i < keys.Count && _keys.Count < MostMessages; i++)
        {
            _keys.Add(keys[i]);
            using torch.Tensor row = activations.select(0, i);
            using torch.Tensor flat = row.contiguous();
            _messages.Add(flat.Floats());
        }
    }

    /// <summary>The metrics of the messages taken.</summary>
    /// <param name="transmissions">The most messages of one scene that an attack read together.</param>
    public MetricValues<MeanEstimate> Measure(int transmissions)
    {
        using var scope = torch.NewDisposeScope();
        MessageKey[] different = [.. _keys.DistinctBy(key => key.Input).Take(MostPictures)];
        var source = new ActivationSource(victim.Network, victim.Test, seed);
        FisherLeakage? fisher = FisherLeakage.Of(
            victim.Network.Spec, victim.Defense, different.Length, () => CutSensitivity.Of(victim.Network, split, source.Inputs(different), seed), transmissions, seed);
        return MetricValues.Of(new CutSample([.. _keys.Select(key => victim.Test.UnitImage(key.Input))], _messages, fisher), inExperiment: false);
    }
}
