namespace Fleet.Actors.Time;

/// <summary>
/// Judges, while a run goes on, whether its regions get on faster side by side, each on its own thread, or in turn on one
/// thread. It tries both for a moment, stays with the faster one, and tries the other again from time to time.
/// </summary>
/// <remarks>
/// Side by side is the slower way when other programs want the same cores. The operating system then takes a core away for
/// milliseconds, all regions wait in a window of microseconds, and soon hardly any time is left in which all of them run. No
/// way of waiting mends that, and which threads run cannot be seen; the rate of events can.
/// </remarks>
/// <param name="ticksPerSecond">The unit of times.</param>
internal sealed class ThreadJudge(long ticksPerSecond)
{
    /// <summary>How long a way is tried: several of the slices, about 3 ms, into which an operating system cuts a shared core.</summary>
    public const double TrialSeconds = 0.02;

    // In trials. The end of a stay is what a trial is compared with: at the beginning of a run all code is slow.
    private const int ShortestStay = 6;
    private const int LongestStay = 60;
    private const int EndOfStay = 4;
    private const double WorthChanging = 1.05;

    private int _stay = ShortestStay;
    private double _rate;
    private Phase _phase;
    private long _start;
    private long _startEvents;
    private long? _paused;

    private enum Phase
    {
        /// <summary>Nothing has been measured.</summary>
        None,

        /// <summary>One way has been chosen.</summary>
        Stay,

        /// <summary>The rate of that way is measured.</summary>
        End,

        /// <summary>The rate of the other way is measured.</summary>
        Trial,
    }

    /// <summary>Whether the next window of all regions runs on one thread.</summary>
    public bool OneThread { get; private set; }

    /// <summary>All regions have met.</summary>
    /// <param name="now">The time.</param>
    /// <param name="events">The events of all regions so far.</param>
    public void Meet(long now, long events)
    {
        _start += _paused is { } paused ? now - paused : 0;
        _paused = null;
        double seconds = (double)(now - _start) / ticksPerSecond;
        if (seconds < TrialSeconds * Trials && _phase != Phase.None)
        {
            return;
        }

        Next((events - _startEvents) / seconds);
        (_start, _startEvents) = (now, events);
    }

    /// <summary>The run pauses: the time until the next meeting does not count.</summary>
    /// <param name="now">The time.</param>
    public void Pause(long now) => _paused ??= now;

    private int Trials => _phase switch
    {
        Phase.Stay => _stay,
        Phase.End => EndOfStay,
        _ => 1,
    };

    private void Next(double rate)
    {
        switch (_phase)
        {
            case Phase.Stay:
                _phase = Phase.End;
                break;
            case Phase.End:
                (_phase, _rate, OneThread) = (Phase.Trial, rate, !OneThread);
                break;
            case Phase.Trial:
                _phase = Phase.Stay;
                bool change = rate > WorthChanging * _rate;
                _stay = change ? ShortestStay : Math.Min(LongestStay, 2 * _stay);
                OneThread ^= !change;
                break;
            default:
                _phase = Phase.Stay;
                break;
        }
    }
}
