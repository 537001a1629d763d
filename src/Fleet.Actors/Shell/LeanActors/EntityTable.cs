using System.Globalization;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The entities' references by type and number, and the names that follow from them: "device-17" is device 17. Each element
/// is written once, before the run, by the thread of the entity's region.
/// </summary>
internal sealed class EntityTable
{
    private readonly string[] _prefixes;
    private readonly LocalActorRef?[][] _references;

    /// <summary>An empty table.</summary>
    /// <param name="types">The prefix of the names and the number of entities, in the order of <see cref="EntityType"/>.</param>
    public EntityTable(params ReadOnlySpan<(string Prefix, int Count)> types)
    {
        _prefixes = new string[types.Length];
        _references = new LocalActorRef?[types.Length][];
        for (int type = 0; type < types.Length; type++)
        {
            _prefixes[type] = types[type].Prefix;
            _references[type] = new LocalActorRef?[types[type].Count];
        }
    }

    /// <summary>The users' actors in the order of their specification; set before the run by the thread of their region.</summary>
    public IReadOnlyList<LocalActorRef> Actors { get; set; } = [];

    /// <summary>The number of entities.</summary>
    public long Count => _references.Sum(type => (long)type.Length);

    /// <summary>The path of the entities' parent.</summary>
    public ActorPath? Parent { get; set; }

    /// <summary>The reference of an entity, also of one that has stopped: other threads must not observe when it did.</summary>
    public LocalActorRef this[EntityHandle handle] => _references[(int)handle.Type][handle.Index]
        ?? throw new InvalidOperationException($"{NameOf(handle)} does not exist.");

    /// <summary>Releases all references, after the run has failed.</summary>
    public void Clear()
    {
        for (int type = 0; type < _references.Length; type++)
        {
            _references[type] = [];
        }
    }

    /// <summary>Adds a reference.</summary>
    public void Add(EntityHandle handle, LocalActorRef child) => _references[(int)handle.Type][handle.Index] = child;

    /// <summary>The living entity of a name, which may carry a unique number after '#'; null if there is none.</summary>
    public LocalActorRef? Find(string name)
    {
        ReadOnlySpan<char> text = name;
        int hash = text.IndexOf('#');
        ReadOnlySpan<char> plain = hash < 0 ? text : text[..hash];
        for (int type = 0; type < _prefixes.Length; type++)
        {
            if (plain.StartsWith(_prefixes[type], StringComparison.Ordinal)
                && TryParse(plain[_prefixes[type].Length..], out int number)
                && number < _references[type].Length
                && _references[type][number] is { Cell.IsTerminated: false } child)
            {
                return hash < 0 || text[(hash + 1)..].SequenceEqual(Uid((EntityType)type, number).ToString(CultureInfo.InvariantCulture)) ? child : null;
            }
        }

        return null;
    }

    /// <summary>The path of an entity.</summary>
    public ActorPath PathOf(EntityHandle handle) => new ChildActorPath(Parent, NameOf(handle), Uid(handle.Type, handle.Index));

    /// <summary>The name of an entity or of a user's actor.</summary>
    public string NameOf(EntityHandle handle)
    {
        if (handle.Type == EntityTypes.Actor)
        {
            return Actors[handle.Index].Path.Name;
        }

        string prefix = _prefixes[(int)handle.Type];
        return prefix.EndsWith('-') ? string.Create(CultureInfo.InvariantCulture, $"{prefix}{handle.Index}") : prefix;
    }

    // 0 would mean "any".
    private static long Uid(EntityType type, int index) => ((long)type << 32) + index + 1;

    // Types with a single entity carry no number.
    private static bool TryParse(ReadOnlySpan<char> number, out int value)
    {
        value = 0;
        return number.IsEmpty || int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
