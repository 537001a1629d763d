namespace Fleet.Actors.Kernel;

/// <summary>
/// Measures, while a run goes on, whether its regions run faster in parallel, each on its own thread, or in turn on one
/// thread. It tries both for a moment, stays with the faster one, and tries the other again from time to time.
/// </summary>
/// <remarks>
/// Parallel execution is slower when other programs want the same cores. The operating system then preempts a thread for
/// milliseconds, all regions wait in a window of microseconds, and soon there is hardly any time in which all of them run. No
/// kind of waiting avoids that, and which threads run cannot be observed; the rate of events can. A trial costs time if
/// parallel execution is faster, so there is none while regions hardly wait: one thread could then only be slower.
/// </remarks>
/// <param name="ticksPerSecond">The unit of times.</param>
/// <param name="regions">The regions.</param>
/// <param name="processors">The processors that the process may use.</param>
internal sealed class ThreadingTuner(long ticksPerSecond, int regions, int processors)
{
    /// <summary>The length of a trial: several of the time slices, about 3 ms, of an operating system's scheduler.</summary>
    public const double TrialSeconds = 0.02;

    // In trials. A trial is compared with the end of a stay: at the beginning of a run all code is slow.
    private const int ShortestStay = 6;
    private const int LongestStay = 60;
    private const int EndOfStay = 4;
    private const double WorthChanging = 1.05;

    // Parallel regions contend for memory: the same work took one thread alone 0.8 of the time at a million devices.
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

        /// <summary>The chosen way runs.</summary>
        Stay,

        /// <summary>The rate of the chosen way is measured.</summary>
        End,

        /// <summary>The rate of the other way is measured.</summary>
        Trial,
    }

    /// <summary>Whether the next window of all regions runs on one thread.</summary>
    public bool OneThread { get; private set; }

    /// <summary>Whether it is time for <see cref="Update"/>; called at a barrier.</summary>
    /// <param name="now">The time.</param>
    public bool IsDue(long now)
    {
        _start += _paused is { } paused ? now - paused : 0;
        _paused = null;
        return _phase == Phase.None || Seconds(now) >= TrialSeconds * Trials;
    }

    /// <summary>Chooses how the next windows run, from what happened since the last call.</summary>
    /// <param name="now">The time.</param>
    /// <param name="events">The events of all regions so far.</param>
    /// <param name="work">The time that all regions together have computed rather than waited so far.</param>
    public void Update(long now, long events, long work)
    {
        Next((events - _startEvents) / Seconds(now), (work - _startWork) / (double)(now - _start));
        (_start, _startEvents, _startWork) = (now, events, work);
    }

    /// <summary>The run pauses: the time until the next barrier does not count.</summary>
    /// <param name="now">The time.</param>
    public void Pause(long now) => _paused ??= now;

    private int Trials => _phase switch
    {
        Phase.Stay => _stay,
        Phase.End => EndOfStay,
        _ => 1,
    };

    private double Seconds(long now) => (double)(now - _start) / ticksPerSecond;

    // With more regions than processors some only seem to compute: their thread has no processor.
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
