using Fleet.Actors.Kernel;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.ServiceTimes;

namespace Fleet.Actors.World.Topology;

/// <summary>
/// A fleet as the engine simulates it: plain numbers, every name resolved, every cost counted. It knows operations and
/// bytes, not tensors; the same specification always gives the same simulated results.
/// </summary>
public sealed record FleetSpec
{
    /// <summary>The key of every random number of the run.</summary>
    public required ulong Seed { get; init; }

    /// <summary>The run ends at this simulated instant; no event at or after it happens.</summary>
    public required SimTime Duration { get; init; }

    /// <summary>Latencies count from requests that arrive at or after this instant.</summary>
    public SimTime WarmUp { get; init; }

    /// <summary>The device classes, in the order of the scenario. Devices are numbered through them from 0.</summary>
    public required IReadOnlyList<DeviceClassSpec> DeviceClasses { get; init; }

    /// <summary>The kinds of access link, with different names.</summary>
    public required IReadOnlyList<LinkSpec> Links { get; init; }

    /// <summary>The kinds of server, with different names.</summary>
    public required IReadOnlyList<ServerSpec> Servers { get; init; }

    /// <summary>The adversary, if there is one.</summary>
    public AdversarySpec? Adversary { get; init; }

    /// <summary>The user's own actors. They are created in this order, after all entities.</summary>
    public IReadOnlyList<UserActorSpec> Actors { get; init; } = [];

    /// <summary>Those of the user's actors that no checkpoint can hold, see <see cref="UserActorSpec.SavingProblem"/>; with any, a run has no checkpoints.</summary>
    public IReadOnlyList<UserActorSpec> UnsavableActors => [.. Actors.Where(actor => actor.SavingProblem is not null)];

    /// <summary>What happens when an entity throws.</summary>
    public FailureSpec Failures { get; init; } = new();

    /// <summary>The kind of access link of a device class.</summary>
    /// <exception cref="InvalidOperationException">There is none of that name.</exception>
    public LinkSpec LinkOf(DeviceClassSpec devices) => Links.First(link => link.Name == devices.Link);
}

/// <summary>What happens to an entity that throws while it handles an event.</summary>
/// <param name="MaxRestarts">How often one entity is restarted; at least 0. The next failure stops it for good.</param>
/// <param name="GoOn">
/// Whether the run goes on without an entity that has stopped. Requests that reach it then fail as entity-stopped, and a
/// device that has stopped issues no more. Otherwise the run ends.
/// </param>
public sealed record FailureSpec(int MaxRestarts = 3, bool GoOn = false);

/// <summary>A compute budget.</summary>
/// <param name="FlopsPerSecond">Floating point operations a second, for one worker; infinite for no limit.</param>
/// <param name="Service">The law of the service times.</param>
public sealed record ComputeSpec(double FlopsPerSecond, ServiceLaw Service)
{
    /// <summary>A budget of which a job takes its operations over the rate.</summary>
    public ComputeSpec(double flopsPerSecond)
        : this(flopsPerSecond, ServiceLaw.FromCost)
    {
    }
}

/// <summary>
/// Which picture of the input set each request carries: drawn from all <paramref name="SetSize"/> pictures by the
/// device's own stream, or in turn from <paramref name="Indices"/>, where request k of the i-th of n devices of a class
/// is number k n + i of the class.
/// </summary>
/// <param name="SetSize">The number of pictures in the input set.</param>
/// <param name="Indices">The pictures to use in turn, or null to draw from the whole set.</param>
public sealed record InputSpec(int SetSize, IReadOnlyList<int>? Indices = null);

/// <summary>Devices that are alike.</summary>
public sealed record DeviceClassSpec
{
    /// <summary>The name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>How many devices, at least 1.</summary>
    public required int Count { get; init; }

    /// <summary>When requests arrive.</summary>
    public required ArrivalProcess Arrivals { get; init; }

    /// <summary>Which pictures they carry.</summary>
    public required InputSpec Inputs { get; init; }

    /// <summary>The device's compute budget.</summary>
    public required ComputeSpec Compute { get; init; }

