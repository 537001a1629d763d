using Akka.Actor;
using Akka.Pattern;
using Fleet.Actors.Shell;

#pragma warning disable AK1004 // the scheduler itself is tested

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>A state machine with a state time-out and a timer.</summary>
internal sealed class Lamp : FSM<string, int>
{
    public Lamp(Diary diary)
    {
        StartWith("off", 0);
        When("off", e => e.FsmEvent is StateTimeout ? GoTo("on") : Stay(), TimeSpan.FromMilliseconds(40));
        When("on", e => e.FsmEvent is "enough" ? GoTo("off") : Stay());
        OnTransition((_, next) =>
        {
            diary.Add(Context, next);
            if (next == "on")
            {
                SetTimer("dimmer", "enough", TimeSpan.FromMilliseconds(70));
            }
        });
        Initialize();
    }
}

/// <summary>Has a circuit breaker, lets it open, and looks at it every 10 ms until it has half closed.</summary>
internal sealed class Electrician : ReceiveActor, IWithTimers
{
    public Electrician(Diary diary)
    {
        var breaker = new CircuitBreaker(Context.System.Scheduler, 1, TimeSpan.FromSeconds(1), TimeSpan.FromMilliseconds(45));
        Receive<string>(_ =>
        {
            if (breaker.IsClosed)
            {
                breaker.Fail();
            }

            diary.Add(Context, breaker.IsOpen ? "open" : "half open");
            if (breaker.IsHalfOpen)
            {
                breaker.Succeed();
                diary.Add(Context, breaker.IsClosed ? "closed" : "not closed");
                Timers.CancelAll();
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    protected override void PreStart() => Timers.StartPeriodicTimer("look", "look", TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(20));
}

/// <summary>Lets what it has scheduled be cancelled after a while.</summary>
internal sealed class Hesitant : ReceiveActor
{
    private readonly Diary _diary;

    public Hesitant(Diary diary)
    {
        _diary = diary;
        Receive<string>(what => diary.Add(Context, what));
    }

    protected override void PreStart()
    {
        IScheduler scheduler = Context.System.Scheduler;
        var cancelable = new Cancelable(scheduler, TimeSpan.FromMilliseconds(35));
        scheduler.ScheduleTellRepeatedly(TimeSpan.FromMilliseconds(10), TimeSpan.FromMilliseconds(10), Self, "tick", Self, cancelable);
        _diary.Add(Context, "begins");
    }
}

/// <summary>Ends, or fails, 10 ms after it was made.</summary>
internal sealed class Mayfly : ReceiveActor
{
    private readonly Diary _diary;

    public Mayfly(Diary diary, bool fails)
    {
        _diary = diary;
        Receive<string>(_ =>
        {
            if (fails)
            {
                throw new InvalidOperationException("old age");
            }

            Context.Stop(Self);
        });
    }

    protected override void PreStart()
    {
        _diary.Add(Context, "lives");
        Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(10), Self, "die", Self);
    }
}
