using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Networks;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A network: the name of a built-in one, the file of an own one, or an own one in place.</summary>
internal sealed class NetworkReferenceSpec : ValueSpec<NetworkSpec>
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    public override string Form => $"{UserText.Choice([.. NetworkCatalog.Names.Select(name => $"`{name}`")])}; the path of a file, `NAME.yaml`, or in place: {NetworkSchema.Spec.Form}";

    public override string Expected => $"{string.Join(", ", NetworkCatalog.Names)} or the path of an own network's file, such as my-net.yaml";

    public override MapDeclaration Map => NetworkSchema.Spec.Map;

    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf(NetworkCatalog.Names), new JsonObject { ["type"] = "string", ["pattern"] = @"\.(yaml|yml|json)$" }, NetworkSchema.Spec.JsonSchema()]);

    /// <summary>The name of a built-in network; of an own one all its layers, so that the text stays what it is when the network's file changes.</summary>
    public override JsonNode? Write(NetworkSpec? value) => NetworkCatalog.TryFind(value!.Name, out _) ? value.Name : NetworkSchema.Spec.Write(value);

    public override NetworkSpec? Read(ScenarioNode node, ReadContext context)
    {
        if (ReferenceEquals(node, context.Names.NetworkNode))
        {
            return context.Names.Network;
        }

        if (node is MapNode)
        {
            return NetworkSchema.Spec.Read(node, context);
        }

        if (node is not ScalarNode { IsEmpty: false } scalar)
        {
            return Unexpected(node, context, Expected);
        }

        if (NetworkCatalog.TryFind(scalar.Text, out NetworkSpec? builtIn))
        {
            return builtIn;
        }

        if (Endings.Contains(Path.GetExtension(scalar.Text), StringComparer.OrdinalIgnoreCase))
        {
            return ReadFile(scalar, context);
        }

        context.Problem(node.At, $"'{scalar.Text}' is not a network; expected {Expected}.", NearestName.Find(scalar.Text, NetworkCatalog.Names));
        return null;
    }

    private static NetworkSpec? ReadFile(ScalarNode node, ReadContext context)
    {
        FileReference file = FileReference.From(node);
        if (TextFile.Read(file.FullPath, "a network's layers", out TextFileProblem? problem) is not { } text)
        {
            string place = problem!.Line > 0 ? string.Create(CultureInfo.InvariantCulture, $"{file.FullPath}:{problem.Line}:{problem.Column}") : file.FullPath;
            context.Problem(node.At, $"{place}: {problem.Message}");
            return null;
        }

        // Behind the problems of the file or argument that names it.
        string folder = Path.GetDirectoryName(node.At.Source.IsFile ? node.At.Source.Name : "") ?? "";
        var source = new SourceText(Path.Combine(folder, node.Text), text, node.At.Source.Order + 1) { IsFile = true };
        return ReadText(source, context with { Path = "" });
    }

    /// <summary>Reads the text of a network's file.</summary>
    internal static NetworkSpec? ReadText(SourceText source, ReadContext context)
    {
        int before = context.Problems.Count;
        ScenarioNode? root = YamlTreeReader.Read(source, context.Problems);
        if (root is null && context.Problems.Count == before)
        {
            context.Problems.Add(new SourceLocation(source, 1, 1), "", "The file is empty; expected a network's layers.");
        }

        return root is null ? null : NetworkSchema.Spec.Read(root, context);
    }
}
