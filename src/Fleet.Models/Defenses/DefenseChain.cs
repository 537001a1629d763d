using System.Globalization;
using Fleet.Models.Tensors;

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

    /// <summary>This chain, followed by the steps of another.</summary>
    public DefenseChain Then(DefenseChain next) => new([.. Steps, .. next.Steps]);

    /// <summary>Whether a step acts at this place.</summary>
    public bool Affects(DefensePlace place) => _byPlace[(int)place].Length > 0;

    /// <summary>Floating point operations for one request, as <see cref="DefenseCost"/> counts them.</summary>
    /// <param name="inputElements">Elements of the picture.</param>
    /// <param name="activationElements">Elements of the activation at the split point.</param>
    public long Flops(int inputElements, int activationElements) =>
        Steps.Sum(step => step.FlopsPerElement * (step.Place == DefensePlace.Input ? inputElements : activationElements));

    /// <summary>What the steps have to learn before they can act: the greatest need among them.</summary>
    public TrainingNeed Training => Steps.Count == 0 ? TrainingNeed.None : Steps.Max(step => step.Training);

    /// <summary>Whether a step depends on a key of the device, so that two devices are defended differently.</summary>
    public bool IsKeyed => Steps.Any(step => step.IsKeyed);

    /// <summary>Bytes that the device holds for the steps, apart from the values themselves.</summary>
    /// <param name="input">The shape of the picture.</param>
    /// <param name="activation">The shape of the activation at the split point.</param>
    public long MemoryBytes(TensorShape input, TensorShape activation) =>
        Steps.Sum(step => step.MemoryBytes(step.Place == DefensePlace.Input ? input : activation));

    /// <summary>How the defended activation travels.</summary>
    /// <param name="activation">The shape of the activation at the split point.</param>
    public WireFormat Wire(TensorShape activation) =>
        _byPlace[(int)DefensePlace.Activation].Aggregate(WireFormat.Dense(activation), (format, step) => step.Encode(format));

    /// <summary>Applies the steps at one place to the values of one message, in place.</summary>
    /// <param name="place">The place.</param>
    /// <param name="values">All elements of the picture or activation, normalised.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="device">The device that sends the message, at least 0.</param>
    /// <param name="sequence">The position among the device's requests, from 0 to 2^56 - 1.</param>
    /// <exception cref="InvalidOperationException">A step has not learned yet what it needs.</exception>
    public void Apply(DefensePlace place, Span<float> values, TensorShape shape, ulong seed, int device, long sequence)
    {
        Require(values.Length, shape, device, sequence);
        DefenseStep[] steps = _byPlace[(int)place];
        for (int position = 0; position < steps.Length; position++)
        {
            steps[position].Apply(values, new MessageContext(seed, device, sequence, Index(place, position), shape));
        }
    }

    /// <summary>The same for values without rows and columns.</summary>
    /// <inheritdoc cref="Apply(DefensePlace, Span{float}, TensorShape, ulong, int, long)"/>
    public void Apply(DefensePlace place, Span<float> values, ulong seed, int device, long sequence) =>
        Apply(place, values, new TensorShape(values.Length), seed, device, sequence);

    /// <summary>
    /// What the server that holds the device's key does before the layers behind the cut: takes back what the key did, in
    /// place. Noise and erasures stay.
    /// </summary>
    /// <param name="values">All elements of the activation that arrived.</param>
    /// <param name="shape">Their shape.</param>
    /// <param name="seed">The scenario's seed.</param>
    /// <param name="device">The device that sent the message, at least 0.</param>
    public void Undo(Span<float> values, TensorShape shape, ulong seed, int device)
    {
        Require(values.Length, shape, device, sequence: 0);
        DefenseStep[] steps = _byPlace[(int)DefensePlace.Activation];
        for (int position = steps.Length - 1; position >= 0; position--)
        {
            steps[position].Undo(values, new MessageContext(seed, device, 0, Index(DefensePlace.Activation, position), shape));
        }
    }

    /// <summary>The chain with every step replaced by what <paramref name="change"/> makes of it.</summary>
    internal DefenseChain Select(Func<DefenseStep, DefenseStep> change) => new(Steps.Select(change));

    /// <summary>Place and position of a step: no two steps share it, and so none share random numbers.</summary>
    private static int Index(DefensePlace place, int position) => ((int)place * MaxStepsAtPlace) + position;

    private static void Require(int elements, TensorShape shape, int device, long sequence)
    {
        if (shape.Elements != elements)
        {
            throw new ArgumentException(string.Create(CultureInfo.InvariantCulture, $"A message of shape {shape} has {shape.Elements} elements, not {elements}."), nameof(shape));
        }

        ArgumentOutOfRangeException.ThrowIfNegative(device);
        ArgumentOutOfRangeException.ThrowIfNegative(sequence);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(sequence, 1L << MessageContext.SequenceBits);
    }

    /// <inheritdoc/>
    public override string ToString() => Canonical;

    /// <inheritdoc/>
    public bool Equals(DefenseChain? other) => other is not null && string.Equals(Canonical, other.Canonical, StringComparison.Ordinal);

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Canonical);
}
