namespace Fleet.Host.Forecasts;

/// <summary>A part of some work that is done in one go.</summary>
/// <param name="Kind">What it is: parts of one kind are alike, so one predicts the time of the others.</param>
/// <param name="Seconds">How long it is expected to take; 0 for what an earlier part has done already.</param>
internal sealed record WorkUnit(string Kind, double Seconds);

/// <summary>
/// The time that is left of work in parts. The parts of a kind are expected to deviate from their forecast as those before them
/// did; what is done once, such as a training, thus says nothing of what is done for every cell.
/// </summary>
/// <param name="units">The parts, in the order in which they are done.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class RemainingTime(IReadOnlyList<WorkUnit> units, TimeProvider clock)
{
    // Less says nothing of how long a part will take.
    private const double LeastShare = 0.02;

    private readonly double _all = units.Sum(unit => unit.Seconds);
    private readonly Dictionary<string, (double Forecast, double Taken)> _kinds = [];
    private int _next;
    private int _current = -1;
    private long _begin;
    private double _share;

    /// <summary>The share of the work that is done, in [0, 1], by the forecast.</summary>
    public double Share => _all == 0 ? 0
        : Math.Min(1, (units.Take(_current < 0 ? _next : _current).Sum(unit => unit.Seconds) + (_current < 0 ? 0 : _share * units[_current].Seconds)) / _all);

    /// <summary>Begins the next part; the one before is done.</summary>
    /// <param name="kind">What it is, to make sure of the order.</param>
    /// <exception cref="InvalidOperationException">The next part is another one.</exception>
    public void Begin(string kind)
    {
        End();
        if (_next >= units.Count || units[_next].Kind != kind)
        {
            throw new InvalidOperationException($"The next part of the work is not '{kind}'.");
        }

        (_current, _begin, _share) = (_next, clock.GetTimestamp(), 0);
        _next++;
    }

    /// <summary>Tells how far the part is, in [0, 1].</summary>
    public void Report(double share) => _share = Math.Clamp(share, 0, 1);

    /// <summary>The part that was begun is done.</summary>
    public void End()
    {
        if (_current >= 0)
        {
            _kinds[units[_current].Kind] = Done(units[_current].Kind, 1);
            _current = -1;
        }
    }

    /// <summary>The time left; null while it is not known.</summary>
    public TimeSpan? Left
    {
        get
        {
            var done = new Dictionary<string, (double Forecast, double Taken)>(_kinds);
            if (_current >= 0 && _share >= LeastShare)
            {
                done[units[_current].Kind] = Done(units[_current].Kind, _share);
            }

            double forecast = done.Values.Sum(kind => kind.Forecast);
            if (!(forecast > 0))
            {
                return null;
            }

            double usual = done.Values.Where(kind => kind.Forecast > 0).Sum(kind => kind.Taken) / forecast;
            double seconds = units.Skip(_next).Sum(unit => unit.Seconds * Deviation(unit.Kind));
            if (_current >= 0)
            {
                double whole = units[_current].Seconds * Deviation(units[_current].Kind);
                seconds += _share >= LeastShare ? whole * (1 - _share) : Math.Max(0, whole - Elapsed);
            }

            return TimeSpan.FromSeconds(Math.Min(seconds, TimeSpan.MaxValue.TotalSeconds / 2));

            double Deviation(string kind) => done.TryGetValue(kind, out var one) && one.Forecast > 0 ? one.Taken / one.Forecast : usual;
        }
    }

    private double Elapsed => clock.GetElapsedTime(_begin).TotalSeconds;

    private (double Forecast, double Taken) Done(string kind, double share)
    {
        (double forecast, double taken) = _kinds.GetValueOrDefault(kind);
        return (forecast + (share * units[_current].Seconds), taken + Elapsed);
    }
}
