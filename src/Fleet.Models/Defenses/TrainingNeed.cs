namespace Fleet.Models.Defenses;

/// <summary>What has to be learned before a defence can act.</summary>
public enum TrainingNeed
{
    /// <summary>Nothing: the defence is ready at once.</summary>
    None,

    /// <summary>Noise tensors for the split point. The weights stay as they are.</summary>
    Noise,

    /// <summary>The network's weights, for the split point: training goes on with another loss.</summary>
    Weights,
}
