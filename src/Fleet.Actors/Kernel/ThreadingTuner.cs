namespace Fleet.Actors.Kernel;

/// <summary>
/// Judges, while a run goes on, whether its regions get on faster side by side, each on its own thread, or in turn on one
/// thread. It tries both for a moment, stays with the faster one, and tries the other again from time to time.
/// </summary>
/// <remarks>
/// Side by side is the slower way when other programs want the same cores. The operating system then takes a core away for
/// milliseconds, all regions wait in a window of microseconds, and soon hardly any time is left in which all of them run. No
/// way of waiting mends that, and which threads run cannot be seen; the rate of events can. A trial takes time that side by
/// side would have used better, so there is none while regions hardly wait: one thread could then only be slower.
/// </remarks>
/// <param name="ticksPerSecond">The unit of times.</param>
/// <param name="regions">The regions.</param>
/// <param name="processors">The processors that the process may use.</param>
internal sealed class ThreadingTuner(long ticksPerSecond, int regions, int processors)
{
    /// <summary>How long a way is tried: several of the slices, about 3 ms, into which an operating system cuts a shared core.</summary>
    public const double TrialSeconds = 0.02;

    // In trials. The end of a stay is what a trial is compared with: at the beginning of a run all code is slow.
    private const int ShortestStay = 6;
    private const int LongestStay = 60;
    private const int EndOfStay = 4;
    private const double WorthChanging = 1.05;

    // Regions side by side get in each other's way: the same work took one thread alone 0.8 of the time at a million devices.
    private const double SurelyFaster = 1.4;

    private int _stay = ShortestStay;
    private double _rate;
    private Phase _phase;
    private long _start;
    private long _startEvents;
    private long _startWork;
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

    /// <summary>All regions have met: whether it is time to judge.</summary>
    /// <param name="now">The time.</param>
    public bool IsDue(long now)
    {
        _start += _paused is { } paused ? now - paused : 0;
        _paused = null;
        return _phase == Phase.None || Seconds(now) >= TrialSeconds * Trials;
    }

    /// <summary>Judges, when it is time to.</summary>
    /// <param name="now">The time.</param>
    /// <param name="events">The events of all regions so far.</param>
    /// <param name="work">The time that all regions have worked rather than waited so far, together.</param>
    public void Update(long now, long events, long work)
    {
        Next((events - _startEvents) / Seconds(now), (work - _startWork) / (double)(now - _start));
        (_start, _startEvents, _startWork) = (now, events, work);
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

    private double Seconds(long now) => (double)(now - _start) / ticksPerSecond;

    // Of more regions than processors some only seem to work: their thread has no processor.
    private bool IsSurelyFaster(double atWork) => !OneThread && atWork * Math.Min(1, (double)processors / regions) > SurelyFaster;

    private void Next(double rate, double atWork)
    {
        switch (_phase)
        {
            case Phase.Stay:
                _phase = Phase.End;
                break;
            case Phase.End when IsSurelyFaster(atWork):
                (_phase, _stay) = (Phase.Stay, ShortestStay);
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
