namespace Fleet.Actors.World.ServiceTimes;

/// <summary>The laws of service times that scenario files can name. Immutable, and passed in: there is no list for the whole process.</summary>
public sealed class ServiceLawCatalog
{
    private ServiceLawCatalog(IReadOnlyList<ServiceLaw> laws) => Laws = laws;

    /// <summary>The laws of this library.</summary>
    public static ServiceLawCatalog BuiltIn { get; } = new([ServiceLaw.FromCost, ServiceLaw.Exponential]);

    /// <summary>The laws, in the order in which documentation lists them; the first is the default.</summary>
    public IReadOnlyList<ServiceLaw> Laws { get; }

    /// <summary>The same laws and one more.</summary>
    /// <exception cref="ArgumentException">There is one of its name.</exception>
    public ServiceLawCatalog With(ServiceLaw law) => Laws.All(known => known.Name != law.Name)
        ? new([.. Laws, law])
        : throw new ArgumentException($"There is a law of service times {law.Name} already.", nameof(law));
}
