namespace Fleet.Models.Attacks.Decoding;

/// <summary>Sees when none of the scenes of a batch improves any more.</summary>
/// <param name="tolerance">The least relative improvement between two looks that counts; negative: every change counts.</param>
internal sealed class LossWatch(double tolerance)
{
    private float[]? _before;

    /// <summary>Looks at the losses of the scenes, always in the same order.</summary>
    /// <returns>Whether none has improved since the last look.</returns>
    public bool StandsStill(float[] losses)
    {
        bool still = _before is not null && tolerance >= 0
            && losses.Zip(_before, (now, then) => now >= then * (1 - tolerance)).All(stands => stands);
        _before = losses;
        return still;
    }
}
