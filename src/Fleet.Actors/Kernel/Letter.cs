namespace Fleet.Actors.Kernel;

/// <summary>A message object under way. The event that brings it holds its place in a <see cref="LetterBox"/>.</summary>
/// <param name="To">The actor it goes to; null if it goes to an entity of a built-in type, which the event names.</param>
/// <param name="Message">What it says.</param>
/// <param name="Sender">Who answers go to; null for nobody.</param>
internal readonly record struct Letter(object? To, object Message, object? Sender);

/// <summary>
/// The message objects whose events wait in one region's queue. Events hold no references, so that millions of them are
/// no work for the garbage collector; the few that bring an object hold a place in here instead.
/// </summary>
internal sealed class LetterBox
{
    private readonly Stack<int> _free = new();
    private Letter[] _letters = new Letter[16];
    private int _used;

    /// <summary>Keeps a letter and gives its place.</summary>
    public int Add(in Letter letter)
    {
        if (!_free.TryPop(out int place))
        {
            place = _used++;
            if (place == _letters.Length)
            {
                Array.Resize(ref _letters, place * 2);
            }
        }

        _letters[place] = letter;
        return place;
    }

    /// <summary>The letters and their places, in rising order.</summary>
    public IEnumerable<(int Place, Letter Letter)> All =>
        _letters.Take(_used).Select((letter, place) => (place, letter)).Where(held => held.letter.Message is not null);

    /// <summary>Keeps a letter in the place it had; then <see cref="FreeOthers"/> has to come.</summary>
    public void Put(int place, in Letter letter)
    {
        if (place >= _letters.Length)
        {
            Array.Resize(ref _letters, Math.Max(place + 1, _letters.Length * 2));
        }

        _letters[place] = letter;
        _used = Math.Max(_used, place + 1);
    }

    /// <summary>All places between those of the letters that were put are free.</summary>
    public void FreeOthers()
    {
        for (int place = _used - 1; place >= 0; place--)
        {
            if (_letters[place].Message is null)
            {
                _free.Push(place);
            }
        }
    }

    /// <summary>Gives a letter out; its place is free again.</summary>
    public Letter Take(int place)
    {
        Letter letter = _letters[place];
        _letters[place] = default;
        _free.Push(place);
        return letter;
    }
}
