using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// Examples that an attacker makes: pictures of the kind through the device's layers, or a surrogate for them, and through
/// defences with random numbers and keys of the attacker's own.
/// </summary>
/// <param name="head">The layers.</param>
/// <param name="split">The last of them.</param>
/// <param name="pictures">Inputs that the attacker has.</param>
internal sealed class Experience(TrainedNetwork head, string split, QuerySet pictures)
{
    private const int MostExamples = 256;
    private const int BatchSize = 32;
    private const uint Stream = 12;

    private readonly ulong _seed = AttackerSeed.Of(0, Stream);

    private int Count => Math.Min(MostExamples, pictures.Count);

    /// <summary>
    /// The examples of an attacker with these layers. One without pictures has grey squares: better than nothing, since they
    /// show what the layers do to plain areas.
    /// </summary>
    public static Experience Of(TrainedNetwork head, string split, AttackerKnowledge knowledge)
    {
        Dataset? own = knowledge switch
        {
            WhiteBox white => white.Pictures,
            QueryFree free => free.Pictures,
            _ => null,
        };
        QuerySet inputs = knowledge is BlackBox black ? black.Queries
            : own is not null ? new PictureQueries(own)
            : new NoiseQueries(MostExamples, Seed: 1);
        return new Experience(head, split, inputs);
    }

    /// <summary>What the examples look like after a defence.</summary>
    public ActivationStatistics After(DefenseChain defense) =>
        ActivationStatistics.Of(Batches().Select(indices => Activations(indices, defense)));

    /// <summary>How far a defence of the picture moves an element of the activation: the mean square over the examples.</summary>
    public double MeanSquareShift(DefenseChain onInput)
    {
        using var gradients = no_grad();
        double sum = 0;
        foreach (int[] indices in Batches())
        {
            using var scope = NewDisposeScope();
            sum += (Activations(indices, onInput) - Activations(indices, DefenseChain.None)).square().flatten(1).mean([1]).sum().item<float>();
        }

        return sum / Count;
    }

    /// <summary>Examples from all of the set: the pictures of one class may stand together.</summary>
    private IEnumerable<int[]> Batches() =>
        Enumerable.Range(0, Count).Select(i => (int)((long)i * pictures.Count / Count)).Chunk(BatchSize);

    private Tensor Activations(int[] indices, DefenseChain defense)
    {
        using var gradients = no_grad();
        using var scope = NewDisposeScope();
        Tensor inputs = pictures.Load(indices, PictureFormat.Of(head.Spec), head.Device).clone();
        DefendedTensor.Apply(defense, DefensePlace.Input, inputs, _seed, _ => QueryOracle.QueryDevice, row => indices[row]);
        Tensor activations = head.Head(inputs, split).clone();
        DefendedTensor.Apply(defense, DefensePlace.Activation, activations, _seed, _ => QueryOracle.QueryDevice, row => indices[row]);
        return activations.MoveToOuterDisposeScope();
    }
}
