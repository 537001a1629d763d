namespace Fleet.Actors.World.Arrivals;

/// <summary>The arrival processes that scenario files can name. Immutable, and passed in: there is no list for the whole process.</summary>
public sealed class ArrivalCatalog
{
    private ArrivalCatalog(IReadOnlyList<ArrivalForm> forms) => Forms = forms;

    /// <summary>The processes of this library.</summary>
    public static ArrivalCatalog BuiltIn { get; } = new([PoissonArrivals.ByRate, PeriodicArrivals.ByRate, PeriodicArrivals.ByPeriod]);

    /// <summary>The forms in which processes are written, in the order in which documentation lists them.</summary>
    public IReadOnlyList<ArrivalForm> Forms { get; }

    /// <summary>The names of the processes.</summary>
    public IEnumerable<string> Names => Forms.Select(form => form.Name).Distinct();

    /// <summary>The same forms and more.</summary>
    /// <exception cref="ArgumentException">A form has no place for a value, has two that no word separates, or is there already.</exception>
    public ArrivalCatalog With(params IReadOnlyList<ArrivalForm> forms)
    {
        foreach (ArrivalForm form in forms)
        {
            bool[] isPlace = [.. form.Words.Select(word => ArrivalForm.Places.Contains(word))];
            if (!isPlace.Contains(true) || isPlace.Zip(isPlace.Skip(1)).Any(pair => pair.First && pair.Second) || Forms.Any(known => known.Text == form.Text))
            {
                throw new ArgumentException($"\"{form.Text}\" is no new form of an arrival process.", nameof(forms));
            }
        }

        return new([.. Forms, .. forms]);
    }
}
