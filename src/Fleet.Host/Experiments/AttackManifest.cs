using System.Globalization;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Host.Results;

namespace Fleet.Host.Experiments;

/// <summary>manifest.json of an attack experiment: where its results came from, and what they are.</summary>
internal static class AttackManifest
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>Its text, once all other files are written.</summary>
    /// <param name="folder">The folder.</param>
    /// <param name="plan">The experiment.</param>
    /// <param name="finished">How many cells are finished.</param>
    /// <param name="files">The names of the tables and figures that were written; pictures and cells are in folders of their own.</param>
    /// <param name="commandLine">The arguments of the process.</param>
    /// <param name="startedAt">When the process began, wall clock.</param>
    /// <param name="endedAt">When the results were written, wall clock.</param>
    public static byte[] ToBytes(
        AttackFolder folder,
        AttackPlan plan,
        int finished,
        IReadOnlyList<string> files,
        IReadOnlyList<string> commandLine,
        DateTimeOffset startedAt,
        DateTimeOffset endedAt)
    {
        JsonObject planned = AttackPlanJson.ToNode(plan);
        HostDescription host = Provenance.Host();
        var manifest = new JsonObject
        {
            ["status"] = finished == planned["cells"]!.AsArray().Count ? "finished" : "interrupted",
            ["cellsFinished"] = finished,
            ["plan"] = planned,
            ["planHash"] = plan.Hash,
            ["version"] = Provenance.Version,
            ["commit"] = Provenance.Commit,
            ["libraries"] = new JsonObject(Provenance.Libraries().Select(one => KeyValuePair.Create(one.Key, (JsonNode?)one.Value))),
            ["host"] = new JsonObject
            {
                ["os"] = host.Os,
                ["architecture"] = host.Architecture,
                ["processor"] = host.Processor,
                ["cores"] = host.Cores,
            },
            ["commandLine"] = new JsonArray([.. commandLine.Select(text => JsonValue.Create(text))]),
            ["startedAt"] = startedAt.ToString("O", CultureInfo.InvariantCulture),
            ["endedAt"] = endedAt.ToString("O", CultureInfo.InvariantCulture),
            ["files"] = new JsonArray([.. files.Append(AttackFolder.PlanFile).Order(StringComparer.Ordinal).Select(name => ToNode(ManifestFile.Of(folder.FullPath, name)))]),
        };
        return Encoding.UTF8.GetBytes(manifest.ToJsonString(Indented) + "\n");
    }

    private static JsonObject ToNode(ManifestFile file) => new() { ["name"] = file.Name, ["bytes"] = file.Bytes, ["sha256"] = file.Sha256 };
}