    /// <summary>Operations of the layers on the device, for one request.</summary>
    public required long EdgeFlops { get; init; }

    /// <summary>Operations of the defence, for one request.</summary>
    public long DefenseFlops { get; init; }

    /// <summary>Operations of the layers on the server, for one request.</summary>
    public required long CloudFlops { get; init; }

    /// <summary>Bytes of the message that carries the activation, header included.</summary>
    public required long ActivationBytes { get; init; }

    /// <summary>
    /// Defences that a device may change to, see <see cref="Messages.UseDefense"/>. It begins with number 0, given by
    /// <see cref="DefenseFlops"/> and <see cref="ActivationBytes"/>; these are number 1 and on.
    /// </summary>
    public IReadOnlyList<DefenseOption> OtherDefenses { get; init; } = [];

    /// <summary>Bytes of the answer, header included.</summary>
    public required long AnswerBytes { get; init; }

    /// <summary>The name of the kind of access link in <see cref="FleetSpec.Links"/>.</summary>
    public required string Link { get; init; }
}

/// <summary>A defence that a device may change to.</summary>
/// <param name="Flops">Operations of the defence, for one request.</param>
/// <param name="ActivationBytes">Bytes of the message that carries the activation, header included.</param>
public sealed record DefenseOption(long Flops, long ActivationBytes);

/// <summary>A kind of access link, first come first served in each direction.</summary>
public sealed record LinkSpec
{
    /// <summary>The name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>How many devices share one link; there are as many links as that takes.</summary>
    public int SharedBy { get; init; } = 1;

    /// <summary>Bits a second from device to server; infinite for no limit.</summary>
    public required double UpBitsPerSecond { get; init; }

    /// <summary>Bits a second from server to device; infinite for no limit.</summary>
    public required double DownBitsPerSecond { get; init; }

    /// <summary>Propagation from device to server.</summary>
    public required SimTime UpLatency { get; init; }

    /// <summary>Propagation from server to device.</summary>
    public required SimTime DownLatency { get; init; }

    /// <summary>The law of the transfer times.</summary>
    public ServiceLaw Service { get; init; } = ServiceLaw.FromCost;

    /// <summary>The name of the kind of server in <see cref="FleetSpec.Servers"/> to which it leads. Link i leads to server i modulo their count.</summary>
    public required string Server { get; init; }
}

/// <summary>A kind of server: one queue, first come first served, several workers, batches.</summary>
public sealed record ServerSpec
{
    /// <summary>The name in the scenario.</summary>
    public required string Name { get; init; }

    /// <summary>How many such servers.</summary>
    public int Count { get; init; } = 1;

    /// <summary>How many batches a server works on at once.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>The compute budget of one worker.</summary>
    public required ComputeSpec Compute { get; init; }

    /// <summary>The most requests in a batch, at least 1.</summary>
    public int BatchSize { get; init; } = 1;

    /// <summary>How long the oldest request waits for its batch to fill while a worker is free.</summary>
    public SimTime BatchWait { get; init; }
}

/// <summary>An adversary who sees what reaches a kind of server.</summary>
public sealed record AdversarySpec
{
    /// <summary>The name of the kind of server in <see cref="FleetSpec.Servers"/> at which it sits; it sees every server of that kind.</summary>
    public required string Server { get; init; }

    /// <summary>
    /// The number of devices it attacks, spread evenly over the classes that send to it, or null for all. Which ones is
    /// drawn from the seed.
    /// </summary>
    public int? TargetDevices { get; init; }

    /// <summary>How many messages of each it attacks, the first ones that reach it, or null for all.</summary>
    public int? MessagesPerDevice { get; init; }

    /// <summary>Its compute budget, spent on one message after another; infinite for no limit.</summary>
    public double FlopsPerSecond { get; init; } = double.PositiveInfinity;

    /// <summary>Operations of what it does once, from the first instant on and before any message, such as training a decoder.</summary>
    public double PreparationFlops { get; init; }

    /// <summary>Operations of the attack on one message, by device class, at the limit of its iterations.</summary>
    public required IReadOnlyList<long> AttackFlopsByClass { get; init; }
}
