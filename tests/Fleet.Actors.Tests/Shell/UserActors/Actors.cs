using Akka.Actor;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;

#pragma warning disable AK1004 // the scheduler itself is tested

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>What actors of the tests write down, with the instant of virtual time. All of them live on one thread.</summary>
public sealed class Diary
{
    public List<string> Lines { get; } = [];

    public void Add(IActorContext context, object what) =>
        Lines.Add($"{context.Fleet().Now.Milliseconds} {context.Self.Path.Name}: {what}");
}

/// <summary>Throws a ball back as often as told.</summary>
public sealed class Player : ReceiveActor
{
    private readonly string? _first;

    public Player(Diary diary, string? first, int balls)
    {
        _first = first;
        Receive<string>(ball =>
        {
            diary.Add(Context, $"{ball} from {Sender.Path.Name}");
            if (balls-- > 0)
            {
                Sender.Tell(ball);
            }
        });
    }

    protected override void PreStart()
    {
        if (_first is not null)
        {
            Context.Fleet().Actor(_first).Tell("ball");
        }
    }
}

/// <summary>Uses every way there is to wait.</summary>
public sealed class Waiter : UntypedActor, IWithTimers, IWithUnboundedStash
{
    private readonly Diary _diary;
    private readonly DateTimeOffset _start = Context.System.Scheduler.Now;
    private ICancelable? _ticks;

    public Waiter(Diary diary) => _diary = diary;

    public ITimerScheduler Timers { get; set; } = null!;

    public IStash Stash { get; set; } = null!;

    protected override void PreStart()
    {
        IScheduler scheduler = Context.System.Scheduler;
        scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(15), Self, "once", Self);
        _ticks = scheduler.ScheduleTellRepeatedlyCancelable(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20), Self, "tick", Self);
        IUntypedActorContext context = Context;
        scheduler.Advanced.ScheduleOnce(TimeSpan.FromMilliseconds(7), () => _diary.Add(context, "action"));
        scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(3), Self, "early", Self);
        Timers.StartSingleTimer("key", "replaced", TimeSpan.FromMilliseconds(40));
        Timers.StartSingleTimer("key", "timer", TimeSpan.FromMilliseconds(45));
        Timers.StartPeriodicTimer("beat", "beat", TimeSpan.FromMilliseconds(25), TimeSpan.FromMilliseconds(50));
        Become(Closed);
    }

    protected override void OnReceive(object message)
    {
        _diary.Add(Context, message is string ? $"{message} at {(Context.System.Scheduler.Now - _start).TotalMilliseconds}" : message.GetType().Name);
        switch (message)
        {
            case "timer":
                _ticks!.Cancel();
                break;
            case "beat" when Timers.IsTimerActive("quiet"):
                Timers.CancelAll();
                Context.SetReceiveTimeout(TimeSpan.FromMilliseconds(12));
                break;
            case "beat":
                Timers.StartSingleTimer("quiet", "never", TimeSpan.FromHours(1));
                break;
            case ReceiveTimeout:
                Context.SetReceiveTimeout(null);
                break;
            default:
                break;
        }
    }

    // Until the scheduled "once", everything is put aside.
    private void Closed(object message)
    {
        if (message is "once")
        {
            Become(OnReceive);
            Stash.UnstashAll();
        }
        else
        {
            Stash.Stash();
        }
    }
}

/// <summary>Has a child that fails, is restarted, and is stopped when it fails again.</summary>
public sealed class Parent : ReceiveActor
{
    public Parent(Diary diary)
    {
        IActorRef named = Context.Watch(Context.ActorOf(Props.Create(() => new Child(diary)), "child"));
        IActorRef unnamed = Context.ActorOf(Props.Create(() => new Child(diary)));
        diary.Add(Context, $"{Context.GetChildren().Count()} children, {unnamed.Path.Name}");
        named.Tell("hello");
        named.Tell(1);
        named.Tell("still there");
        Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(20), named, 2, Self);
        Receive<string>(text => diary.Add(Context, $"{text} from {Sender.Path.Name}"));
        Receive<Terminated>(ended => diary.Add(Context, $"{ended.ActorRef.Path.Name} has ended"));
    }

    protected override SupervisorStrategy SupervisorStrategy() =>
        new OneForOneStrategy(1, Timeout.InfiniteTimeSpan, _ => Directive.Restart);
}

/// <summary>Answers words and fails on numbers.</summary>
public sealed class Child : ReceiveActor
{
    private int _words;

    public Child(Diary diary)
    {
        Receive<string>(word =>
        {
            diary.Add(Context, $"{word}, word {++_words}");
            Context.Parent.Tell($"echo of {word}");
        });
        Receive<int>(number => throw new InvalidOperationException($"number {number}"));
    }
}

/// <summary>Asks an entity of each type for a snapshot every 100 ms, and writes down what it hears.</summary>
public sealed class Observer : ReceiveActor, IWithTimers
{
    public Observer(Diary diary)
    {
        ISimWorld fleet = Context.Fleet();
        Receive<RequestEnded>(ended => diary.Add(Context, $"{ended.Request} of {Sender.Path.Name}"));
        Receive<DeviceSnapshot>(snapshot => diary.Add(Context, $"{snapshot} of {Sender.Path.Name}"));
        Receive<LinkSnapshot>(snapshot => diary.Add(Context, $"{snapshot} of {Sender.Path.Name}"));
        Receive<ServerSnapshot>(snapshot => diary.Add(Context, $"{snapshot} of {Sender.Path.Name}"));
        Receive<ActorIdentity>(identity => diary.Add(Context, $"{identity.MessageId} is {identity.Subject.Path.Name}"));
        Receive<int>(round =>
        {
            diary.Add(Context, "asks");
            fleet.Device(new DeviceId(round % fleet.DeviceCount)).Tell(GetSnapshot.Instance);
            fleet.Link(new LinkId(round % fleet.LinkCount)).Tell(GetSnapshot.Instance);
            fleet.Server(new ServerId(round % fleet.ServerCount)).Tell(GetSnapshot.Instance);
            Context.ActorSelection($"/user/fleet/device-{round % fleet.DeviceCount}").Tell(new Identify(round));
            fleet.Device(new DeviceId(round % fleet.DeviceCount)).Tell(new UseDefense(round % 2));
            Timers.StartSingleTimer("round", round + 1, TimeSpan.FromMilliseconds(100));
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartSingleTimer("round", 0, TimeSpan.FromMilliseconds(100));
}

/// <summary>Does something once, 10 ms after it began, and counts how often it was made.</summary>
public sealed class Doer : ReceiveActor
{
    private readonly Diary _diary;

    public Doer(Diary diary, Action<IActorContext> act)
    {
        _diary = diary;
        diary.Add(Context, "made");
        Receive<bool>(_ => act(Context));
        ReceiveAsync<int>(async wait => await Task.Delay(wait));
        ReceiveAsync<long>(async _ =>
        {
            await Task.CompletedTask;
            diary.Add(Context, "awaited");
        });
        ReceiveAny(message =>
        {
            diary.Add(Context, message);
            if (!Sender.Equals(Self))
            {
                Sender.Tell($"{message} seen");
            }
        });
    }

    protected override void PreStart() =>
        Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(10), Self, true, Self);

    protected override void PostRestart(Exception reason) => _diary.Add(Context, $"again after {reason.Message}");
}
