using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Tensors;

namespace Fleet.Host.Experiments;

/// <summary>The plan of an experiment as JSON: plan.json, and part of manifest.json.</summary>
internal static class AttackPlanJson
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <summary>The plan as text: equal plans give equal texts.</summary>
    public static string ToText(AttackPlan plan) => ToNode(plan).ToJsonString(Indented) + "\n";

    /// <summary>The plan, with every setting of every cell.</summary>
    public static JsonObject ToNode(AttackPlan plan)
    {
        var node = new JsonObject
        {
            ["network"] = plan.Network.Name,
            ["layers"] = new JsonArray([.. plan.Network.Canonical.Split('\n').Select(line => JsonValue.Create(line))]),
            ["data"] = plan.Pictures,
            ["weights"] = plan.Weights?.Hash,
            ["epochs"] = plan.Weights is null ? plan.Epochs : null,
            ["images"] = plan.Images,
            ["transmissions"] = plan.Transmissions,
            ["device"] = plan.Compute.IsCpu ? ComputeDevice.Cpu.Name : plan.Compute.ToString(),
            ["cells"] = new JsonArray([.. plan.Cells().Select(cell => new MountedAttack(cell, plan.Weights is null, plan.Settings(cell)).ToNode())]),
        };
        if (plan.FirstImage > 0)
        {
            node["firstImage"] = plan.FirstImage;
        }

        return node;
    }
}
