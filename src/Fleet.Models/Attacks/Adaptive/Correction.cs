namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// What an attacker who knows a step of the defence infers from its output. Corrections apply from the last step back to the
/// first.
/// </summary>
internal abstract class Correction
{
    /// <summary>Corrects the observation so far, one message a row. New tensors go to the caller's dispose scope.</summary>
    /// <param name="seen">What follows from the steps behind this one.</param>
    /// <param name="facts">What the attacker knows of undefended activations.</param>
    public abstract Observation Undo(Observation seen, ActivationFacts facts);
}
