namespace Fleet.Models.Defenses;

/// <summary>Where a defence acts. The values are part of the random numbers' key: never renumber them.</summary>
public enum DefensePlace
{
    /// <summary>On the normalised picture, before the first layer.</summary>
    Input = 0,

    /// <summary>On the activation at the split point, before it is sent. The default.</summary>
    Activation = 1,
}
