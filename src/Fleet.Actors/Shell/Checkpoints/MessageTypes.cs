using System.Collections.Immutable;
using System.Numerics;
using System.Reflection;
using Akka.Actor;
using Fleet.Actors.Shell.LeanActors;
using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;
using Newtonsoft.Json.Serialization;

namespace Fleet.Actors.Shell.Checkpoints;

/// <summary>
/// Which types the messages in a checkpoint may have. A checkpoint names the types of its messages, and whoever can change
/// the file could name any, to be made when the run goes on; so only these are, whatever it says: those of the assemblies
/// of the fleet's own actors and of the assemblies that they add, the public ones of the simulator, plain values and
/// collections of the platform, and the few messages of Akka that actors hold.
/// </summary>
internal sealed class MessageTypes : DefaultSerializationBinder
{
    private static readonly HashSet<Type> OfAkka =
    [
        typeof(ActorRefBase.Surrogate), typeof(Terminated), typeof(ReceiveTimeout), typeof(PoisonPill), typeof(Kill), typeof(Identify), typeof(ActorIdentity),
        typeof(Status.Success), typeof(Status.Failure),
    ];

    private static readonly HashSet<Type> OfPlatform =
    [
        typeof(object), typeof(string), typeof(decimal), typeof(DateTime), typeof(DateTimeOffset), typeof(DateOnly), typeof(TimeOnly), typeof(TimeSpan),
        typeof(Guid), typeof(Version), typeof(Uri), typeof(BigInteger), typeof(Complex), typeof(Int128), typeof(UInt128), typeof(Half), typeof(Nullable<>),
    ];

    private static readonly string?[] Collections = ["System.Collections.Generic", "System.Collections.Immutable", "System.Collections.ObjectModel"];

    private static readonly Assembly[] Platform = [typeof(object).Assembly, typeof(SortedSet<>).Assembly, typeof(ImmutableList).Assembly, typeof(BigInteger).Assembly, typeof(Uri).Assembly];

    private static readonly Assembly[] Simulator = [typeof(MessageTypes).Assembly, typeof(CounterKey).Assembly];

    private readonly HashSet<Assembly> _ofActors;
    private readonly Dictionary<string, Assembly> _known;

    /// <summary>All types of these assemblies, besides those of every fleet.</summary>
    public MessageTypes(IEnumerable<Assembly> ofActors)
    {
        _ofActors = [.. ofActors.Where(assembly => assembly != typeof(ActorSystem).Assembly && !Platform.Contains(assembly) && !Simulator.Contains(assembly))];
        _known = new Dictionary<string, Assembly>(StringComparer.OrdinalIgnoreCase);
        foreach (Assembly assembly in (IEnumerable<Assembly>)[.. Platform, .. Simulator, typeof(ActorSystem).Assembly, .. _ofActors])
        {
            _known[assembly.GetName().Name!] = assembly;
        }
    }

    /// <summary>Those of a fleet.</summary>
    public static MessageTypes Of(FleetSpec spec) => new(spec.Actors.Cast<SimActorSpec>().SelectMany(actor => actor.MessageAssemblies.Append(actor.Props.Type.Assembly)));

    /// <summary>Whether a message, or a part of one, may be of a type.</summary>
    public bool Allows(Type type)
    {
        if (type.HasElementType)
        {
            return type.IsArray && Allows(type.GetElementType()!);
        }

        if (type.IsConstructedGenericType)
        {
            return Allows(type.GetGenericTypeDefinition()) && Array.TrueForAll(type.GetGenericArguments(), Allows);
        }

        return type.IsPrimitive
            || _ofActors.Contains(type.Assembly)
            || OfAkka.Contains(type)
            || (Simulator.Contains(type.Assembly) && (type.IsVisible || type == typeof(TypedValue<>) || type == typeof(SimActorSurrogate)))
            || (Platform.Contains(type.Assembly) && IsPlain(type));
    }

    /// <inheritdoc/>
    /// <exception cref="MessageTypeException">The type is not allowed, or there is none of that name.</exception>
    public override Type BindToType(string? assemblyName, string typeName)
    {
        string name = assemblyName is null ? typeName : $"{typeName}, {assemblyName}";
        Type? type = Type.GetType(name, wanted => _known.GetValueOrDefault(wanted.Name ?? ""), typeResolver: null, throwOnError: false);
        return type is not null && Allows(type) ? type : throw new MessageTypeException(name);
    }

    private static bool IsPlain(Type type) =>
        OfPlatform.Contains(type)
        || type.IsEnum
        || Array.IndexOf(Collections, type.Namespace) >= 0
        || (type.IsGenericType && (type.Name.StartsWith("ValueTuple`", StringComparison.Ordinal) || type.Name.StartsWith("Tuple`", StringComparison.Ordinal)));
}

/// <summary>A message, or a part of one, has a type that no actor of the fleet declares.</summary>
/// <param name="type">Its name.</param>
internal sealed class MessageTypeException(string type) : Exception(
    $"its type {type} is not of an assembly of the fleet's actors; {nameof(SimActorSpec)}.{nameof(SimActorSpec.MessageAssemblies)} adds others");
