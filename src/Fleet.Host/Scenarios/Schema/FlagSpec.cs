using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>True or false.</summary>
internal sealed class FlagSpec : ScalarSpec<bool>
{
    private const string True = "true";
    private const string False = "false";

    public override string Form => $"`{True}` or `{False}`";

    public override string Expected => $"{True} or {False}";

    public override JsonObject JsonSchema() => new() { ["type"] = "boolean" };

    public override JsonNode? Write(bool value) => value;

    protected override bool ReadText(ScalarNode node, ReadContext context)
    {
        if (node.Text is True or False)
        {
            return node.Text == True;
        }

        context.Problem(node.At, $"'{node.Text}' is neither {True} nor {False}.", NearestName.Find(node.Text, [True, False]));
        return false;
    }
}
