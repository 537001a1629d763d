using System.Globalization;
using Fleet.Host.Scenarios;
using Fleet.Host.Scenarios.Schema;
using Fleet.Host.Scenarios.Yaml;
using Fleet.Host.Terminal;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Commands;

/// <summary>Networks and data sets as options give them: by name, or by the path of a user's own.</summary>
internal static class NetworkOption
{
    /// <summary>The network of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static NetworkSpec Network(string name) => NetworkCatalog.TryFind(name, out NetworkSpec? spec)
        ? spec
        : throw ListOption.Unknown("network", name, NetworkCatalog.Names);

    /// <summary>The data set of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static DatasetInfo Dataset(string name) => DatasetCatalog.TryFind(name, out DatasetInfo? info)
        ? info
        : throw ListOption.Unknown("data set", name, DatasetCatalog.Names);

    /// <summary>A network and a data set that fit together, each a name or a path as a scenario takes it.</summary>
    /// <param name="network">What the option of the network says; the option's name is that of the argument in messages.</param>
    /// <param name="data">What the option of the data set says. A folder in the current one needs no slash.</param>
    /// <param name="fit">How own pictures come to the network's size.</param>
    /// <param name="training">How the network is trained.</param>
    /// <exception cref="ScenarioException">The network or the data set is none, with the place of each problem.</exception>
    /// <exception cref="UsageException">They do not fit together.</exception>
    public static ModelSection Model((string Option, string Text) network, (string Option, string Text) data, PictureFit fit, TrainingSettings training)
    {
        var problems = new DiagnosticBag();
        NetworkSpec? spec = problems.Until(() => new NetworkReferenceSpec().Read(Argument(network), Context(problems)));
        DataReference? reference = new DataReferenceSpec().Read(Argument((data.Option, DataOption.AsReference(data.Text))), Context(problems));
        if (problems.Count > 0 || spec is null || reference is null)
        {
            throw new ScenarioException(problems.Sorted());
        }

        if (training.ProblemWith(spec) is { } untrainable)
        {
            throw new UsageException(untrainable);
        }

        if (reference.Folder is { } pictures)
        {
            return fit.ProblemFor(spec.Input) is { } problem
                ? throw new UsageException(problem)
                : ModelSection.WithPictures(spec, pictures, fit, training);
        }

        DatasetInfo known = reference.Known!;
        if (fit != PictureFit.None)
        {
            throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"--resize and --crop are for own pictures; those of '{known.Name}' are {known.Shape.Height}x{known.Shape.Width} already."));
        }

        return spec.Input == known.Shape && spec.Classes == known.Classes
            ? new ModelSection(spec, known, training)
            : throw new UsageException(string.Create(CultureInfo.InvariantCulture, $"'{known.Name}' has pictures of {known.Shape} in {known.Classes} classes; {spec.Name} takes {spec.Input} in {spec.Classes}."));
    }

    /// <summary>The file of a user's own weights; null for "trained", as in a scenario.</summary>
    /// <exception cref="ScenarioException">The text names no such file.</exception>
    public static FileReference? Weights(string option, string text)
    {
        var problems = new DiagnosticBag();
        FileReference? file = new WeightsSpec().Read(Argument((option, text)), Context(problems));
        return problems.Count == 0 ? file : throw new ScenarioException(problems.Sorted());
    }

    private static ScalarNode Argument((string Option, string Text) argument) =>
        new(new SourceLocation(new SourceText(argument.Option, argument.Text, 0), 1, 1, Math.Max(1, argument.Text.Length)), argument.Text);

    // The place of a problem already begins with the option.
    private static ReadContext Context(DiagnosticBag problems) => new(new ScenarioNames(), problems, "");
}
