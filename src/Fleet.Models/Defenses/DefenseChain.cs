using Fleet.Models.Randomness;

namespace Fleet.Models.Defenses;

/// <summary>
/// The defences of a device, in the order in which they act: those on the input, then those on the activation. Two
/// chains are equal if their canonical forms are.
/// </summary>
/// <remarks>
/// The noise is a pure function of (seed, device, sequence, place, position among the steps at that place). It does not
/// depend on the scale of the noise or on what happens at the other place, so that two settings compare on equal draws.
/// </remarks>
public sealed record DefenseChain
{
    /// <summary>The most steps a chain may have at one place.</summary>
    public const int MaxStepsAtPlace = 64;

    private const int SequenceBits = 56;
    private readonly DefenseStep[][] _byPlace;

    /// <summary>A chain of steps.</summary>
    /// <param name="steps">The steps. Those at one place keep their order; those on the input move to the front.</param>
    /// <exception cref="ArgumentException">More than <see cref="MaxStepsAtPlace"/> steps act at one place.</exception>
    public DefenseChain(params IEnumerable<DefenseStep> steps)
    {
        DefenseStep[] all = [.. steps];
        _byPlace =
        [
            [.. all.Where(step => step.Place == DefensePlace.Input)],
            [.. all.Where(step => step.Place == DefensePlace.Activation)],
        ];
        if (_byPlace.Any(atPlace => atPlace.Length > MaxStepsAtPlace))
        {
            throw new ArgumentException($"A chain has at most {MaxStepsAtPlace} steps at one place.", nameof(steps));
        }

        Steps = [.. _byPlace[0], .. _byPlace[1]];
        Canonical = Steps.Count == 0 ? NoneName : string.Join('+', Steps.Select(step => step.Canonical));
    }

    internal const string NoneName = "none";

    /// <summary>No defence.</summary>
    public static DefenseChain None { get; } = new([]);

    /// <summary>The steps in the order in which they act.</summary>
    public IReadOnlyList<DefenseStep> Steps { get; }

    /// <summary>The canonical form, such as "none" or "gaussian:0.8@input+dropout:0.3@activation".</summary>
    public string Canonical { get; }

    /// <summary>
    /// Reads a chain from its canonical form or from what a person writes, such as "dropout 30 %", "dropout 0.3
    /// rescaled", "gaussian 0.8 on input", "none", or several joined by "+".
    /// </summary>
    /// <param name="text">The text.</param>
    /// <param name="chain">The chain; <see cref="None"/> if the text has a problem.</param>
    /// <param name="problem">One sentence that says what is wrong and what is expected; empty if nothing is.</param>
    /// <returns>Whether the text could be read.</returns>
    public static bool TryParse(string text, out DefenseChain chain, out string problem) =>
        DefenseParser.TryParse(text, out chain, out problem);

    /// <summary>This chain, followed by the steps of another.</summary>
    public DefenseChain Then(DefenseChain next) => new([.. Steps, .. next.Steps]);

    /// <summary>Whether a step acts at this place.</summary>
    public bool Affects(DefensePlace place) => _byPlace[(int)place].Length > 0;

    /// <summary>Floating point operations for one request, as <see cref="DefenseCost"/> counts them.</summary>
    /// <param name="inputElements">Elements of the picture.</param>
    /// <param name="activationElements">Elements of the activation at the split point.</param>
    public long Flops(int inputElements, int activationElements) =>
        Steps.Sum(step => step.FlopsPerElement * (step.Place == DefensePlace.Input ? inputElements : activationElements));

    /// <summary>Applies the steps at one place to the values of one message, in place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="values">All elements of the picture or activation, normalised.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="device">The device that sends the message, at least 0.</param>
    /// <param name="sequence">The position among the device's requests, from 0 to 2^56 - 1.</param>
    public void Apply(DefensePlace place, Span<float> values, ulong seed, int device, long sequence)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, 1L << SequenceBits);

        DefenseStep[] steps = _byPlace[(int)place];
        for (int position = 0; position < steps.Length; position++)
        {
            // Place and position fill the bits above the sequence number, so that no two steps share a stream.
            ulong step = ((ulong)place * MaxStepsAtPlace) + (ulong)position;
            ulong index = (step << SequenceBits) | (ulong)sequence;
            steps[position].Apply(values, new CounterRandom(seed, (uint)device, RandomPurpose.Defense, index));
        }
    }

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <inheritdoc/>
    public bool Equals(DefenseChain? other) => other is not null && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Canonical);
}
