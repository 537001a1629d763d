using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.ServiceTimes;
using Fleet.Actors.World.Topology;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Scenarios;

/// <summary>A scenario as resolved: every name known, every unit gone, every default filled in.</summary>
public sealed record Scenario
{
    /// <summary>The name; names the folder of its runs.</summary>
    public required string Name { get; init; }

    /// <summary>The key of every random number of a run, apart from those of training.</summary>
    public required ulong Seed { get; init; }

    /// <summary>Simulated time, greater than 0.</summary>
    public required SimTime Duration { get; init; }

    /// <summary>Latencies count from requests that arrive at or after this instant; less than the duration.</summary>
    public required SimTime WarmUp { get; init; }

    /// <summary>What of each run is kept.</summary>
    public required ResultSection Results { get; init; }

    /// <summary>The network and its data.</summary>
    public required ModelSection Model { get; init; }

    /// <summary>The device classes, at least one, with different names.</summary>
    public required IReadOnlyList<DeviceSection> Devices { get; init; }

    /// <summary>The kinds of link, at least one, with different names.</summary>
    public required IReadOnlyList<LinkSpec> Links { get; init; }

    /// <summary>The kinds of server, at least one, with different names.</summary>
    public required IReadOnlyList<ServerSpec> Servers { get; init; }

    /// <summary>The adversary, or null.</summary>
    public AdversarySection? Adversary { get; init; }

    /// <summary>What happens when an entity throws.</summary>
    public FailureSpec Failures { get; init; } = new();

    /// <summary>Where the rules come from that the scenario names.</summary>
    public Catalogs Catalogs { get; init; } = Catalogs.BuiltIn;

    /// <summary>The number of devices in all classes.</summary>
    public long DeviceCount => Devices.Sum(d => (long)d.Count);

    /// <summary>The mean number of requests that arrive in the duration.</summary>
    public double ExpectedRequests => Devices.Sum(d => d.Count * d.Arrivals.RatePerSecond) * Duration.Seconds;
}

/// <summary>What of each run is measured and kept.</summary>
/// <param name="RequestLimit">The most rows of requests.parquet: 0 for none, <see cref="long.MaxValue"/> for no limit.</param>
/// <param name="Accuracy">Whether the accuracy of each split and defence is measured.</param>
/// <param name="Identification">Whether an independent classifier looks at what an adversary recovers.</param>
public sealed record ResultSection(long RequestLimit, bool Accuracy, bool Identification = true)
{
    /// <summary>The limit if the scenario gives none.</summary>
    public const long DefaultRequestLimit = 5_000_000;
}

/// <summary>The network, its data and how it is trained.</summary>
/// <param name="Network">The network.</param>
/// <param name="Data">The data set.</param>
/// <param name="Training">How the weights are made, if they are not read from a file.</param>
public sealed record ModelSection(NetworkSpec Network, DatasetInfo Data, TrainingSettings Training)
{
    /// <summary>
    /// The folder or zip of a user's own pictures; null for a known data set. How many there are is not known until a run
    /// lists them, so that a scenario can be checked where its data are not.
    /// </summary>
    public FileReference? Pictures { get; init; }

    /// <summary>The file of the weights; null if they are trained.</summary>
    public FileReference? Weights { get; init; }

    /// <summary>A section with a user's own pictures, not listed yet: of the shape and the classes that the network takes.</summary>
    public static ModelSection WithPictures(NetworkSpec network, FileReference pictures, PictureFit fit, TrainingSettings training) =>
        new(network, DatasetInfo.OfPictures(pictures.FullPath, network.Input, network.Classes, fit), training) { Pictures = pictures };
}

/// <summary>Devices that are alike.</summary>
public sealed record DeviceSection
{
    /// <summary>The name of the class.</summary>
    public required string Class { get; init; }

    /// <summary>How many devices, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>The compute budget of each.</summary>
    public required ComputeSpec Compute { get; init; }

    /// <summary>When the requests of each arrive.</summary>
    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>The pictures that the requests carry.</summary>
    public required InputSection Inputs { get; init; }

    /// <summary>The layer after which the activation leaves the device.</summary>
    public required string Split { get; init; }

    /// <summary>The defences in the order in which they act.</summary>
    public required DefenseChain Defense { get; init; }

    /// <summary>Defences that an actor may let the devices change to: number 1 and on. Scenario files have none.</summary>
    public IReadOnlyList<DefenseChain> OtherDefenses { get; init; } = [];

    /// <summary>The defence of that number: 0 for <see cref="Defense"/>.</summary>
    public DefenseChain DefenseAt(int number) => number == 0 ? Defense : OtherDefenses[number - 1];

    /// <summary>The name of the access link.</summary>
    public required string Uplink { get; init; }
}

/// <summary>The pictures that requests carry.</summary>
/// <param name="Set">The part of the data set: test.</param>
/// <param name="Indices">Their positions, used in turn over the requests of the class, or null to draw from the whole part.</param>
public sealed record InputSection(string Set, IReadOnlyList<int>? Indices);

/// <summary>An adversary in the cloud.</summary>
public sealed record AdversarySection
{
    /// <summary>The name of the kind of server it sits at.</summary>
    public required string At { get; init; }

    /// <summary>What it knows: white-box, black-box or query-free.</summary>
    public required string Knowledge { get; init; }

    /// <summary>What it does.</summary>
    public required AttackSpec Attack { get; init; }

    /// <summary>Its compute budget in operations a second; infinite for no limit.</summary>
    public required double FlopsPerSecond { get; init; }

    /// <summary>Devices that it attacks, or null for all.</summary>
    public required int? TargetDevices { get; init; }

    /// <summary>Messages of each that it attacks, or null for all.</summary>
    public required int? MessagesPerDevice { get; init; }
}
