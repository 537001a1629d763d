using System.Globalization;
using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>A network: the name of a built-in one, the file of an own one, or an own one in place.</summary>
internal sealed class NetworkReferenceSpec : ValueSpec<NetworkSpec>
{
    private static readonly string[] Endings = [".yaml", ".yml", ".json"];

    /// <inheritdoc/>
    public override string Form => $"{UserText.Choice([.. NetworkCatalog.Names.Select(name => $"`{name}`")])}; the path of a file, `NAME.yaml`, or in place: {NetworkSchema.Spec.Form}";

    /// <inheritdoc/>
    public override string Expected => $"{string.Join(", ", NetworkCatalog.Names)} or the path of an own network's file, such as my-net.yaml";

    /// <inheritdoc/>
    public override MapDeclaration Map => NetworkSchema.Spec.Map;

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf(NetworkCatalog.Names), new JsonObject { ["type"] = "string", ["pattern"] = @"\.(yaml|yml|json)$" }, NetworkSchema.Spec.JsonSchema()]);

    /// <summary>The name of a built-in network; of an own one all its layers, so that the text stays what it is when the network's file changes.</summary>
    public override JsonNode? Write(NetworkSpec? value) => NetworkCatalog.TryFind(value!.Name, out _) ? value.Name : NetworkSchema.Spec.Write(value);

    /// <inheritdoc/>
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

/// <summary>A data set: the name of a known one, or the folder or zip of a user's own pictures.</summary>
internal sealed class DataReferenceSpec : ValueSpec<DataReference>
{
    private static readonly MapSpec<DataReference> MapForm = new(
        "Own pictures", "own pictures", "A user's own labelled pictures.", new DataReference(null, null, PictureFit.None),
        [
            new Key<DataReference, FileReference>(new PathSpec("a folder or a zip with pictures"), d => d.Folder, (d, value) => d with { Folder = value })
            {
                Name = "folder",
                Documentation = "A folder or zip with `train/CLASS/NAME.jpg` and `test/CLASS/NAME.jpg`, or `.png`, relative to the scenario. Every picture has the network's size, or is brought to it by `resize` or `crop`, and there is one class folder for each of its classes; labels follow their names in ordinal order.",
                Example = "pictures.zip",
            },
            new Key<DataReference, PictureSize?>(new PictureSizeSpec(), d => d.Fit.Resize, (d, value) => d with { Fit = d.Fit with { Resize = value } })
            {
                Name = "resize",
                Documentation = "The size to which every picture is scaled, height then width, whatever its proportions.",
                Otherwise = "pictures keep their size",
                Example = "28x28",
            },
            new Key<DataReference, PictureSize?>(new PictureSizeSpec(), d => d.Fit.Crop, (d, value) => d with { Fit = d.Fit with { Crop = value } })
            {
                Name = "crop",
                Documentation = "The size of the middle of every picture that is kept, height then width; with `resize` too, of the scaled picture.",
                Otherwise = "the whole picture is kept",
                Example = "28x28",
            },
        ],
        (_, data) => data.Folder is null ? null : data);

    /// <inheritdoc/>
    public override string Form => $"{UserText.Choice([.. DatasetCatalog.Names.Select(name => $"`{name}`")])}; the path of a folder or zip, with `/` or `.zip` in it, or {MapForm.Form}";

    /// <inheritdoc/>
    public override string Expected => $"{string.Join(", ", DatasetCatalog.Names)} or the path of a folder or zip with pictures, such as ./pictures or pictures.zip";

    /// <inheritdoc/>
    public override MapDeclaration Map => MapForm.Map;

