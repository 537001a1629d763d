using System.Globalization;
using System.Text;
using Fleet.Host.Scenarios.Profiles;
using Fleet.Host.Scenarios.Units;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>Writes the reference of the scenario file, docs/scenario-reference.md, from the declarations.</summary>
internal static class MarkdownReference
{
    private const string Introduction = """
        # The scenario file

        A scenario is one YAML file. Every key is checked; `fleetsim validate FILE` reports all problems at once, each with
        file, line, column and the nearest valid name. `fleetsim init FILE` writes a scenario to start from, and
        `fleetsim schema` the JSON Schema that editors check and complete with.

        A file is text in UTF-8 of at most 1 MiB (1,048,576 bytes), the file of a network too; a larger one, a folder, a device or a
        pipe is refused before it is read. Of many problems the first 50 are shown and the others counted. Aliases (`*name`) stand
        for whole values; merge keys (`<<`) are not read. Within `{ }` a path with brackets is a key in quotes.

        This page is written by `fleetsim schema --markdown`; change the declarations, not the page. The value `null`
        means: as if the key were not there.

        """;

    private const string SweepText = """
        ## Sweep

        Each key is a path, each value the list of values that it takes; the grid has one cell for every combination, in the
        order of the file, the last key varying fastest. `split` and `defense` alone mean those of every device class. Every
        cell is checked before the first one runs. The key `replications` is no path:

        """;

    private const string PathText = """
        ## Paths

        `--set PATH=VALUE` replaces a value before the scenario is checked; it may be repeated. A path has keys with points
        between them and, in brackets, which item of a list is meant: by its name, by its position from 0, or `*` for all.
        The value is YAML.

        | Path | Meaning |
        |---|---|
        | `model.data` | the key `data` of `model` |
        | `devices[camera].split` | of the device class named camera |
        | `links[0].up` | of the first link |
        | `devices[*].count` | of every device class |
        | `split`, `defense` | short for `devices[*].split`, `devices[*].defense` |
        | `adversary.attack.iterations` | also where the scenario says only `attack: rmle` |
        | `adversary` | `--set adversary=null` runs without the adversary |
        | `sweep.split` | an axis of the sweep: `--set sweep.split=[ReLU1, ReLU2]` |

        """;

    /// <summary>The whole page, with line feeds, ending in one.</summary>
    public static string Write(ScenarioSchema scenario)
    {
        var page = new StringBuilder(Introduction).Append('\n');
        WriteSections(page, scenario.Root, []);
        page.Append(SweepText).Append('\n');
        WriteKeys(page, [SweepSpec.Replications]);
        page.Append(PathText).Append('\n');
        WriteUnits(page);
        WriteNetworks(page);
        WriteProfiles(page);
        return page.ToString().ReplaceLineEndings("\n").TrimEnd('\n') + "\n";
    }

    private static void WriteSections(StringBuilder page, ValueSpec spec, HashSet<string> written)
    {
        ValueSpec item = spec.List?.Item ?? spec;
        if (item.Map is not { } map || !written.Add(map.Title))
        {
            return;
        }

        page.Append(CultureInfo.InvariantCulture, $"## {map.Title}\n\n{map.Summary}\n\n");
        WriteKeys(page, map.Keys);
        foreach (Key key in map.Keys)
        {
            WriteSections(page, key.Value, written);
        }
    }

    private static void WriteKeys(StringBuilder page, IReadOnlyList<Key> keys)
    {
        page.Append("| Key | Value | Without it | Meaning | Example |\n|---|---|---|---|---|\n");
        foreach (Key key in keys)
        {
            string otherwise = key.Default is "{}" ? "the defaults of its keys" : key.Default is { } text ? $"`{text}`" : key.Otherwise ?? "required";
            string example = key.Example.Length > 0 ? $"`{key.Name}: {key.Example}`" : "";
            page.Append(CultureInfo.InvariantCulture, $"| `{key.Name}` | {key.Value.Form} | {otherwise} | {key.Documentation} | {example} |\n");
        }

        page.Append('\n');
    }

    private static void WriteUnits(StringBuilder page)
    {
        page.Append("## Values with units\n\nA number, with `_` between digits where that helps (`10_000`) and an exponent if needed (`1e9`), and a unit. Case counts in units: `Mbit/s` are bits and `MB/s` bytes, 8 times as many. Zero needs no unit.\n\n| Kind | Units | Example |\n|---|---|---|\n");
        foreach (QuantityKind kind in (QuantityKind[])[QuantityKind.Duration, QuantityKind.ComputeRate, QuantityKind.BitRate, QuantityKind.Frequency])
        {
            page.Append(CultureInfo.InvariantCulture, $"| {kind.Name} | {string.Join(", ", kind.AllUnits.Select(u => $"`{u.Symbol}`"))} | `{kind.Example}` |\n");
        }

        page.Append('\n');
    }

    private static void WriteNetworks(StringBuilder page)
    {
        page.Append("## Layers\n\nWhat a `split` after each layer sends: the shape of the activation and its bytes, without the header.\n\n| Network | Layer | Activation | Bytes |\n|---|---|---|---:|\n");
        foreach (string name in NetworkCatalog.Names)
        {
            NetworkCatalog.TryFind(name, out NetworkSpec? network);
            foreach (LayerProfile layer in network!.Profile())
            {
                page.Append(CultureInfo.InvariantCulture, $"| {name} | `{layer.Name}` | {layer.Output} | {layer.ActivationBytes:#,0} |\n");
            }
        }

        page.Append('\n');
    }

    private static void WriteProfiles(StringBuilder page)
    {
        page.Append(CultureInfo.InvariantCulture, $"## {ReferenceHeadings.DeviceProfiles}\n\nThe effective rate is that of MobileNetV2 on one 224x224 picture: 2 x 0.3 G multiply-accumulates (Sandler et al., CVPR 2018) over the measured time.\n\n");
        page.Append("| Profile | Device | Measured | Rate | Source |\n|---|---|---:|---:|---|\n");
        foreach (DeviceProfile profile in DeviceProfile.All)
        {
            page.Append(CultureInfo.InvariantCulture, $"| `{profile.Name}` | {profile.Description} | {profile.Milliseconds} ms | {Quantity.Readable(profile.FlopsPerSecond, QuantityKind.ComputeRate)} | {profile.Source} |\n");
        }

        page.Append(CultureInfo.InvariantCulture, $"\n## {ReferenceHeadings.LinkProfiles}\n\nLatency is half the round trip, each way. Where the source gives no round trip, `latency` must be given beside the profile.\n\n");
        page.Append("| Profile | Up | Down | Latency | Source |\n|---|---:|---:|---:|---|\n");
        foreach (LinkProfile profile in LinkProfile.All)
        {
            string latency = profile.Latency is { } time ? Quantity.Readable(time.Nanoseconds, QuantityKind.Duration) : "not given";
            page.Append(CultureInfo.InvariantCulture, $"| `{profile.Name}` | {profile.UpMegabits} Mbit/s | {profile.DownMegabits} Mbit/s | {latency} | {profile.Source} |\n");
        }
    }
}
