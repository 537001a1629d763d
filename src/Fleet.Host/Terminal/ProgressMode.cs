namespace Fleet.Host.Terminal;

/// <summary>How long work shows that it is alive.</summary>
internal enum ProgressMode
{
    /// <summary>Not at all.</summary>
    Quiet,

    /// <summary>A plain line every few seconds, for logs.</summary>
    Lines,

    /// <summary>A bar that moves, for a person at a terminal.</summary>
    Bars,
}
