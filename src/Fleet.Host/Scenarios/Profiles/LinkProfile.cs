using Fleet.Actors.Kernel;

namespace Fleet.Host.Scenarios.Profiles;

/// <summary>An access link as somebody measured or standardised it.</summary>
/// <param name="Name">The name in scenario files.</param>
/// <param name="DownMegabits">Mbit/s from server to device.</param>
/// <param name="UpMegabits">Mbit/s from device to server.</param>
/// <param name="RoundTripMilliseconds">The round trip in ms, or null where the source gives none.</param>
/// <param name="Source">Where the figures come from.</param>
internal sealed record LinkProfile(string Name, double DownMegabits, double UpMegabits, double? RoundTripMilliseconds, string Source)
{
    private const string WebPageTest = "WebPageTest connectivity profiles";
    private const string Lighthouse = "Lighthouse throttling constants";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<LinkProfile> All { get; } =
    [
        new("3g", 2.048, 1.024, 150, WebPageTest),
        new("slow-3g", 0.7, 0.7, 300, Lighthouse),
        new("slow-4g", 1.6, 0.75, 150, Lighthouse),
        new("lte-2012", 13, 6, null, "median of Huang et al., MobiSys 2012"),
        new("4g-us-2019", 21.3, 6.3, 55, "Opensignal, USA, first quarter of 2019; middle of its 44 to 66 ms"),
        new("5g-median-2021", 166.13, 21.08, null, "Ookla, global median, third quarter of 2021"),
        new("5g-field-2022", 241.61, 31.27, null, "Cellsmart field measurements, 2022"),
        new("dsl", 1.5, 0.384, 50, WebPageTest),
        new("cable", 5, 1, 28, WebPageTest),
        new("fibre", 20, 5, 4, WebPageTest),
        new("wifi-fixed-2023", 83.95, 38.32, null, "Ookla, fixed broadband behind Wi-Fi, third quarter of 2023"),
    ];

    /// <summary>Bits a second from device to server.</summary>
    public double UpBitsPerSecond => UpMegabits * 1e6;

    /// <summary>Bits a second from server to device.</summary>
    public double DownBitsPerSecond => DownMegabits * 1e6;

    /// <summary>Propagation each way, half the round trip; null where the source gives none.</summary>
    public SimTime? Latency => RoundTripMilliseconds is { } trip ? SimTime.FromMilliseconds(trip / 2) : null;

    /// <summary>The profile of this name, or null.</summary>
    public static LinkProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
