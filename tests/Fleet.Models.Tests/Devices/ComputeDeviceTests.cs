using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Fleet.Tests.Common;

namespace Fleet.Models.Tests.Devices;

public sealed class ComputeDeviceTests
{
    private static readonly CudaSupport NotBuilt = new(IsInBuild: false, () => throw new InvalidOperationException("Nobody asks."));

    [Fact]
    public void The_processor_needs_nothing()
    {
        Assert.True(ComputeDevice.TryOpen("cpu", NotBuilt, out ComputeDevice? device, out string problem));
        Assert.Equal(ComputeDevice.Cpu, device);
        Assert.Empty(problem);
    }

    [Theory]
    [InlineData("cuda", "cuda:0")]
    [InlineData("cuda:0", "cuda:0")]
    [InlineData("cuda:1", "cuda:1")]
    public void A_visible_device_is_found_by_its_number(string name, string canonical)
    {
        Assert.True(ComputeDevice.TryOpen(name, Visible(2), out ComputeDevice? device, out _));
        Assert.Equal(canonical, device.Name);
        Assert.False(device.IsCpu);
    }

    [Theory]
    [InlineData("cuda", "-p:FleetTorch=cuda")]
    [InlineData("cuda:3", "-p:FleetTorch=cuda")]
    public void Without_the_package_the_build_property_is_named(string name, string advice)
    {
        Assert.Contains(advice, ProblemOf(name, NotBuilt), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, "cuda", "No CUDA device is visible")]
    [InlineData(1, "cuda:1", "visible is cuda:0.")]
    [InlineData(2, "cuda:2", "visible are cuda:0 to cuda:1.")]
    public void A_device_that_is_not_there_is_refused_with_what_is(int count, string name, string problem)
    {
        Assert.Contains(problem, ProblemOf(name, Visible(count)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("gpu", "'cuda'")]
    [InlineData("GPU", "'cuda'")]
    [InlineData("CPU", "'cpu'")]
    [InlineData("cdua", "'cuda'")]
    public void A_misspelt_device_is_answered_with_the_nearest_name(string name, string nearest)
    {
        string problem = ProblemOf(name, Visible(1));
        Assert.Contains($"There is no device '{name}'.", problem, StringComparison.Ordinal);
        Assert.EndsWith($"Did you mean {nearest}?", problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("cuda:")]
    [InlineData("cuda:-1")]
    [InlineData("cuda: 1")]
    [InlineData("cuda:99999999999")]
    [InlineData("meta")]
    public void Anything_else_is_no_device(string name)
    {
        Assert.StartsWith($"There is no device '{name}'. Known: cpu, cuda, cuda:N.", ProblemOf(name, Visible(1)), StringComparison.Ordinal);
    }

    [Fact]
    public void This_build_refuses_cuda()
    {
        Assert.False(ComputeDevice.TryOpen("cuda", out _, out string problem));
        Assert.Contains("-p:FleetTorch=cuda", problem, StringComparison.Ordinal);
    }

    [Fact]
    public void Weights_trained_on_a_device_stay_apart_from_those_of_the_processor_which_serve_both()
    {
        using var folder = new TemporaryFolder();
        NetworkSpec network = SharedNetworks.LeNet5;
        var data = new LabelledData(SharedNetworks.SmallData.Train.Slice(0, 40), SharedNetworks.SmallData.Test.Slice(0, 20));
        var settings = new TrainingSettings(Seed: 1, Epochs: 1, BatchSize: 20);
        var here = new WeightStore(folder.FullPath);
        var there = new WeightStore(folder.FullPath, SecondDevice.Compute);

        using TrainedNetwork first = there.LoadOrTrain(network, data, settings);
        Assert.True(there.Contains(network, data, settings));
        Assert.False(here.Contains(network, data, settings));
        string file = Assert.Single(Directory.GetFiles(folder.FullPath));
        Assert.EndsWith("-second.safetensors", file, StringComparison.Ordinal);

        using TrainedNetwork plain = here.LoadOrTrain(network, data, settings);
        using TrainedNetwork shared = there.LoadOrTrain(network, data, settings);
        Assert.Equal(plain.WeightsHash, shared.WeightsHash);
        Assert.Equal(SecondDevice.Compute, shared.Compute);
        Assert.Equal(ComputeDevice.Cpu, plain.Compute);
    }

    private static CudaSupport Visible(int count) => new(IsInBuild: true, () => count);

    private static string ProblemOf(string name, CudaSupport cuda)
    {
        Assert.False(ComputeDevice.TryOpen(name, cuda, out ComputeDevice? device, out string problem));
        Assert.Null(device);
        return problem;
    }
}