    /// <summary>Whether a text is meant as a path, not as a name.</summary>
    public static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal) || text is "." or ".."
        || text.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf(DatasetCatalog.Names), new JsonObject { ["type"] = "string", ["pattern"] = @"/|\.zip$" }, MapForm.JsonSchema()]);

    /// <inheritdoc/>
    public override JsonNode? Write(DataReference? value) => value!.Known is { } known ? known.Name : MapForm.Write(value);

    /// <inheritdoc/>
    public override DataReference? Read(ScenarioNode node, ReadContext context)
    {
        if (node is MapNode)
        {
            return MapForm.Read(node, context);
        }

        if (node is not ScalarNode { IsEmpty: false } scalar)
        {
            return Unexpected(node, context, Expected);
        }

        if (DatasetCatalog.TryFind(scalar.Text, out DatasetInfo? known))
        {
            return new DataReference(known, null, PictureFit.None);
        }

        if (IsPath(scalar.Text))
        {
            return new DataReference(null, FileReference.From(scalar), PictureFit.None);
        }

        context.Problem(node.At, $"'{scalar.Text}' is not a data set; expected {Expected}.", NearestName.Find(scalar.Text, DatasetCatalog.Names));
        return null;
    }
}

/// <summary>A known data set, or the place of a user's own pictures, one of the two, and how those come to the network's size.</summary>
internal sealed record DataReference(DatasetInfo? Known, FileReference? Folder, PictureFit Fit);

/// <summary>The size of a picture.</summary>
internal sealed class PictureSizeSpec : ScalarSpec<PictureSize?>
{
    /// <inheritdoc/>
    public override string Form => "`HEIGHTxWIDTH` in pixels";

    /// <inheritdoc/>
    public override string Expected => $"HEIGHTxWIDTH in pixels, such as 28x28, each from 1 to {PictureSize.Most}";

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+[xX][0-9]+$", ["examples"] = new JsonArray("28x28") };

    /// <inheritdoc/>
    public override JsonNode? Write(PictureSize? value) => value?.ToString();

    /// <inheritdoc/>
    protected override PictureSize? ReadText(ScalarNode node, ReadContext context)
    {
        if (!PictureSize.TryParse(node.Text, out PictureSize size))
        {
            context.Problem(node.At, $"'{node.Text}' is not a size; expected {Expected}.");
        }

        return size;
    }
}

/// <summary>Where weights come from: trained (null), or a file.</summary>
internal sealed class WeightsSpec : ScalarSpec<FileReference?>
{
    /// <summary>The word for weights that are trained as the scenario says.</summary>
    public const string Trained = "trained";

    private const string Ending = ".safetensors";

    /// <inheritdoc/>
    public override string Form => $"`{Trained}` or the path of a file, `NAME{Ending}`";

    /// <inheritdoc/>
    public override string Expected => $"{Trained} or the path of a file such as my-net{Ending}";

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf([Trained]), new JsonObject { ["type"] = "string", ["pattern"] = @"\.safetensors$" }]);

    /// <inheritdoc/>
    public override JsonNode? Write(FileReference? value) => value?.Written ?? Trained;

    /// <inheritdoc/>
    protected override FileReference? ReadText(ScalarNode node, ReadContext context)
    {
        if (node.Text == Trained)
        {
            return null;
        }

        if (node.Text.EndsWith(Ending, StringComparison.OrdinalIgnoreCase))
        {
            return FileReference.From(node);
        }

        if (ForeignWeights.OfEnding(Path.GetExtension(node.Text)) is { } foreign)
        {
            context.Problem(node.At, $"'{PlainText.Line(node.Text)}' is {foreign.What}; expected {Expected}. {foreign.Help}");
            return null;
        }

        context.Problem(node.At, $"'{node.Text}' is not a source of weights; expected {Expected}.", NearestName.Find(node.Text, [Trained]));
        return null;
    }
}

/// <summary>A path.</summary>
internal sealed class PathSpec(string what) : ScalarSpec<FileReference>
{
    /// <inheritdoc/>
    public override string Form => $"the path of {what}";

    /// <inheritdoc/>
    public override string Expected => Form;

    /// <inheritdoc/>
    public override JsonObject JsonSchema() => new() { ["type"] = "string" };

    /// <inheritdoc/>
    public override JsonNode? Write(FileReference? value) => value?.Written;

    /// <inheritdoc/>
    protected override FileReference ReadText(ScalarNode node, ReadContext context) => FileReference.From(node);
}
