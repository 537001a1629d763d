using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Event;
using Fleet.Actors.Kernel;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The scheduler of a fleet's actor system: the clock and timers of users' actors, in virtual time.
/// Named in the actor system's configuration.
/// </summary>
/// <remarks>
/// Sound because timers, receive time-outs and every other delay of an actor pass through Context.System.Scheduler,
/// called while the actor's cell is the current one of the thread. Akka itself uses it from elsewhere only to release
/// idle dispatchers, in real time and without effect on actors: those calls go to Akka's own scheduler. All others are
/// refused, because their instant would depend on the machine.
/// </remarks>
internal sealed class VirtualScheduler(Config config, ILoggingAdapter log) : SchedulerBase(config, log), IDisposable
{
    private readonly HashedWheelTimerScheduler _wheel = new(config, log);

    public override TimeSpan MonotonicClock => new(Now.Nanoseconds / TimeSpan.NanosecondsPerTick);

    public override TimeSpan HighResMonotonicClock => MonotonicClock;

    protected override DateTimeOffset TimeNow => DateTimeOffset.UnixEpoch + MonotonicClock;

    private static SimTime Now => Caller("asked for the time").Family.Region.ActorsNow;

    public void Dispose() => _wheel.Dispose();

    protected override void InternalScheduleTellOnce(TimeSpan delay, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(delay, new ScheduledWork(receiver, message, sender, null, cancelable));

    protected override void InternalScheduleTellRepeatedly(
        TimeSpan initialDelay, TimeSpan interval, ICanTell receiver, object message, IActorRef sender, ICancelable cancelable) =>
        Schedule(initialDelay, new ScheduledWork(receiver, message, sender, interval, cancelable));

    protected override void InternalScheduleOnce(TimeSpan delay, Action action, ICancelable cancelable)
    {
        if (IsOfAkka(action.Method.DeclaringType))
        {
            ((IActionScheduler)_wheel).ScheduleOnce(delay, action, cancelable);
        }
        else
        {
            Schedule(delay, new ScheduledWork(action, null, cancelable));
        }
    }

    protected override void InternalScheduleOnce(TimeSpan delay, IRunnable action, ICancelable cancelable)
    {
        if (IsOfAkka(action.GetType()))
        {
            _wheel.ScheduleOnce(delay, action, cancelable);
        }
        else
        {
            Schedule(delay, new ScheduledWork(action.Run, null, cancelable));
        }
    }

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, Action action, ICancelable cancelable) =>
        Schedule(initialDelay, new ScheduledWork(action, interval, cancelable));

    protected override void InternalScheduleRepeatedly(TimeSpan initialDelay, TimeSpan interval, IRunnable action, ICancelable cancelable) =>
        Schedule(initialDelay, new ScheduledWork(action.Run, interval, cancelable));

    private static void Schedule(TimeSpan delay, ScheduledWork work) => Caller("asked for a delay").Schedule(delay, work);

    private static bool IsOfAkka(Type? type) => SimActorCell.Running is null && type?.Assembly == typeof(ActorSystem).Assembly;

    private static SimActorRef Caller(string what) => SimActorCell.Running?.Reference
        ?? throw new InvalidOperationException($"The scheduler of a simulated fleet was {what} from outside virtual time. Only an actor that lives in it, in its own methods, can use it.");
}
