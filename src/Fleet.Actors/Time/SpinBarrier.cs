namespace Fleet.Actors.Time;

/// <summary>
/// A point at which a fixed number of threads wait for each other, again and again. Who comes early spins for a few
/// milliseconds, since windows are short and a sleeping core takes long to wake, and then sleeps, since the processor may
/// have better use for its core.
/// </summary>
internal sealed class SpinBarrier(int threads)
{
    // More threads than cores: spinning would only keep the awaited thread from running.
    private readonly int _spins = threads <= Environment.ProcessorCount ? 10_000 : 0;
    private readonly object _lock = new();
    private int _arrived;
    private volatile int _round;
    private volatile bool _broken;

    /// <summary>Waits until all threads have come.</summary>
    public void Wait()
    {
        int round = _round;
        if (_broken)
        {
            return; // looked at after the round, which is raised after it is set
        }

        if (Interlocked.Increment(ref _arrived) == threads)
        {
            _arrived = 0;
            lock (_lock)
            {
                _round = round + 1;
                Monitor.PulseAll(_lock);
            }

            return;
        }

        for (int spin = 0; spin < _spins; spin++)
        {
            if (_round != round)
            {
                return;
            }

            Thread.SpinWait(4);
        }

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
