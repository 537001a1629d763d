namespace Fleet.Models.Randomness;

/// <summary>
/// What a random number is drawn for. Part of the generator's key, so that drawing more for one purpose never shifts
/// the numbers of another. The values are part of the results: never renumber them.
/// </summary>
public enum RandomPurpose : uint
{
    /// <summary>Gaps between the requests of a device.</summary>
    Arrival = 1,

    /// <summary>Which picture a request carries.</summary>
    Input = 2,

    /// <summary>Service times that follow a distribution.</summary>
    Service = 3,

    /// <summary>Noise and masks of a defence.</summary>
    Defense = 4,

    /// <summary>Initial weights of a network.</summary>
    Weights = 5,

    /// <summary>Order of the training pictures.</summary>
    Shuffle = 6,

    /// <summary>Procedurally drawn pictures.</summary>
    Drawing = 7,

    /// <summary>Which devices and messages an adversary attacks.</summary>
    Targets = 8,

    /// <summary>Which requests a bounded result file keeps.</summary>
    Sampling = 9,

    /// <summary>Which values a bootstrap sample takes.</summary>
    Resampling = 11,

    /// <summary>What an attacker draws: the seeds of its own networks, its noise, its order of pictures.</summary>
    Attack = 20,

    /// <summary>What a device keeps secret for all its messages, such as an order of channels.</summary>
    DeviceKey = 30,

    /// <summary>Noise that a defence starts to learn from.</summary>
    LearnedNoise = 31,

    /// <summary>Initial weights of a network that a defence is trained against.</summary>
    DefenseWeights = 33,

    /// <summary>Random directions of an estimated trace.</summary>
    Probe = 32,
}
