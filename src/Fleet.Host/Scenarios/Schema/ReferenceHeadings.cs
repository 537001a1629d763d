namespace Fleet.Host.Scenarios.Schema;

/// <summary>Headings of the reference to which values link.</summary>
internal static class ReferenceHeadings
{
    /// <summary>The table of devices.</summary>
    public const string DeviceProfiles = "Device profiles";

    /// <summary>The table of links.</summary>
    public const string LinkProfiles = "Link profiles";

    /// <summary>The sweep.</summary>
    public const string Sweep = "Sweep";

    /// <summary>The anchor of a heading.</summary>
    public static string Anchor(string title) => title.ToLowerInvariant().Replace(' ', '-');
}
