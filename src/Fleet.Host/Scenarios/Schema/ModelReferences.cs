using System.Text.Json.Nodes;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Text;

namespace Fleet.Host.Scenarios.Schema;

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

    public override string Form => $"{UserText.Choice([.. DatasetCatalog.Names.Select(name => $"`{name}`")])}; the path of a folder or zip, with `/` or `.zip` in it, or {MapForm.Form}";

    public override string Expected => $"{string.Join(", ", DatasetCatalog.Names)} or the path of a folder or zip with pictures, such as ./pictures or pictures.zip";

    public override MapDeclaration Map => MapForm.Map;

    /// <summary>Whether a text is meant as a path, not as a name.</summary>
    public static bool IsPath(string text) =>
        text.Contains('/', StringComparison.Ordinal) || text.Contains('\\', StringComparison.Ordinal) || text is "." or ".."
        || text.EndsWith(".zip", StringComparison.OrdinalIgnoreCase);

    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf(DatasetCatalog.Names), new JsonObject { ["type"] = "string", ["pattern"] = @"/|\.zip$" }, MapForm.JsonSchema()]);

    public override JsonNode? Write(DataReference? value) => value!.Known is { } known ? known.Name : MapForm.Write(value);

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
    public override string Form => "`HEIGHTxWIDTH` in pixels";

    public override string Expected => $"HEIGHTxWIDTH in pixels, such as 28x28, each from 1 to {PictureSize.Most}";

    public override JsonObject JsonSchema() => new() { ["type"] = "string", ["pattern"] = "^[0-9]+[xX][0-9]+$", ["examples"] = new JsonArray("28x28") };

    public override JsonNode? Write(PictureSize? value) => value?.ToString();

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

    public override string Form => $"`{Trained}` or the path of a file, `NAME{Ending}`";

    public override string Expected => $"{Trained} or the path of a file such as my-net{Ending}";

    public override JsonObject JsonSchema() => JsonForms.AnyOf(
        [JsonForms.OneOf([Trained]), new JsonObject { ["type"] = "string", ["pattern"] = @"\.safetensors$" }]);

    public override JsonNode? Write(FileReference? value) => value?.Written ?? Trained;

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
    public override string Form => $"the path of {what}";

    public override string Expected => Form;

    public override JsonObject JsonSchema() => new() { ["type"] = "string" };

    public override JsonNode? Write(FileReference? value) => value?.Written;

    protected override FileReference ReadText(ScalarNode node, ReadContext context) => FileReference.From(node);
}
