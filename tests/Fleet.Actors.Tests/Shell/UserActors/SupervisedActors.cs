using Akka.Actor;
using Akka.Actor.Internal;
using Akka.Util;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Has two children, and lets the first fail at each of some instants.</summary>
internal sealed class Overseer : ReceiveActor, IWithTimers, ISavedActor
{
    private readonly SupervisorStrategy _strategy;
    private readonly int _busyMs;
    private readonly TimeSpan _gap;
    private int _left;

    public Overseer(Diary diary, SupervisorStrategy strategy, TimeSpan gap, int failures, int busyMs, bool watches)
    {
        _strategy = strategy;
        _gap = gap;
        _left = failures;
        _busyMs = busyMs;
        foreach (string name in (string[])["first", "second"])
        {
            IActorRef child = Context.ActorOf(Props.Create(() => new Trainee(diary)), name);
            _ = watches ? Context.Watch(child) : child;
        }

        Receive<Terminated>(ended => diary.Add(Context, $"{ended.ActorRef.Path.Name} has ended"));
        ReceiveAny(_ => LetFail());
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public byte[] SaveState() => [(byte)_left];

    public void RestoreState(ReadOnlySpan<byte> state) => _left = state[0];

    protected override void PreStart() => Timers.StartPeriodicTimer("fail", "fail", _gap);

    protected override SupervisorStrategy SupervisorStrategy() => _strategy;

    private void LetFail()
    {
        if (_left-- > 0)
        {
            Thread.Sleep(_busyMs);
            Context.Child("first").Tell("fail");
        }
        else
        {
            Timers.CancelAll();
        }
    }
}

/// <summary>Fails whenever it is told anything.</summary>
internal sealed class Trainee : ReceiveActor, ISavedActor
{
    private readonly Diary _diary;

    public Trainee(Diary diary)
    {
        _diary = diary;
        ReceiveAny(_ => throw new InvalidOperationException("fails"));
    }

    public byte[] SaveState() => [];

    public void RestoreState(ReadOnlySpan<byte> state)
    {
    }

    protected override void PostRestart(Exception reason) => _diary.Add(Context, "again");
}

/// <summary>A strategy that is neither of Akka's two, and has a time range.</summary>
internal sealed class OwnStrategy : SupervisorStrategy
{
    public override IDecider Decider => DefaultDecider;

    public override void ProcessFailure(IActorContext context, bool restart, IActorRef child, Exception cause, ChildRestartStats stats, IReadOnlyCollection<ChildRestartStats> children)
    {
        if (stats.RequestRestartPermission(2, 400))
        {
            RestartChild(child, cause, suspendFirst: false);
        }
        else
        {
            context.Stop(child);
        }
    }

    public override void HandleChildTerminated(IActorContext actorContext, IActorRef child, IEnumerable<IInternalActorRef> children)
    {
    }

    public override ISurrogate ToSurrogate(ActorSystem system) => throw new NotSupportedException();

    protected override Directive Handle(IActorRef child, Exception exception) => Directive.Restart;
}
