using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Models.Attacks;

namespace Fleet.Models.Attacks.Cases;

/// <summary>An attack as it is mounted, with everything that its figures depend on beside network and pictures.</summary>
/// <param name="Cell">The attack, what it is mounted on, and its seeds.</param>
/// <param name="IsTrained">Whether the attacked network is trained with the seed of the cell; not where the weights are a user's own.</param>
/// <param name="Settings">Every setting, given or default.</param>
public sealed record MountedAttack(AttackCell Cell, bool IsTrained, IAttackSettings Settings)
{
    /// <summary>The classes of the devices whose messages are attacked; empty where there is no fleet.</summary>
    public IReadOnlyList<string> DeviceClasses { get; init; } = [];

    /// <summary>It as JSON, as the plan of an experiment has it.</summary>
    public JsonObject ToNode() => new()
    {
        ["index"] = Cell.Index,
        ["attack"] = Cell.Case.Attack,
        ["case"] = Cell.Case.Name,
        ["knowledge"] = Cell.Case.Knowledge,
        ["split"] = Cell.Split,
        ["defense"] = Cell.Defense.Canonical,
        ["adaptive"] = Cell.Adaptive,
        ["trainingSeed"] = IsTrained ? Cell.TrainingSeed : null,
        ["attackerSeed"] = Cell.AttackerSeed,
        ["settings"] = AttackSettings.ToJson(Settings),
    };

    /// <summary>The same with the classes of the devices, as the manifest of a run has it.</summary>
    public JsonElement ToElement()
    {
        JsonObject node = ToNode();
        node.Remove("index");
        node.Insert(0, "deviceClasses", new JsonArray([.. DeviceClasses.Select(name => JsonValue.Create(name))]));
        using var document = JsonDocument.Parse(node.ToJsonString());
        return document.RootElement.Clone();
    }
}
