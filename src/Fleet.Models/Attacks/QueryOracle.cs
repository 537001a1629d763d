using System.Globalization;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks;

/// <summary>
/// The device's half as a function v = f1(x) that an attacker may query, with everything the device does to a message. It
/// counts what it is asked and refuses what exceeds the budget.
/// </summary>
/// <remarks>
/// Where devices have secret keys, the attacker asks devices of its own, of each another key: it has those, puts channels back
/// in their order, and sees each channel masked on some devices and not on others.
/// </remarks>
public sealed class QueryOracle
{
    /// <summary>The device that answers, beyond the devices of any fleet.</summary>
    public const int QueryDevice = int.MaxValue - 1;

    /// <summary>The devices that answer where each has a key: an attacker's own, whose keys it has.</summary>
    private const int KeyedDevices = 1024;

    private readonly TrainedNetwork _network;
    private readonly string _split;
    private readonly DefenseChain _defense;
    private readonly ulong _seed;

    /// <param name="network">The network. The caller keeps it alive.</param>
    /// <param name="split">The last layer on the device.</param>
    /// <param name="defense">What the device does to its messages.</param>
    /// <param name="seed">The key of the defence's noise.</param>
    /// <param name="budget">The most queries that will be answered, at least 0.</param>
    /// <exception cref="ArgumentException">The network has no such layer, or the budget is negative.</exception>
    public QueryOracle(TrainedNetwork network, string split, DefenseChain defense, ulong seed, long budget = long.MaxValue)
    {
        network.Spec.Require(split);
        ArgumentOutOfRangeException.ThrowIfNegative(budget);
        (_network, _split, _defense, _seed, Budget) = (network, split, defense, seed, budget);
    }

    /// <summary>The most queries that will be answered.</summary>
    public long Budget { get; }

    /// <summary>How many were asked.</summary>
    public long Asked { get; private set; }

    /// <summary>Asks about the first inputs of a set: all of them, or as many as the budget still allows.</summary>
    /// <exception cref="InvalidOperationException">The budget is spent.</exception>
    /// <summary>Where the answers are computed.</summary>
    internal ComputeDevice Compute => _network.Compute;

    internal AnsweredQueries Ask(QuerySet set, PictureFormat format)
    {
        int count = (int)Math.Min(set.Count, Budget - Asked);
        if (count == 0)
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"The budget of {Budget} queries is spent."));
        }

        long first = Asked;
        Asked += count;
        return new AnsweredQueries(count, indices =>
        {
            using var gradients = no_grad();
            using var scope = NewDisposeScope();
            int[] rows = indices.ToArray();
            Tensor inputs = set.Load(indices, format, _network.Device);
            Tensor entering = inputs;
            if (_defense.Affects(DefensePlace.Input))
            {
                entering = inputs.clone();
                DefendedTensor.Apply(_defense, DefensePlace.Input, entering, _seed, Device, row => first + rows[row]);
            }

            Tensor answers = _network.Head(entering, _split);
            DefendedTensor.Apply(_defense, DefensePlace.Activation, answers, _seed, Device, row => first + rows[row]);
            DefendedTensor.Undo(_defense, answers, _seed, Device);
            return (inputs.MoveToOuterDisposeScope(), answers.MoveToOuterDisposeScope());

            int Device(int row) => _defense.IsKeyed ? QueryDevice - (int)((first + rows[row]) % KeyedDevices) : QueryDevice;
        });
    }
}

/// <summary>
/// Queries with their answers. The attacker has them all; the program makes them again, the same bits, instead of keeping
/// gigabytes.
/// </summary>
internal sealed class AnsweredQueries(int count, AnsweredQueries.Loader load)
{
    public delegate (Tensor Inputs, Tensor Answers) Loader(ReadOnlySpan<int> indices);

    public int Count => count;

    /// <summary>Inputs and answers of the given queries, in the caller's dispose scope.</summary>
    public (Tensor Inputs, Tensor Answers) Load(ReadOnlySpan<int> indices) => load(indices);
}
