using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Messages;

#pragma warning disable AK1004 // the scheduler itself is tested

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>Has a list of a type that only the compiler knows.</summary>
internal sealed record Listed(IReadOnlyList<int> Items);

/// <summary>Keeps its number where JSON does not see it.</summary>
internal sealed class Secret(int number)
{
    private readonly int _number = number;

    public override string ToString() => $"{_number}";
}

/// <summary>Has two children from the start; one ends after a second, another comes after two.</summary>
internal sealed class Mother : ReceiveActor, IWithTimers, ISavedActor
{
    private readonly Diary _diary;
    private readonly bool _forgets;
    private int _seconds;

    public Mother(Diary diary, bool forgets)
    {
        _diary = diary;
        _forgets = forgets;
        Make("first");
        Make("second");
        Receive<string>(_ =>
        {
            _seconds++;
            if (_seconds == 1)
            {
                Context.Stop(Context.Child("first"));
            }
            else if (_seconds == 2)
            {
                Make("third");
            }

            diary.Add(Context, $"{Context.GetChildren().Count(child => _seconds > 1 || child.Path.Name != "first")} left");
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public byte[] SaveState() => [(byte)_seconds];

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        _seconds = state[0];
        if (!_forgets && _seconds > 1)
        {
            Make("third");
        }
    }

    protected override void PreStart() => Timers.StartPeriodicTimer("second", "second", TimeSpan.FromSeconds(1));

    private void Make(string name) => Context.ActorOf(Props.Create(() => new Hand(_diary)), name);
}

/// <summary>Fails at 1, 2, 3 and 4 seconds.</summary>
internal sealed class Faulty : ReceiveActor, ISavedActor
{
    public Faulty() => ReceiveAny(_ => throw new InvalidOperationException("faulty"));

    public byte[] SaveState() => [];

    public void RestoreState(ReadOnlySpan<byte> state)
    {
    }

    protected override void PreStart() =>
        Context.System.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1), Self, "fail", Self);

    protected override void PostRestart(Exception reason)
    {
    }
}

/// <summary>Has, after a second, something that no checkpoint can hold.</summary>
internal sealed class Hoarder(string what) : UntypedActor, IWithTimers, ISavedActor
{
    public ITimerScheduler Timers { get; set; } = null!;

    public byte[] SaveState()
    {
        if (what == "tells when saved")
        {
            Self.Tell("hello");
        }

        return what == "throws when saved" ? throw new InvalidOperationException("no pen.") : [];
    }

    public void RestoreState(ReadOnlySpan<byte> state) => throw new InvalidOperationException("not mine");

    protected override void PreStart() => Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromSeconds(1), Self, "begin", Self);

    protected override void OnReceive(object message)
    {
        IScheduler scheduler = Context.System.Scheduler;
        TimeSpan later = TimeSpan.FromHours(1);
        SimTime late = SimTime.FromSeconds(3600);
        switch (what)
        {
            case "private field":
                Self.TellAfter(new Secret(7), late);
                break;
            case "object number":
                Self.TellAfter(new Done(1, (short)7), late);
                break;
            case "collection expression":
                Self.TellAfter(new Listed([1, 2]), late);
                break;
            case "timer key":
                Timers.StartSingleTimer(new Secret(7), "later", later);
                break;
            case "timer message":
                Timers.StartSingleTimer("key", new Secret(7), later);
                break;
            case "watch":
                Context.Watch(Self);
                break;
            case "watch of child with message":
                Context.WatchWith(Context.ActorOf(Props.Create(() => new Hand(new Diary())), "c"), "gone");
                break;
            case "receive timeout":
                Context.SetReceiveTimeout(later);
                break;
            case "child with stash":
                Context.ActorOf(Props.Create(() => new Stasher()), "c");
                break;
            case "delegate":
                Self.TellAfter(new Done(1, () => 7), late);
                break;
            case "action":
                scheduler.Advanced.ScheduleOnce(later, () => { });
                break;
            case "cancelable":
                _ = scheduler.ScheduleTellOnceCancelable(later, Self, "later", Self);
                break;
            case "selection":
                scheduler.ScheduleTellOnce(later, Context.ActorSelection("/user/fleet/device-0"), GetSnapshot.Instance, Self);
                break;
            case "outside":
                scheduler.ScheduleTellOnce(later, Self, "later", ((ExtendedActorSystem)Context.System).SystemGuardian);
                break;
            case "outside in message":
                Self.TellAfter(new Done(1, ((ExtendedActorSystem)Context.System).SystemGuardian), late);
                break;
            case "become":
                Become(OnReceive);
                break;
            case "become stacked":
                BecomeStacked(OnReceive);
                break;
            case "unsavable child":
                Context.ActorOf(Props.Create(() => new Child(new Diary())), "c");
                break;
            case "unnamed child":
                Context.ActorOf(Props.Create(() => new Hand(new Diary())));
                break;
            default:
                break;
        }
    }
}

/// <summary>Could be saved, if it had no stash.</summary>
internal sealed class Stasher : UntypedActor, IWithUnboundedStash, ISavedActor
{
    public IStash Stash { get; set; } = null!;

    public byte[] SaveState() => [];

    public void RestoreState(ReadOnlySpan<byte> state)
    {
    }

    protected override void OnReceive(object message)
    {
    }
}
