using System.Globalization;
using Akka.Actor;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The entities' references by type and number, and the names that follow from them: "device-17" is number 17 of the
/// devices. Each place is written once, before the run, by the thread of the entity's region.
/// </summary>
internal sealed class EntityTable
{
    private readonly string[] _prefixes;
    private readonly LeanActorRef?[][] _references;

    /// <summary>An empty table.</summary>
    /// <param name="types">The beginning of the names and the number of entities, in the order of <see cref="EntityType"/>.</param>
    public EntityTable(params ReadOnlySpan<(string Prefix, int Count)> types)
    {
        _prefixes = new string[types.Length];
        _references = new LeanActorRef?[types.Length][];
        for (int type = 0; type < types.Length; type++)
        {
            _prefixes[type] = types[type].Prefix;
            _references[type] = new LeanActorRef?[types[type].Count];
        }
    }

    /// <summary>The users' actors in the order of their specification; set before the run by the thread of their region.</summary>
    public IReadOnlyList<SimActorRef> Actors { get; set; } = [];

    /// <summary>How many entities it has room for.</summary>
    public long Count => _references.Sum(type => (long)type.Length);

    /// <summary>The path under which the entities stand.</summary>
    public ActorPath? Parent { get; set; }

    /// <summary>The reference of an entity, also of one that has ended: other threads must not see by it when that was.</summary>
    public LeanActorRef this[EntityHandle handle] => _references[(int)handle.Type][handle.Index]
        ?? throw new InvalidOperationException($"{NameOf(handle)} does not exist.");

    /// <summary>Lets go of all references; the run has failed.</summary>
    public void Clear()
    {
        for (int type = 0; type < _references.Length; type++)
        {
            _references[type] = [];
        }
    }

    /// <summary>Takes a reference in.</summary>
    public void Add(LeanActorRef child) => _references[(int)child.Handle.Type][child.Handle.Index] = child;

    /// <summary>The living entity of a name, which may carry a unique number after '#'; null if there is none.</summary>
    public LeanActorRef? Find(string name)
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
                return hash < 0 || text[(hash + 1)..].SequenceEqual(Uid(child.Handle).ToString(CultureInfo.InvariantCulture)) ? child : null;
            }
        }

        return null;
    }

    /// <summary>The path of an entity.</summary>
    public ActorPath PathOf(EntityHandle handle) => new ChildActorPath(Parent, NameOf(handle), Uid(handle));

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
    private static long Uid(EntityHandle handle) => ((long)handle.Type << 32) + handle.Index + 1;

    // Types with a single entity carry no number.
    private static bool TryParse(ReadOnlySpan<char> number, out int value)
    {
        value = 0;
        return number.IsEmpty || int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out value);
    }
}
