using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Training;

namespace Fleet.Host.Forecasts;

/// <summary>
/// How fast this machine trains a network, runs it and attacks it: a few steps of each on pictures of no meaning, since the time
/// of a step does not depend on what is in the pictures.
/// </summary>
/// <param name="network">The network.</param>
/// <param name="compute">Where it computes.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class TensorTrial(NetworkSpec network, ComputeDevice compute, TimeProvider clock) : IDisposable
{
    private const int Batch = 64;

    // Batch normalisation has no variance of a single picture.
    private const int FewestPictures = 2;
    private const int AttackBatch = RmleReconstructor.BatchSize;
    private const int FewSteps = 4;
    private const int MoreSteps = 12;
    private const string Name = "trial";

    // What a trial may cost: about a tenth of a second on one core.
    private const double MostFlops = 1e9;
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(0.1);

    private readonly long _flops = network.Profile().Sum(layer => layer.Flops);
    private TrainedNetwork? _trained;

    private TrainedNetwork Trained => _trained ??= Train(FewestPictures).Network;

    /// <summary>Seconds to train on one picture once.</summary>
    public double Training()
    {
        int batch = Pictures(_flops, 4);
        Train(batch).Network.Dispose();
        (TrainedNetwork one, double once) = Train(batch);
        (TrainedNetwork more, double longer) = once > Long.TotalSeconds ? Train(FewestPictures) : Train(4 * batch);
        _trained ??= one;
        more.Dispose();
        return once > Long.TotalSeconds ? once / batch : Math.Max(longer - once, longer / 4) / (3 * batch);
    }

    /// <summary>Seconds to classify one picture behind a cut and a defence.</summary>
    public double Forward(string split, DefenseChain defense)
    {
        Dataset pictures = Data(Pictures(_flops, 1));
        DefenseChain acting = defense.Training == TrainingNeed.None ? defense : DefenseChain.None;
        AccuracyEvaluator.Evaluate(Trained, pictures.Slice(0, 1), split, acting, seed: 0);
        return Seconds(() => AccuracyEvaluator.Evaluate(Trained, pictures, split, acting, seed: 0)) / pictures.Count;
    }

    /// <summary>How long an attack takes for what it computes.</summary>
    /// <param name="attack">The attack and what its attacker has.</param>
    /// <param name="split">The cut.</param>
    /// <param name="settings">Its settings.</param>
    public AttackSpeed Attack(AttackCase attack, string split, IAttackSettings settings)
    {
        long perPicture = attack.Make(settings.Shortened(FewSteps), null).Cost(attack.Outline(network, split, 1)).FlopsPerScene;
        int pictures = (int)Math.Clamp(MostFlops / Math.Max(1, perPicture), 1, AttackBatch);
        Attack(attack, split, settings.Shortened(FewSteps), 1);
        TimedAttack few = Attack(attack, split, settings.Shortened(FewSteps), pictures);
        if (few.Preparation + few.Work > Long.TotalSeconds)
        {
            return new AttackSpeed(0, few.Preparation / Math.Max(1, few.PreparationFlops), few.Work / few.Flops);
        }

        TimedAttack more = Attack(attack, split, settings.Shortened(MoreSteps), pictures);
        double preparation = Slope(few.PreparationFlops, few.Preparation, more.PreparationFlops, more.Preparation);
        double work = Slope(few.Flops, few.Work, more.Flops, more.Work);
        return new AttackSpeed(Math.Max(0, few.Preparation - (preparation * few.PreparationFlops)), preparation, work);
    }

    public void Dispose() => _trained?.Dispose();

    // Seconds for an operation more; what is not done in steps does not grow.
    private static double Slope(double few, double fewSeconds, double more, double moreSeconds) => more > few
        ? Math.Max((moreSeconds - fewSeconds) / (more - few), 0.3 * moreSeconds / more)
        : moreSeconds / Math.Max(1, more);

    private TimedAttack Attack(AttackCase attack, string split, IAttackSettings settings, int pictures)
    {
        Dataset data = Data(Batch);
        var victim = new Victim(Trained, data, data, data);
        var target = AttackTarget.Of(network, split, attack.Know(new VictimView(victim, split, DefenseChain.None, Seed: 0)), null) with { Compute = compute };
        var source = new ActivationSource(Trained, data, seed: 0);
        MessageKey[] keys = [.. Enumerable.Range(0, pictures).Select(picture => new MessageKey(0, picture, picture))];
        var scenes = new SceneStream(pictures, (_, _) => new Transmissions(source.Activations(keys, split, DefenseChain.None)), (_, _) => { });
        AttackRun run = AttackRun.Measure(attack.Make(settings, new LearnedModels()), target, scenes, clock);
        return new TimedAttack(
            run.Cost.PreparationFlops, run.Preparation.TotalSeconds, (double)run.Cost.FlopsPerScene * pictures, run.Work.TotalSeconds);
    }

    private (TrainedNetwork Network, double Seconds) Train(int pictures)
    {
        var data = new LabelledData(Data(pictures), Data(1));
        TrainedNetwork? trained = null;
        double seconds = Seconds(() => trained = Trainer.Train(network, data, new TrainingSettings(Epochs: 1, BatchSize: Math.Min(Batch, pictures)), compute));
        return (trained!, seconds);
    }

    private double Seconds(Action work)
    {
        long start = clock.GetTimestamp();
        work();
        return clock.GetElapsedTime(start).TotalSeconds;
    }

    private static int Pictures(long flops, int passes) => (int)Math.Clamp(MostFlops / (Math.Max(1, flops) * (double)passes), FewestPictures, Batch);

    private Dataset Data(int count)
    {
        byte[] pixels = new byte[count * network.Input.Elements];
        for (int i = 0; i < pixels.Length; i++)
        {
            pixels[i] = (byte)((i * 97) + (i >> 7));
        }

        byte[] labels = [.. Enumerable.Range(0, count).Select(i => (byte)(i % network.Classes))];
        return new Dataset(Name, DatasetInfo.Test, network.Input, network.Classes, pixels, labels);
    }

    private sealed record TimedAttack(double PreparationFlops, double Preparation, double Flops, double Work);
}

/// <summary>How fast this machine computes an attack.</summary>
/// <param name="PreparationSeconds">Seconds of what is done once and does not grow with the steps.</param>
/// <param name="SecondsPerPreparationFlop">Seconds for each operation done once.</param>
/// <param name="SecondsPerFlop">Seconds for each operation on a picture.</param>
internal sealed record AttackSpeed(double PreparationSeconds, double SecondsPerPreparationFlop, double SecondsPerFlop)
{
    /// <summary>Seconds of what is done once for a target.</summary>
    public double Preparation(AttackCost cost) => PreparationSeconds + (SecondsPerPreparationFlop * cost.PreparationFlops);

    /// <summary>Seconds of the attack on some pictures.</summary>
    public double Work(AttackCost cost, double pictures) => SecondsPerFlop * cost.FlopsPerScene * pictures;
}
