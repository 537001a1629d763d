namespace Fleet.Actors.Kernel;

/// <summary>A message object under way. The event that delivers it holds its slot in an <see cref="EnvelopeTable"/>.</summary>
/// <param name="Receiver">The actor it goes to; null if it goes to an entity of a built-in type, which the event names.</param>
/// <param name="Message">The message object.</param>
/// <param name="Sender">The actor that answers go to; null for none.</param>
internal readonly record struct SimEnvelope(object? Receiver, object Message, object? Sender);

/// <summary>
/// The message objects whose events wait in one region's queue. Events hold no references, so that millions of them are
/// no work for the garbage collector; the few that deliver an object hold its slot in this table instead.
/// </summary>
internal sealed class EnvelopeTable
{
    private readonly Stack<int> _free = new();
    private SimEnvelope[] _envelopes = new SimEnvelope[16];
    private int _used;

    /// <summary>Stores an envelope and returns its slot.</summary>
    public int Add(in SimEnvelope envelope)
    {
        if (!_free.TryPop(out int slot))
        {
            slot = _used++;
            if (slot == _envelopes.Length)
            {
                Array.Resize(ref _envelopes, slot * 2);
            }
        }

        _envelopes[slot] = envelope;
        return slot;
    }

    /// <summary>The stored envelopes with their slots, in rising order.</summary>
    public IEnumerable<(int Slot, SimEnvelope Envelope)> All =>
        _envelopes.Take(_used).Select((envelope, slot) => (slot, envelope)).Where(held => held.envelope.Message is not null);

    /// <summary>Stores an envelope in the slot that a checkpoint names; call <see cref="FreeOthers"/> after the last.</summary>
    public void Put(int slot, in SimEnvelope envelope)
    {
        if (slot >= _envelopes.Length)
        {
            Array.Resize(ref _envelopes, Math.Max(slot + 1, _envelopes.Length * 2));
        }

        _envelopes[slot] = envelope;
        _used = Math.Max(_used, slot + 1);
    }

    /// <summary>Frees all slots that <see cref="Put"/> has not filled.</summary>
    public void FreeOthers()
    {
        for (int slot = _used - 1; slot >= 0; slot--)
        {
            if (_envelopes[slot].Message is null)
            {
                _free.Push(slot);
            }
        }
    }

    /// <summary>Returns an envelope and frees its slot.</summary>
    public SimEnvelope Take(int slot)
    {
        SimEnvelope envelope = _envelopes[slot];
        _envelopes[slot] = default;
        _free.Push(slot);
        return envelope;
    }
}
