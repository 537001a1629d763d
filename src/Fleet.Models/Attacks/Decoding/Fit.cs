using Fleet.Models.Randomness;
using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;

namespace Fleet.Models.Attacks.Decoding;

/// <summary>Trains an attacker's network.</summary>
internal static class Fit
{
    private const int StepsPerReport = 100;
    private const int StepsPerLook = 1_000;

    /// <summary>Minimises a loss over pictures in pseudo-random order.</summary>
    /// <param name="parameters">What is trained.</param>
    /// <param name="pictures">How many pictures there are.</param>
    /// <param name="settings">How to train.</param>
    /// <param name="seed">The key of the order.</param>
    /// <param name="loss">The mean loss over the pictures of the given positions, in the caller's dispose scope.</param>
    /// <param name="progress">Told about every 100 steps.</param>
    /// <param name="cancellationToken">Ends it between two steps.</param>
    /// <exception cref="InvalidOperationException">The loss is no longer finite.</exception>
    public static void Run(
        IReadOnlyList<Parameter> parameters,
        int pictures,
        FitSettings settings,
        ulong seed,
        Func<int[], Tensor> loss,
        IProgress<AttackProgress>? progress,
        CancellationToken cancellationToken)
    {
        using var optimizer = optim.Adam(parameters, settings.LearningRate);
        var order = new PictureOrder(pictures, seed);
        var history = new LossHistory(settings.Tolerance);
        for (int step = 0; step < settings.Steps; step++)
        {
            cancellationToken.ThrowIfCancellationRequested();
            using var scope = NewDisposeScope();
            Cosine.SetRate(optimizer, settings.LearningRate, step, settings.Steps);
            Tensor mean = loss(order.Next(Math.Min(settings.BatchSize, pictures)));
            optimizer.zero_grad();
            mean.backward();
            optimizer.step();
            history.Add(mean.item<float>());
            if ((step + 1) % StepsPerReport == 0 || step + 1 == settings.Steps)
            {
                progress?.Report(new AttackProgress(step + 1, settings.Steps, history.Recent()));
            }

            if (history.StandsStill)
            {
                break;
            }
        }
    }

    /// <summary>Goes through all pictures again and again, each time in another order (Fisher, Yates).</summary>
    private sealed class PictureOrder(int pictures, ulong seed)
    {
        private const uint Stream = 2;
        private readonly int[] _order = [.. Enumerable.Range(0, pictures)];
        private int _next = int.MaxValue;
        private ulong _round;

        public int[] Next(int count)
        {
            var taken = new int[count];
            for (int i = 0; i < count; i++)
            {
                if (_next >= _order.Length)
                {
                    Shuffle();
                }

                taken[i] = _order[_next++];
            }

            return taken;
        }

        private void Shuffle()
        {
            var random = new CounterRandom(seed, Stream, RandomPurpose.Attack, _round++);
            for (int i = _order.Length - 1; i > 0; i--)
            {
                int j = random.Next(i + 1);
                (_order[i], _order[j]) = (_order[j], _order[i]);
            }

            _next = 0;
        }
    }

    /// <summary>The losses since the last report and since the last look at whether they fall.</summary>
    private sealed class LossHistory(double tolerance)
    {
        private double _recent;
        private int _recentCount;
        private double _window;
        private int _windowCount;
        private double _before = double.PositiveInfinity;

        public bool StandsStill { get; private set; }

        public void Add(double loss)
        {
            if (!double.IsFinite(loss))
            {
                throw new InvalidOperationException("The attacker's training diverged. Lower its learning rate.");
            }

            _recent += loss;
            _recentCount++;
            _window += loss;
            if (++_windowCount < StepsPerLook)
            {
                return;
            }

            double mean = _window / _windowCount;
            StandsStill = tolerance >= 0 && mean >= (1 - tolerance) * _before;
            (_before, _window, _windowCount) = (mean, 0, 0);
        }

        public double Recent()
        {
            double mean = _recent / _recentCount;
            (_recent, _recentCount) = (0, 0);
            return mean;
        }
    }
}
