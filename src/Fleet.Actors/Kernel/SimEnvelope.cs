namespace Fleet.Actors.Kernel;

/// <summary>A message object under way. The event that brings it holds its place in a <see cref="EnvelopeTable"/>.</summary>
/// <param name="Receiver">The actor it goes to; null if it goes to an entity of a built-in type, which the event names.</param>
/// <param name="Message">What it says.</param>
/// <param name="Sender">Who answers go to; null for nobody.</param>
internal readonly record struct SimEnvelope(object? Receiver, object Message, object? Sender);

/// <summary>
/// The message objects whose events wait in one region's queue. Events hold no references, so that millions of them are
/// no work for the garbage collector; the few that bring an object hold a place in here instead.
/// </summary>
internal sealed class EnvelopeTable
{
    private readonly Stack<int> _free = new();
    private SimEnvelope[] _envelopes = new SimEnvelope[16];
    private int _used;

    /// <summary>Keeps an envelope and gives its place.</summary>
    public int Add(in SimEnvelope envelope)
    {
        if (!_free.TryPop(out int place))
        {
            place = _used++;
            if (place == _envelopes.Length)
            {
                Array.Resize(ref _envelopes, place * 2);
            }
        }

        _envelopes[place] = envelope;
        return place;
    }

    /// <summary>The envelopes and their places, in rising order.</summary>
    public IEnumerable<(int Place, SimEnvelope Envelope)> All =>
        _envelopes.Take(_used).Select((envelope, place) => (place, envelope)).Where(held => held.envelope.Message is not null);

    /// <summary>Keeps an envelope in the place it had; then <see cref="FreeOthers"/> has to come.</summary>
    public void Put(int place, in SimEnvelope envelope)
    {
        if (place >= _envelopes.Length)
        {
            Array.Resize(ref _envelopes, Math.Max(place + 1, _envelopes.Length * 2));
        }

        _envelopes[place] = envelope;
        _used = Math.Max(_used, place + 1);
    }

    /// <summary>All places between those of the envelopes that were put are free.</summary>
    public void FreeOthers()
    {
        for (int place = _used - 1; place >= 0; place--)
        {
            if (_envelopes[place].Message is null)
            {
                _free.Push(place);
            }
        }
    }

    /// <summary>Gives an envelope out; its place is free again.</summary>
    public SimEnvelope Take(int place)
    {
        SimEnvelope envelope = _envelopes[place];
        _envelopes[place] = default;
        _free.Push(place);
        return envelope;
    }
}
