using System.Globalization;
using System.Text.Json;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Messages;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

#pragma warning disable AK1004 // the scheduler itself is tested

namespace Fleet.Actors.Tests.Shell.UserActors;

/// <summary>How a foreman feels: an enumeration as a message.</summary>
public enum Mood
{
    Calm,
    Hurried,
}

/// <summary>A message with a bit of everything.</summary>
public sealed record Job(int Number, long Big, double Share, string? Text, IActorRef ReplyTo, SimTime Due, int[] Parts, Mood Mood);

/// <summary>A message that holds whatever there is.</summary>
public sealed record Done(int Number, object? What);

/// <summary>Gives jobs, and does everything else an actor can do in virtual time, by chance.</summary>
public sealed class Foreman : ReceiveActor, IWithTimers, ISavedActor
{
    private readonly Diary _diary;
    private readonly CounterKey _dice;
    private readonly string _partner;
    private ulong _thrown;
    private int _hands;

    public Foreman(Diary diary, ulong seed, string partner)
    {
        _diary = diary;
        _dice = new CounterKey(seed, RandomPurpose.Arrival);
        _partner = partner;
        Context.ActorOf(Props.Create(() => new Hand(diary)), "hand");
        ReceiveAny(message =>
        {
            _diary.Add(Context, Describe(message));
            if (message is not RequestEnded)
            {
                Act(_dice.Below(12, 0, _thrown++));
            }
        });
    }

    public ITimerScheduler Timers { get; set; } = null!;

    public byte[] SaveState() => JsonSerializer.SerializeToUtf8Bytes((ulong[])[_thrown, (ulong)_hands]);

    public void RestoreState(ReadOnlySpan<byte> state)
    {
        ulong[] saved = JsonSerializer.Deserialize<ulong[]>(state)!;
        _thrown = saved[0];
        _hands = (int)saved[1];
        for (int hand = 1; hand <= _hands; hand++)
        {
            MakeHand(hand);
        }
    }

    protected override void PreStart()
    {
        Timers.StartPeriodicTimer("beat", "beat", TimeSpan.FromMilliseconds(90), TimeSpan.FromMilliseconds(100));
        Context.System.Scheduler.ScheduleTellRepeatedly(TimeSpan.FromMilliseconds(37), TimeSpan.FromMilliseconds(170), Self, Mood.Hurried, Self);
        Context.Fleet().Device(new DeviceId(0)).Tell(GetSnapshot.Instance);
    }

    protected override void PostRestart(Exception reason)
    {
        Timers.StartSingleTimer("beat", "beat", TimeSpan.FromMilliseconds(5));
        _diary.Add(Context, "again");
    }

    private void Act(int what)
    {
        ISimWorld fleet = Context.Fleet();
        int number = (int)_thrown;
        IActorRef device = fleet.Device(new DeviceId(number % fleet.DeviceCount));
        switch (what)
        {
            case 0:
                fleet.Actor(_partner).Tell(new Job(number, 1L << 40, 0.1 * number, null, NewestHand(), fleet.Now, [number, 2], Mood.Calm));
                break;
            case 1:
                device.TellAfter(new UseDefense(number % 2), SimTime.FromMilliseconds(number % 90 + 10));
                break;
            case 2:
                device.Tell(GetSnapshot.Instance);
                break;
            case 3:
                device.Tell(new Identify(number));
                break;
            case 4:
                Timers.StartSingleTimer(number % 3, new Done(number, "timer"), TimeSpan.FromMilliseconds(number % 250));
                break;
            case 5:
                Timers.Cancel(number % 3);
                break;
            case 6:
                Context.System.Scheduler.ScheduleTellOnce(TimeSpan.FromMilliseconds(number % 200), fleet.Actor(_partner), new Done(number, 7L), Context.Child("hand"));
                break;
            case 7:
                Context.Child("hand").Tell(number % 5);
                break;
            case 8 when _hands < 4:
                MakeHand(++_hands);
                break;
            case 9 when _hands > 0:
                Context.Stop(Context.Child(NameOf(_hands--)));
                break;
            case 10 when number > 20:
                throw new InvalidOperationException("the foreman gives up");
            case 11:
                NewestHand().TellAfter(number % 3, SimTime.FromMilliseconds(number % 60));
                break;
            default:
                break;
        }
    }

    private IActorRef NewestHand() => Context.Child(_hands == 0 ? "hand" : NameOf(_hands));

    private void MakeHand(int number) => Context.ActorOf(Props.Create(() => new Hand(_diary)), NameOf(number));

    private static string NameOf(int hand) => string.Create(CultureInfo.InvariantCulture, $"hand-{hand}");

    private static string Describe(object message) => message switch
    {
        Job job => $"{job.Number} {job.Big} {job.Share} {job.Text} {job.ReplyTo.Path.Name} {job.Due} {string.Join('+', job.Parts)} {job.Mood}",
        Done done => $"{done.Number} {done.What} {done.What?.GetType().Name}",
        ActorIdentity identity => $"{identity.MessageId} {identity.Subject.Path.Name}",
        _ => $"{message}",
    };
}

/// <summary>Does jobs; some numbers are too much for it.</summary>
public sealed class Hand : ReceiveActor, ISavedActor
{
    private int _jobs;

    public Hand(Diary diary)
    {
        Receive<Job>(job =>
        {
            diary.Add(Context, $"job {job.Number} is number {++_jobs}");
            Sender.Tell(new Done(job.Number, job.Due));
        });
        Receive<int>(number =>
        {
            diary.Add(Context, $"{number} after {_jobs++}");
            Context.Parent.Tell(number > 3 ? throw new InvalidOperationException("too much") : Mood.Calm);
        });
        ReceiveAny(message => diary.Add(Context, message));
    }

    public byte[] SaveState() => [(byte)(_jobs >> 8), (byte)_jobs];

    public void RestoreState(ReadOnlySpan<byte> state) => _jobs = (state[0] << 8) + state[1];
}

/// <summary>Hands every job on to who is to do it.</summary>
public sealed class Clerk : ReceiveActor, ISavedActor
{
    public Clerk(Diary diary)
    {
        Receive<Job>(job =>
        {
            diary.Add(Context, $"job {job.Number}");
            job.ReplyTo.Tell(job, Sender);
        });
        ReceiveAny(message =>
        {
            diary.Add(Context, message);
            Sender.Tell(3);
        });
    }

    public byte[] SaveState() => [];

    public void RestoreState(ReadOnlySpan<byte> state)
    {
    }
}
