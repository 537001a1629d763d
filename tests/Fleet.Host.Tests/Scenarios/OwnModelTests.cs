using Fleet.Host.Scenarios;
using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>Own networks, own pictures and own weights in a scenario.</summary>
public sealed class OwnModelTests : IDisposable
{
    private const string Net = """
        name: my-net
        input: 1x28x28
        classes: 10
        layers:
          - { name: conv1, kind: convolution, out: 4, kernel: 3, stride: 2, bias: false }
          - { name: bn1, kind: batchnorm }
          - { name: relu1, kind: relu }
          - { name: fc, kind: linear, out: 10 }
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_network_s_file_is_found_beside_the_scenario_and_its_layers_are_the_split_points()
    {
        _folder.Write("my-net.yaml", Net);
        Scenario scenario = Right(Read("network: lenet5, data: mnist", "network: my-net.yaml, data: mnist"));

        NetworkSpec network = scenario.Model.Network;
        Assert.Equal(("my-net", new TensorShape(4, 13, 13)), (network.Name, network.Profile()[0].Output));
        Assert.Equal([new Convolution("conv1", 1, 4, 3, 0, 2, Bias: false), new BatchNorm("bn1", 4), new Relu("relu1"), new Linear("fc", 676, 10)], network.Layers);
        Assert.Equal([0.5f], network.Normalization.Mean);
    }

    [Fact]
    public void The_resolved_scenario_holds_the_network_s_layers_and_reads_back_without_the_file()
    {
        string path = _folder.Write("my-net.yaml", Net);
        string text = CanonicalScenario.ToJson(Right(Read("network: lenet5, data: mnist", "network: my-net.yaml, data: mnist")));
        File.Delete(path);

        ScenarioReading again = ScenarioReader.ReadText(text, "canonical.json");
        Assert.Empty(again.Problems);
        Assert.Equal(text, CanonicalScenario.ToJson(again.Scenario!));
    }

    /// <summary>All cells have the network of one moment, though its file may change meanwhile.</summary>
    [Fact]
    public void A_sweep_over_something_else_reads_the_network_s_file_once()
    {
        _folder.Write("my-net.yaml", Net);
        ScenarioReading reading = Read("model: { network: lenet5, data: mnist }", "model: { network: my-net.yaml, data: mnist }\nsweep: { seed: [1, 2] }");
        Assert.Equal(2, reading.Sweep!.Cells.Count);
        Assert.All(reading.Sweep.Cells, cell => Assert.Same(reading.Scenario!.Model.Network, cell.Scenario.Model.Network));
    }

    [Fact]
    public void A_network_s_mistakes_are_told_where_they_stand()
    {
        _folder.Write("my-net.yaml", """
            name: lenet5
            input: 2x28x28
            clases: 10
            layers:
              - { name: conv1, kind: convolution, kernel: 3 }
              - { name: relu1, kind: reul }
              - { name: relu1, kind: relu, window: 2 }
            """);
        string[] problems = Problems("network: lenet5, data: mnist", "network: my-net.yaml, data: mnist");

        string file = _folder.PathOf("my-net.yaml");
        Assert.Contains($"{file}:1:7: name: 'lenet5' is a built-in network; expected another name.", problems);
        Assert.Contains(problems, p => p.StartsWith($"{file}:2:8: input: Found '2x28x28'", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith($"{file}:3:1: clases: 'clases' is not a key of a network", StringComparison.Ordinal) && p.EndsWith("Did you mean 'classes'?", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith($"{file}:5:26: layers[conv1].kind: A convolution needs the key 'out'", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.StartsWith($"{file}:6:26: layers[relu1].kind: 'reul' is not a kind of layer", StringComparison.Ordinal) && p.EndsWith("Did you mean 'relu'?", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("The layer 'relu1' is already defined in line 6", StringComparison.Ordinal));
        Assert.Contains(problems, p => p.Contains("layers[relu1].window: A relu has no window; expected name and kind alone.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("kernel: 3", "kernel: 31", "layers[conv1]: Layer conv1 takes 1 channels of 31 rows and columns or more, not 1x28x28.")]
    [InlineData("out: 10", "out: 9", "layers[fc]: The last layer gives 9; expected 10 features, one for each class.")]
    [InlineData("classes: 10", "classes: 10\nmean: [0.1, 0.2]", "mean: The list has 2 numbers; expected 1, one for each channel of 1x28x28.")]
    public void Shapes_that_do_not_fit_are_told_at_their_layer(string right, string wrong, string problem)
    {
        _folder.Write("my-net.yaml", Net.Replace(right, wrong, StringComparison.Ordinal));

        Assert.Contains(Problems("network: lenet5, data: mnist", "network: my-net.yaml, data: mnist"), p => p.EndsWith(problem, StringComparison.Ordinal));
    }

    [Fact]
    public void A_network_that_is_nowhere_is_told_with_the_known_ones()
    {
        Assert.Contains(Problems("lenet5", "lenet6"), p => p.Contains("'lenet6' is not a network; expected lenet5, cifar6, resnet18, vgg11 or the path", StringComparison.Ordinal) && p.EndsWith("Did you mean 'lenet5'?", StringComparison.Ordinal));
        Assert.Contains(Problems("lenet5", "lenet6.yaml"), p => p.Contains($"{_folder.PathOf("lenet6.yaml")}: There is no such file; expected a network's layers.", StringComparison.Ordinal));
    }

    [Fact]
    public void A_cut_inside_a_block_is_told_with_the_nearest_ones()
    {
        string text = ScenarioFiles.Valid.Replace("network: lenet5, data: mnist", "network: resnet18, data: cifar10", StringComparison.Ordinal)
            .Replace("split: ReLU2", "split: layer1.0.conv1", StringComparison.Ordinal).Replace("split: pool1", "split: layer1.0", StringComparison.Ordinal);
        Diagnostic problem = Assert.Single(ScenarioReader.ReadText(text, "test.yaml").Problems);

        Assert.Equal((10, "devices[camera].split", "layer1.0"), (problem.Line, problem.Path, problem.Nearest));
        Assert.Contains("two tensors pass; the nearest split points are relu, before the block, or layer1.0, after it.", problem.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_and_pictures_are_files_that_need_not_be_there_to_check_a_scenario()
    {
        Scenario scenario = Right(ScenarioReader.ReadText(
            ScenarioFiles.Valid.Replace("data: mnist }", "data: pictures/mine.zip, weights: w/mine.safetensors }", StringComparison.Ordinal),
            _folder.PathOf("test.yaml")));

        Assert.Equal(_folder.PathOf("w", "mine.safetensors"), scenario.Model.Weights!.FullPath);
        Assert.Equal(_folder.PathOf("pictures", "mine.zip"), scenario.Model.Data.PicturesAt);
        Assert.Equal("mine", scenario.Model.Data.Name);
        string text = CanonicalScenario.ToJson(scenario);
        Assert.Contains("\"folder\": \"pictures/mine.zip\"", text, StringComparison.Ordinal);
        Assert.DoesNotContain("\"training\"", text, StringComparison.Ordinal);
        Assert.Equal(text, CanonicalScenario.ToJson(Right(ScenarioReader.ReadText(text, "canonical.json"))));
        Assert.Equal(
            CanonicalScenario.Hash(scenario),
            CanonicalScenario.Hash(Right(ScenarioReader.ReadText(ScenarioFiles.Valid.Replace("data: mnist }", "data: { folder: pictures/mine.zip }, weights: w/mine.safetensors }", StringComparison.Ordinal), "test.yaml"))));
    }

    [Theory]
    [InlineData("data: minst", "'minst' is not a data set; expected")]
    [InlineData("data: mnist, weights: mine.text", "'mine.text' is not a source of weights; expected trained or the path")]
    [InlineData("data: mnist, weights: mine.pt", "'mine.pt' is a PyTorch file (torch.save); expected trained or the path")]
    [InlineData("data: mnist, weights: mine.pth", "save_file(model.state_dict(), 'weights.safetensors')")]
    [InlineData("data: { folder: x, resize: 28 }", "'28' is not a size; expected HEIGHTxWIDTH in pixels, such as 28x28")]
    [InlineData("data: { folder: x, resize: 32x32 }", "The pictures come to 32x32 (height x width); the network takes 28x28.")]
    [InlineData("data: { folder: x, resize: 20x28, crop: 28x28 }", "A crop of 28x28 does not fit into pictures resized to 20x28")]
    [InlineData("data: mnist, weights: a.safetensors, training: { epochs: 3 }", "The weights come from a.safetensors, so that nothing is trained")]
    [InlineData("data: cifar10", "'cifar10' has pictures of 3x32x32 in 10 classes; lenet5 takes 1x28x28 in 10.")]
    [InlineData("data: { path: x }", "'path' is not a key of own pictures; expected folder, resize or crop.")]
    public void References_that_are_none_are_told(string model, string problem) =>
        Assert.Contains(Problems("data: mnist", model), p => p.Contains(problem, StringComparison.Ordinal));

    /// <summary>How pictures come to the network's size is part of the scenario, and so of its hash, manifest and resumption.</summary>
    [Fact]
    public void Resizing_and_cropping_stand_in_the_resolved_scenario()
    {
        Scenario plain = Right(Read("data: mnist", "data: { folder: x }"));
        Scenario fitted = Right(Read("data: mnist", "data: { folder: x, resize: 40x30, crop: 28x28 }"));

        Assert.Equal(new PictureFit(new PictureSize(40, 30), new PictureSize(28, 28)), fitted.Model.Data.Fit);
        Assert.NotEqual(CanonicalScenario.Hash(plain), CanonicalScenario.Hash(fitted));
        string text = CanonicalScenario.ToJson(fitted);
        Assert.Equal(text, CanonicalScenario.ToJson(Right(ScenarioReader.ReadText(text, "canonical.json"))));
        Assert.DoesNotContain("resize", CanonicalScenario.ToJson(plain), StringComparison.Ordinal);
    }

    /// <summary>What a run would only find out after training is told before.</summary>
    [Fact]
    public void Pictures_too_small_to_measure_what_an_adversary_recovers_are_told()
    {
        _folder.Write("my-net.yaml", Net.Replace("input: 1x28x28", "input: 1x8x8", StringComparison.Ordinal));
        Assert.Contains(
            Problems("network: lenet5, data: mnist", "network: my-net.yaml, data: { folder: x }"),
            p => p.EndsWith("adversary: my-net takes pictures of 1x8x8; measuring what an adversary recovers (SSIM) needs at least 11x11; expected larger pictures, or no adversary.", StringComparison.Ordinal));
    }

    [Fact]
    public void Batches_of_one_picture_are_told_where_batch_normalisation_cannot_do_them()
    {
        string net = Net.Replace("  - { name: bn1, kind: batchnorm }\n", "", StringComparison.Ordinal)
            .Replace("  - { name: fc, ", "  - { name: fc1, kind: linear, out: 8 }\n  - { name: bn2, kind: batchnorm }\n  - { name: fc, ", StringComparison.Ordinal);
        _folder.Write("my-net.yaml", net);
        Assert.Contains(
            Problems("network: lenet5, data: mnist", "network: my-net.yaml, data: { folder: x }, training: { batch-size: 1 }"),
            p => p.Contains("training: The batch normalisation bn2 of my-net sees one value in each channel", StringComparison.Ordinal));
        Right(Read("network: lenet5, data: mnist", "network: my-net.yaml, data: { folder: x }, training: { batch-size: 2 }"));
    }

    private static Scenario Right(ScenarioReading reading)
    {
        Assert.Empty(reading.Problems);
        return reading.Scenario!;
    }

    private string[] Problems(string old, string replacement) => [.. Read(old, replacement).Problems.Select(p => p.ToString())];

    /// <summary>A scenario beside the network's file, with cuts that both networks have.</summary>
    private ScenarioReading Read(string old, string replacement)
    {
        string text = ScenarioFiles.Valid
            .Replace("split: ReLU2", "split: conv1", StringComparison.Ordinal)
            .Replace("split: pool1", "split: conv1", StringComparison.Ordinal);
        Assert.Contains(old, text, StringComparison.Ordinal);
        return ScenarioReader.ReadText(text.Replace(old, replacement, StringComparison.Ordinal), _folder.PathOf("test.yaml"));
    }
}
