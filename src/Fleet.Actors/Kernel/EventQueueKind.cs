namespace Fleet.Actors.Kernel;

/// <summary>The kinds of event queue.</summary>
public enum EventQueueKind
{
    /// <summary>Time buckets: the fast one.</summary>
    Buckets,

    /// <summary>A 4-ary heap: the plain reference.</summary>
    Heap,
}
