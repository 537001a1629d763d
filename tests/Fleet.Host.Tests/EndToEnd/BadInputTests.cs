using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Fleet.Host.Results;
using Fleet.Host.Tests.Support;
using Fleet.Models.Networks;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Bad input as a user meets it: one clear message, exit code 2, and the cache as it was.</summary>
[Collection(ProgramCollection.Name)]
public sealed class BadInputTests : IDisposable
{
    private static readonly string[] Files = ["train-images-idx3-ubyte", "train-labels-idx1-ubyte", "t10k-images-idx3-ubyte", "t10k-labels-idx1-ubyte"];

    private readonly TemporaryFolder _folder = new();

    private string Cache => _folder.PathOf("cache");

    private string Data => _folder.PathOf("data");

    [Theory]
    [InlineData(false, "found 4000 bytes")]
    [InlineData(true, "IDX")]
    public void A_truncated_or_wrong_data_set_trains_nothing_and_caches_nothing(bool isText, string found)
    {
        Directory.CreateDirectory(_folder.PathOf("mnist"));
        foreach (string name in Files)
        {
            byte[] content = new byte[4_000];
            bool labels = name.Contains("labels", StringComparison.Ordinal);
            content[2] = 8;
            content[3] = (byte)(labels ? 1 : 3);
            BinaryPrimitives.WriteInt32BigEndian(content.AsSpan(4), name.StartsWith("t10k", StringComparison.Ordinal) ? 10_000 : 60_000);
            content[11] = content[15] = (byte)(labels ? 0 : 28);
            File.WriteAllBytes(_folder.PathOf("mnist", name), isText ? Encoding.UTF8.GetBytes("no pictures") : content);
        }

        FleetSimProcess.Outcome outcome = Run("train", "--data", "mnist", "--data-folder", _folder.FullPath, "--quiet");
        Refused(outcome, _folder.PathOf("mnist"), found);
        Assert.False(Directory.Exists(Cache) && Directory.EnumerateFiles(Cache, "*", SearchOption.AllDirectories).Any());
    }

    [Fact]
    public void Weights_that_are_no_numbers_or_those_of_another_network_stop_a_run_before_it_writes()
    {
        _folder.Write("own.yaml", SmallScenarios.Small
            .Replace("weights: trained", "weights: w.safetensors", StringComparison.Ordinal)
            .Replace("  training: { seed: 1, epochs: 1 }\n", "", StringComparison.Ordinal));
        WriteWeights("lenet5", lastValue: float.NaN);
        Refused(Run("run", "own.yaml", "--out", "a", "--quiet"), "w.safetensors", "of the weights fc3.bias is NaN");
        WriteWeights("cifar6", lastValue: 0);
        Refused(Run("run", "own.yaml", "--out", "a", "--quiet"), "w.safetensors", "needs the weights conv1.weight");
        Assert.False(Directory.Exists(_folder.PathOf("a")));
    }

    [Fact]
    public async Task A_download_that_is_killed_leaves_a_part_that_no_command_takes_for_the_data()
    {
        using var server = new TcpListener(IPAddress.Loopback, 0);
        server.Start();
        using (FleetSimProcess fetch = FleetSimProcess.Start(
            _folder.FullPath, Cache, "data", "fetch", "mnist", "--data-folder", Data, "--mirror", $"http://127.0.0.1:{((IPEndPoint)server.LocalEndpoint).Port}/"))
        {
            // Half an answer, and then silence: the program is waiting in the middle of the file when it is killed.
            using TcpClient client = await server.AcceptTcpClientAsync().WaitAsync(TimeSpan.FromSeconds(30));
            NetworkStream stream = client.GetStream();
            await stream.WriteAsync(Encoding.ASCII.GetBytes("HTTP/1.1 200 OK\r\nContent-Length: 9000000\r\n\r\n"));
            await stream.WriteAsync(new byte[200_000]);
            string part = Path.Combine(Data, "mnist", $"{Files[0]}.gz.part");
            Assert.True(SpinWait.SpinUntil(() => new FileInfo(part) is { Exists: true, Length: > 0 }, TimeSpan.FromSeconds(30)), "Nothing was received.");
            fetch.Kill();
        }

        Assert.All(
            Directory.EnumerateFiles(_folder.FullPath, "*", SearchOption.AllDirectories).Where(file => Path.GetFileName(file) != FolderLock.FileName),
            file => Assert.StartsWith($"{Files[0]}.gz.part", Path.GetFileName(file), StringComparison.Ordinal));
        FleetSimProcess.Outcome verified = Run("data", "verify", "mnist", "--data-folder", Data);
        Assert.Equal(1, verified.ExitCode);
        Assert.Contains("mnist: not found", verified.Output, StringComparison.Ordinal);
    }

    public void Dispose() => _folder.Dispose();

    private static void Refused(FleetSimProcess.Outcome outcome, string file, string problem)
    {
        Assert.Equal(2, outcome.ExitCode);
        string line = Assert.Single(outcome.Error.Split('\n', StringSplitOptions.RemoveEmptyEntries));
        Assert.Contains(file, line, StringComparison.Ordinal);
        Assert.Contains(problem, line, StringComparison.Ordinal);
    }

    private FleetSimProcess.Outcome Run(params string[] arguments) => FleetSimProcess.Run(_folder.FullPath, Cache, arguments);

    /// <summary>Weights of a network, all 0 but the last.</summary>
    private void WriteWeights(string network, float lastValue)
    {
        Assert.True(NetworkCatalog.TryFind(network, out NetworkSpec? spec));
        var header = new Dictionary<string, object>(StringComparer.Ordinal);
        int end = 0;
        foreach (LayerSpec layer in spec.Layers)
        {
            (int[] weight, int outputs) = layer switch
            {
                Convolution c => (new[] { c.OutChannels, c.InChannels, c.Kernel, c.Kernel }, c.OutChannels),
                Linear l => ([l.Out, l.In], l.Out),
                _ => ([], 0),
            };
            if (outputs > 0)
            {
                Add($"{layer.Name}.weight", weight);
                Add($"{layer.Name}.bias", [outputs]);
            }
        }

        byte[] json = JsonSerializer.SerializeToUtf8Bytes(header);
        byte[] file = new byte[8 + json.Length + end];
        BinaryPrimitives.WriteInt64LittleEndian(file, json.Length);
        json.CopyTo(file, 8);
        BinaryPrimitives.WriteSingleLittleEndian(file.AsSpan(file.Length - 4), lastValue);
        File.WriteAllBytes(_folder.PathOf("w.safetensors"), file);

        void Add(string name, int[] shape)
        {
            int start = end;
            end += 4 * shape.Aggregate(1, (product, size) => product * size);
            header.Add(name, new { dtype = "F32", shape, data_offsets = new[] { start, end } });
        }
    }
}
