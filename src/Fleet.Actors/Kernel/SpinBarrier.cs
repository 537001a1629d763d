namespace Fleet.Actors.Kernel;

/// <summary>
/// A barrier for a fixed number of threads. A thread that arrives early spins, since windows are short and a sleeping thread
/// takes long to wake, and then sleeps, so that other programs can use its core.
/// </summary>
/// <remarks>
/// How long to spin follows from whether spinning helped: a thread whose core other programs use arrives after milliseconds,
/// and spinning for it only delays it further.
/// </remarks>
internal sealed class SpinBarrier(int threads)
{
    private const int MostSpins = 10_000; // a millisecond or two
    private const int LeastSpins = 32; // about five microseconds

    private readonly object _lock = new();
    private int _arrived;
    private volatile int _round;
    private volatile bool _broken;

    // With more threads than cores spinning would only keep the awaited thread from running. Any thread writes it, the last wins.
    private int _spins = threads <= Environment.ProcessorCount ? MostSpins : 0;

    /// <summary>
    /// Waits for the other threads. The last to arrive gets true at once; the others wait until it calls
    /// <see cref="Release"/>, and get false.
    /// </summary>
    public bool Arrive()
    {
        int round = _round;
        if (_broken)
        {
            return false; // looked at after the round, which is raised after it is set
        }

        if (Interlocked.Increment(ref _arrived) == threads)
        {
            return true;
        }

        if (!Spin(round))
        {
            Sleep(round);
        }

        return false;
    }

    /// <summary>Lets all threads go on; called by the last to arrive.</summary>
    public void Release()
    {
        _arrived = 0;
        lock (_lock)
        {
            _round++;
            Monitor.PulseAll(_lock);
        }
    }

    private bool Spin(int round)
    {
        int spins = _spins;
        for (int spin = 0; spin < spins; spin++)
        {
            if (_round != round)
            {
                _spins = Math.Min(MostSpins, spins * 2);
                return true;
            }

            Thread.SpinWait(4);
        }

        _spins = Math.Min(spins, Math.Max(LeastSpins, spins / 2));
        return false;
    }

    private void Sleep(int round)
    {
        lock (_lock)
        {
            while (_round == round)
            {
                Monitor.Wait(_lock);
            }
        }
    }

    /// <summary>Releases all threads, now and from now on, because one will not arrive any more.</summary>
    public void Break()
    {
        _broken = true;
        lock (_lock)
        {
            _round++;
            Monitor.PulseAll(_lock);
        }
    }
}
