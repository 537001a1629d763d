using Fleet.Models.Data;
using Fleet.Models.Networks;
using MathNet.Numerics.Random;
using TorchSharp;
using static TorchSharp.torch;
using F = TorchSharp.torch.nn.functional;

namespace Fleet.Models.Tests.Training;

/// <summary>LeNet-5 written out by hand and judged in a loop of its own: shares nothing with the product but the weights.</summary>
internal sealed class PlainEvaluation : IDisposable
{
    private const int Batch = 500;

    private readonly Dictionary<string, Tensor> _weights;
    private readonly Dataset _test;
    private readonly Random _random = new Xoshiro256StarStar(seed: 2019, threadSafe: false);

    public PlainEvaluation(TrainedNetwork network, Dataset test)
    {
        _test = test;
        _weights = network.Weights.ToDictionary(
            array => array.Name, array => tensor(array.Values, [.. array.Shape]).DetachFromDisposeScope(), StringComparer.Ordinal);
    }

    public void Dispose()
    {
        foreach (Tensor tensor in _weights.Values)
        {
            tensor.Dispose();
        }
    }

    /// <summary>How many test pictures are classified correctly when each element is defended on the input or at ReLU2.</summary>
    public int Correct(Func<float, Random, double> defend, bool onInput)
    {
        int correct = 0;
        for (int start = 0; start < _test.Count; start += Batch)
        {
            using var scope = NewDisposeScope();
            int count = Math.Min(Batch, _test.Count - start);
            float[] pixels = [.. _test.Pixels.Span.Slice(start * 784, count * 784).ToArray().Select(pixel => (pixel / 127.5f) - 1)];
            Tensor x = tensor(onInput ? Defended(pixels, defend) : pixels, [count, 1, 28, 28]);
            x = F.max_pool2d(F.relu(F.conv2d(x, _weights["conv1.weight"], _weights["conv1.bias"])), [2, 2]);
            x = F.relu(F.conv2d(x, _weights["conv2.weight"], _weights["conv2.bias"]));
            x = onInput ? x : tensor(Defended(x.data<float>().ToArray(), defend), [count, 16, 8, 8]);
            x = F.max_pool2d(x, [2, 2]).reshape(count, 256);
            x = F.relu(F.linear(x, _weights["fc1.weight"], _weights["fc1.bias"]));
            x = F.relu(F.linear(x, _weights["fc2.weight"], _weights["fc2.bias"]));
            long[] answers = F.linear(x, _weights["fc3.weight"], _weights["fc3.bias"]).argmax(1).data<long>().ToArray();
            correct += answers.Where((answer, i) => answer == _test.Labels.Span[start + i]).Count();
        }

        return correct;
    }

    private float[] Defended(float[] values, Func<float, Random, double> defend) => [.. values.Select(value => (float)defend(value, _random))];
}
