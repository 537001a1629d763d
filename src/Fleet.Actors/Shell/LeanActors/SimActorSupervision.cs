using System.Runtime.CompilerServices;
using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>How a user's actor supervises its children: by the strategy that it declares, whose time range is virtual time.</summary>
/// <remarks>
/// Akka measures a time range on the machine's clock, in the statistics of a child that it hands to the strategy. Sound because
/// Akka takes the strategy of the Props before that of the actor, because it calls a strategy about a failed child only
/// through <see cref="Handle"/>, and because statistics have a public constructor: those that the declared strategy gets
/// here are created for one decision, such that Akka's clock does not matter, and read back after it.
/// The declared strategy is a protected method of the actor, called through an unsafe accessor.
/// </remarks>
/// <param name="ofProps">The strategy that the Props declare, which overrides the actor's own; null for none.</param>
internal sealed class SimActorSupervision(SupervisorStrategy? ofProps) : SupervisorStrategy
{
    private ActorBase? _supervisor;
    private SupervisorStrategy? _declared;

    public override IDecider Decider => _declared?.Decider ?? DefaultDecider;

    /// <summary>Props whose actor supervises its children in virtual time.</summary>
    public static Props In(Props props) => props.WithSupervisorStrategy(new SimActorSupervision(props.SupervisorStrategy));

    /// <inheritdoc/>
    /// <remarks>The declared strategy has acted already.</remarks>
    public override void ProcessFailure(
        IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
    }

    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children) =>
        StrategyOf((SimActorCell)actorContext).HandleChildTerminated(actorContext, child, children);

    public override ISurrogate ToSurrogate(ActorSystem system) => (_declared ?? DefaultStrategy).ToSurrogate(system);

    protected override Directive Handle(IActorRef child, Exception exception)
    {
        SimActorCell cell = SimActorCell.Running!;
        SupervisorStrategy strategy = StrategyOf(cell);
        SimTime now = cell.Reference.Family.Region.ActorsNow;
        long rangeMs = RangeOf(strategy) ?? 0;
        SimActorRef[] children = [.. cell.ChildrenInOrder];
        ChildRestartStats[] stats = Array.ConvertAll(children, each => each.Restarts.ToAkka(each, rangeMs, now));
        bool handled = strategy.HandleFailure(cell, child, exception, stats.Single(each => each.Child.Equals(child)), stats);
        for (int i = 0; i < children.Length; i++)
        {
            children[i].Restarts = children[i].Restarts.After(stats[i], now);
        }

        if (RangeOf(strategy) is null && Array.Exists(children, each => each.Restarts.Began is not null))
        {
            cell.Reference.Family.Region.Fail(new NotSupportedException(
                $"{cell.Self.Path.ToStringWithoutAddress()} has a supervision strategy of its own, {strategy.GetType()}, with a time range, which Akka measures on the machine's clock. "
                + $"Derive it from {nameof(OneForOneStrategy)} or {nameof(AllForOneStrategy)}."));
        }

        // To Akka, Escalate means what it says, and Restart leads to ProcessFailure, which does nothing.
        return handled ? Directive.Restart : Directive.Escalate;
    }

    // A fresh actor may declare another one.
    private SupervisorStrategy StrategyOf(SimActorCell cell)
    {
        if (_declared is null || !ReferenceEquals(_supervisor, cell.Instance))
        {
            _supervisor = cell.Instance;
            _declared = ofProps ?? DeclaredBy(_supervisor!);
        }

        return _declared;
    }

    private static long? RangeOf(SupervisorStrategy strategy) => strategy switch
    {
        OneForOneStrategy one => one.WithinTimeRangeMilliseconds,
        AllForOneStrategy all => all.WithinTimeRangeMilliseconds,
        _ => null,
    };

    [UnsafeAccessor(UnsafeAccessorKind.Method, Name = nameof(SupervisorStrategy))]
    private static extern SupervisorStrategy DeclaredBy(ActorBase actor);
}
