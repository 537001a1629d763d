namespace Fleet.Actors.Kernel;

/// <summary>
/// A point at which a fixed number of threads wait for each other, again and again. Who comes early spins, since windows are
/// short and a sleeping core takes long to wake, and then sleeps, since the processor may have better use for its core.
/// </summary>
/// <remarks>
/// How long to spin follows from whether spinning helped: a thread that is awaited while other programs have its core comes
/// after milliseconds, and spinning for it only takes time from them and from it.
/// </remarks>
internal sealed class SpinBarrier(int threads)
{
    private const int MostSpins = 10_000; // a millisecond or two
    private const int LeastSpins = 32; // about five microseconds

    private readonly object _lock = new();
    private int _arrived;
    private volatile int _round;
    private volatile bool _broken;

    // More threads than cores: spinning would only keep the awaited thread from running. Any thread writes it, the last wins.
    private int _spins = threads <= Environment.ProcessorCount ? MostSpins : 0;

    /// <summary>
    /// A thread has come. The last to come gets true at once, and the others stand still until it calls
    /// <see cref="Release"/>; they then get false.
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

    /// <summary>Lets all threads go on; called by the last to come.</summary>
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

    /// <summary>A thread will not come any more: lets those go on that wait, and all that come from now on.</summary>
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
