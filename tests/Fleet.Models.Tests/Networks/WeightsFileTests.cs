using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Networks;

public sealed class WeightsFileTests : IDisposable
{
    /// <summary>What make_safetensors.py prints: float64, float16, bfloat16 and float32 arrays and a counter of int64.</summary>
    private const string FromPython =
        "0AEAAAAAAAB7ImJuLmJpYXMiOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls3NCw3OF19LCJibi5udW1fYmF0Y2hlc190cmFja2VkIjp7ImR0eXBlIjoiSTY0Iiwic2hhcGUiOltdLCJkYXRhX29mZnNldHMiOls2NCw3Ml19LCJibi5ydW5uaW5nX21lYW4iOnsiZHR5cGUiOiJGMzIiLCJzaGFwZSI6WzFdLCJkYXRhX29mZnNldHMiOls3OCw4Ml19LCJibi5ydW5uaW5nX3ZhciI6eyJkdHlwZSI6IkYzMiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzgyLDg2XX0sImJuLndlaWdodCI6eyJkdHlwZSI6IkYxNiIsInNoYXBlIjpbMV0sImRhdGFfb2Zmc2V0cyI6WzcyLDc0XX0sImZjLmJpYXMiOnsiZHR5cGUiOiJCRjE2Iiwic2hhcGUiOlsyXSwiZGF0YV9vZmZzZXRzIjpbODYsOTBdfSwiZmMud2VpZ2h0Ijp7ImR0eXBlIjoiRjY0Iiwic2hhcGUiOlsyLDRdLCJkYXRhX29mZnNldHMiOlswLDY0XX19IAAAAAAAAAAAAAAAAAAA4D8AAAAAAADwPwAAAAAAAPg/AAAAAAAAAEAAAAAAAAAEQAAAAAAAAAhAAAAAAAAADEAqAAAAAAAAAAA0zczMPc3MTD4AAEBAwD8AwA==";

    private static readonly NetworkSpec Small = new(
        "small", new TensorShape(1, 2, 2), 2, new Normalization([0], [1]), [new BatchNorm("bn", 1), new Linear("fc", 4, 2)]);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_file_that_python_wrote_is_read_whatever_the_types_and_the_order()
    {
        string path = _folder.PathOf("python.safetensors");
        File.WriteAllBytes(path, Convert.FromBase64String(FromPython));
        using TrainedNetwork network = WeightsFile.Load(Small, path);

        Assert.Equal(["bn.weight", "bn.bias", "bn.running_mean", "bn.running_var", "fc.weight", "fc.bias"], network.Weights.Select(array => array.Name));
        Assert.Equal([[0.25f], [0.1f], [0.2f], [3f], [0f, 0.5f, 1f, 1.5f, 2f, 2.5f, 3f, 3.5f], [1.5f, -2f]], network.Weights.Select(array => array.Values));
    }

    [Fact]
    public void What_is_saved_is_loaded_and_saved_again_byte_for_byte()
    {
        using TrainedNetwork network = SharedNetworks.Untrained();
        (string first, string second) = (_folder.PathOf("sub", "a.safetensors"), _folder.PathOf("b.safetensors"));
        WeightsFile.Save(network, first, [new("training", "none")]);
        using TrainedNetwork loaded = WeightsFile.Load(SharedNetworks.LeNet5, first);
        WeightsFile.Save(loaded, second, [new("training", "none")]);

        Assert.Equal(network.WeightsHash, loaded.WeightsHash);
        Assert.Equal(File.ReadAllBytes(first), File.ReadAllBytes(second));
    }

    [Fact]
    public void Weights_that_do_not_fit_are_told_with_the_file_and_what_is_wrong()
    {
        WeightArray[] good = [.. WeightInitializer.Draw(Small, 1)];

        Refused(good[..^1], "needs the weights fc.bias, which are missing.");
        Refused([.. good, new WeightArray("fc2.bias", [1], [0])], "has no place for the weights fc2.bias.");
        Refused([.. good[..^1], good[^1] with { Shape = [1], Values = [0] }], "The weights fc.bias have shape 1; network small needs 2.");
        Refused([.. good, new WeightArray("num_batches_seen", [0], [])], "Network small has no place for the weights num_batches_seen."); // an empty buffer of PyTorch's
        Refused([.. good[..^1], good[^1] with { Values = [0, float.NaN] }], "Element 1 of the weights fc.bias is NaN.");
        Refused([.. good[..^1], good[^1] with { Values = [float.PositiveInfinity, 0] }], "Element 0 of the weights fc.bias is Infinity.");
    }

    [Fact]
    public void A_file_that_is_none_is_told_in_one_line()
    {
        string path = _folder.Write("text.safetensors", "these are no weights at all");

        Assert.Contains("claims", Assert.Throws<WeightsException>(() => WeightsFile.Load(Small, path)).Message, StringComparison.Ordinal);
        Assert.Equal(
            $"{path}x: There is no such weights file.",
            Assert.Throws<WeightsException>(() => WeightsFile.Load(Small, path + "x")).Message);
        Assert.Throws<WeightsException>(() => WeightsFile.Load(Small, _folder.FullPath));
    }

    [Fact]
    public void A_file_that_cannot_be_written_leaves_nothing()
    {
        string path = _folder.PathOf("folder.safetensors");
        Directory.CreateDirectory(path);
        using TrainedNetwork network = SharedNetworks.Untrained();

        Assert.Contains("cannot be written", Assert.Throws<WeightsException>(() => WeightsFile.Save(network, path, [])).Message, StringComparison.Ordinal);
        Assert.Equal([path], Directory.GetFileSystemEntries(_folder.FullPath));
    }

    private void Refused(WeightArray[] arrays, string reason)
    {
        string path = _folder.PathOf("wrong.safetensors");
        using (FileStream stream = File.Create(path))
        {
            SafetensorsFile.Write(stream, arrays, []);
        }

        string message = Assert.Throws<WeightsException>(() => WeightsFile.Load(Small, path)).Message;
        Assert.StartsWith(path + ": ", message, StringComparison.Ordinal);
        Assert.EndsWith(reason, message, StringComparison.Ordinal);
    }
}
