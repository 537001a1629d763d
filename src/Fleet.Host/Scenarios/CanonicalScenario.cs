using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Units;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Training;

namespace Fleet.Host.Scenarios;

/// <summary>
/// The one text of a resolved scenario: JSON with a fixed order of keys, base units and all defaults. It is a scenario
/// again: reading it gives the same scenario and the same text.
/// </summary>
public static class CanonicalScenario
{
    private static readonly JsonSerializerOptions Options = new()
    {
        WriteIndented = true,
        NewLine = "\n",
        // The text is hashed and read by people, never put into a page: no character but quotes needs escaping.
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    /// <summary>The text, indented, with line feeds, without one at the end.</summary>
    public static string ToJson(Scenario scenario) => ToNode(scenario).ToJsonString(Options);

    /// <summary>The text as a JSON value.</summary>
    /// <remarks>The serializer would come to the same by reflection, and have a hundred methods compiled for it at each start.</remarks>
    public static JsonElement ToElement(Scenario scenario)
    {
        using var document = JsonDocument.Parse(ToJson(scenario));
        return document.RootElement.Clone();
    }

    /// <summary>SHA-256 of the text in UTF-8, lower-case hexadecimal.</summary>
    public static string Hash(Scenario scenario) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ToJson(scenario))));

    /// <summary>The text as a JSON tree, to stand within another.</summary>
    public static JsonObject ToNode(Scenario scenario)
    {
        var root = new JsonObject
        {
            ["name"] = scenario.Name,
            ["seed"] = scenario.Seed,
            ["duration"] = Duration(scenario.Duration),
            ["warm-up"] = Duration(scenario.WarmUp),
            ["results"] = new JsonObject
            {
                ["requests"] = Requests(scenario.Results.RequestLimit),
                ["accuracy"] = scenario.Results.Accuracy ? Values.All : "none",
                ["identification"] = scenario.Results.Identification ? Values.All : "none",
            },
            ["failures"] = new JsonObject
            {
                ["restarts"] = scenario.Failures.MaxRestarts,
                ["then"] = FailureSchema.NameOf(scenario.Failures.GoOn),
            },
            ["model"] = Model(scenario.Model),
            ["devices"] = new JsonArray([.. scenario.Devices.Select(Device)]),
            ["links"] = new JsonArray([.. scenario.Links.Select(Link)]),
            ["servers"] = new JsonArray([.. scenario.Servers.Select(Server)]),
        };
        if (scenario.Adversary is { } adversary)
        {
            root["adversary"] = Adversary(adversary);
        }

        return root;
    }

    private static JsonObject Model(ModelSection model)
    {
        var node = new JsonObject
        {
            ["network"] = CanonicalNetwork.ToNode(model.Network),
            ["data"] = model.Pictures is { } pictures ? Pictures(pictures, model.Data.Fit) : model.Data.Name,
            ["weights"] = model.Weights?.Written ?? WeightsSpec.Trained,
        };
        if (model.Weights is null)
        {
            node["training"] = Training(model.Training);
        }

        return node;
    }

    private static JsonObject Pictures(FileReference folder, PictureFit fit)
    {
        var node = new JsonObject { ["folder"] = folder.Written };
        if (fit.Resize is { } resize)
        {
            node["resize"] = $"{resize}";
        }

        if (fit.Crop is { } crop)
        {
            node["crop"] = $"{crop}";
        }

        return node;
    }

    private static JsonObject Training(TrainingSettings training) => new()
    {
        ["seed"] = training.Seed,
        ["epochs"] = training.Epochs,
        ["batch-size"] = training.BatchSize,
        ["learning-rate"] = Number(training.LearningRate),
    };

    private static JsonObject Device(DeviceSection device)
    {
        var inputs = new JsonObject { ["set"] = device.Inputs.Set };
        if (device.Inputs.Indices is { } indices)
        {
            inputs["indices"] = new JsonArray([.. indices.Select(i => JsonValue.Create(i))]);
        }

        return new JsonObject
        {
            ["class"] = device.Class,
            ["count"] = device.Count,
            ["compute"] = Compute(device.Compute),
            ["arrivals"] = ArrivalsSpec.Text(device.Arrivals),
            ["inputs"] = inputs,
            ["split"] = device.Split,
            ["defense"] = device.Defense.Canonical,
            ["uplink"] = device.Uplink,
        };
    }

    private static JsonObject Link(LinkSection link) => new()
    {
        ["name"] = link.Name,
        ["shared-by"] = link.SharedBy,
        ["up"] = Rate(link.UpBitsPerSecond, QuantityKind.BitRate),
        ["down"] = Rate(link.DownBitsPerSecond, QuantityKind.BitRate),
        ["latency"] = new JsonObject { ["up"] = Duration(link.UpLatency), ["down"] = Duration(link.DownLatency) },
        ["service"] = link.Service.Name,
        ["to"] = link.To,
    };

    private static JsonObject Server(ServerSection server) => new()
    {
        ["name"] = server.Name,
        ["count"] = server.Count,
        ["workers"] = server.Workers,
        ["compute"] = Compute(server.Compute),
        ["batch"] = new JsonObject { ["size"] = server.Batch.Size, ["wait"] = Duration(server.Batch.Wait) },
    };

    private static JsonObject Adversary(AdversarySection adversary) => new()
    {
        ["at"] = adversary.At,
        ["knowledge"] = adversary.Knowledge,
        ["attack"] = Attack(adversary.Attack),
        ["compute"] = Rate(adversary.FlopsPerSecond, QuantityKind.ComputeRate),
        ["targets"] = new JsonObject
        {
            ["devices"] = CountOrAll(adversary.TargetDevices),
            ["per-device"] = CountOrAll(adversary.MessagesPerDevice),
        },
    };

    private static JsonObject Attack(AttackSpec attack)
    {
        var node = new JsonObject { ["name"] = attack.Name };
        if (attack.Case != AttackCase.White)
        {
            node["case"] = attack.Case;
        }

        node["adaptive"] = attack.Adaptive;
        node["transmissions"] = CountOrAll(attack.Transmissions);
        if (attack.Iterations is { } iterations)
        {
            node["iterations"] = iterations;
        }

        if (attack.LearningRate is { } rate)
        {
            node["learning-rate"] = Number(rate);
        }

        var tv = new JsonObject();
        if (attack.TvForm is { } form)
        {
            tv["form"] = TotalVariationForms.NameOf(form);
        }

        if (attack.TvWeight is { } weight)
        {
            tv["weight"] = Number(weight);
        }

        if (tv.Count > 0)
        {
            node["tv"] = tv;
        }

        if (attack.TrainingSteps is { } steps)
        {
            node["training-steps"] = steps;
        }

        return node;
    }

    private static JsonObject Compute(ComputeSpec compute) => new()
    {
        ["rate"] = Rate(compute.FlopsPerSecond, QuantityKind.ComputeRate),
        ["service"] = compute.Service.Name,
    };

    private static JsonNode Requests(long limit) => limit switch
    {
        0 => "none",
        long.MaxValue => Values.All,
        _ => limit,
    };

    private static JsonNode CountOrAll(int? count) => count is { } number ? number : Values.All;

    private static string Duration(SimTime time) => time.Nanoseconds.ToString(CultureInfo.InvariantCulture) + " ns";

    private static string Rate(double rate, QuantityKind kind) =>
        double.IsPositiveInfinity(rate) ? Values.Unlimited : Quantity.Canonical(rate, kind);

    private static JsonValue Number(double value) => JsonValue.Create(value);
}
