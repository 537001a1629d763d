using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Adaptive;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Attacks;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;
using Fleet.Models.Training.DefenseTraining;
using Fleet.Tests.Common;
using TorchSharp;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Devices;

/// <summary>
/// Everything that computes with tensors, once on the processor and once on <see cref="SecondDevice"/>: a tensor in the wrong
/// place throws, and what comes back is the same but for rounding.
/// </summary>
public sealed class SecondDeviceTests
{
    private const string Split = AttackInterfaceTests.Split;
    private const double Rounding = 2e-3;

    // Lazy operations that nobody has asked for yet are done again with each question: steps are few.
    private static readonly FitSettings Fit = new(Steps: 2, BatchSize: 4);
    private static readonly NetworkSpec LeNet5 = SharedNetworks.LeNet5;
    private static readonly LabelledData Data = SharedNetworks.SmallData;

    public static TheoryData<string> Attacks => [.. AttackCatalog.BuiltIn.Names];

    [Fact]
    public void The_second_device_refuses_tensors_of_the_processor_and_does_not_show_its_own()
    {
        using var scope = NewDisposeScope();
        Device there = SecondDevice.Compute.Torch;
        Tensor far = ones(2, 2, device: there);

        Assert.ThrowsAny<Exception>(() => far + ones(2, 2));
        Assert.ThrowsAny<Exception>(() => far.mm(ones(2, 2)));
        Assert.ThrowsAny<Exception>(() => nn.functional.conv2d(ones(1, 1, 2, 2, device: there), ones(1, 1, 2, 2)));
        Assert.ThrowsAny<Exception>(() => far.index_select(0, tensor(new long[] { 0 })));
        Assert.ThrowsAny<Exception>(() => far.bytes.Length);
        Assert.Equal([2f, 2f, 2f, 2f], (far + 1).Floats());
    }

    [Theory]
    [MemberData(nameof(Attacks))]
    public void An_attack_recovers_there_what_it_recovers_here(string name)
    {
        AssertEqual(compute => Attack(name, compute, "none", Split));
    }

    [Theory]
    [InlineData("gaussian:0.3+dropout:0.3")]
    [InlineData("laplace:0.3")]
    [InlineData("dropout:0.4")]
    [InlineData("gaussian:0.3@input")]
    [InlineData("quantize:3bit+top-k:0.5")]
    [InlineData("clip:3")]
    [InlineData("permute+mask:0.3")]
    public void An_adaptive_attack_undoes_there_what_it_undoes_here(string defense)
    {
        AssertEqual(compute => Attack("rmle", compute, defense, "ReLU1"));
    }

    [Fact]
    public void Learned_noise_is_told_there_as_here()
    {
        TensorShape shape = AttackOutline.Of(LeNet5, Split).Activation;
        float[][] noises = [.. Enumerable.Range(0, ShredderNoise.Tensors).Select(i => Enumerable.Repeat(i / 4f, shape.Elements).ToArray())];
        var chain = new DefenseChain(new ShredderNoise(1).With(new LearnedNoise(shape, noises)));
        AssertEqual(compute =>
        {
            using TrainedNetwork network = Network(compute);
            return Recover("rmle", network, Target("rmle", network, Split, chain), chain);
        });
    }

    [Fact]
    public void Blocks_with_batch_normalisation_compute_there_as_here()
    {
        NetworkSpec network = NetworkCatalog.TryFind("resnet18", out NetworkSpec? spec) ? spec : throw new InvalidOperationException("No resnet18.");
        AssertEqual(compute =>
        {
            using var scope = NewDisposeScope();
            using var initial = new TrainedNetwork(network, WeightInitializer.Draw(network, 1), compute);
            Dataset pictures = SyntheticColors.Draw("test", 2);
            return [initial.Head(PictureTensor.Load(pictures, [0, 1], network, compute.Torch), "layer2.0").Floats()];
        });
    }

    [Fact]
    public void The_independent_classifier_looks_there_as_here()
    {
        var few = new LabelledData(Data.Train.Slice(0, 40), Data.Test.Slice(0, 20));
        AssertEqual(compute =>
        {
            using var folder = new TemporaryFolder();
            using var judge = IdentificationJudge.LoadOrTrain(
                new WeightStore(folder.FullPath, compute), LeNet5, few, new TrainingSettings(1, Epochs: 1, BatchSize: 40));
            int[] seen = [.. Enumerable.Range(0, 20)];
            return [[.. judge.Identifies([.. seen.Select(few.Test.UnitImage)], [.. seen.Select(i => (int)few.Test.Labels.Span[i])]).Select(hit => hit ? 1f : 0f)]];
        });
    }

    [Fact]
    public void Defended_pictures_are_restored_there_as_here()
    {
        float[][] pictures = [.. Enumerable.Range(0, 2).Select(Data.Test.UnitImage)];
        AssertEqual(compute =>
        {
            using var scope = NewDisposeScope();
            using var restoration = new PictureRestoration(
                new Given(pictures), PictureFormat.Of(LeNet5), Chain("dropout:0.3@input"), compute, iterations: 3);
            return [.. restoration.Reconstruct(new Transmissions(zeros(2, 1))).Images];
        });
    }

    [Theory]
    [InlineData("conv1")]
    [InlineData("fc1act")]
    public void A_decoder_learns_there_at_every_kind_of_cut(string split)
    {
        AssertEqual(compute => Attack("inverse-network", compute, "gaussian:0.1", split));
    }

    [Fact]
    public void A_stand_in_learns_there_from_queries()
    {
        AssertEqual(compute =>
        {
            using TrainedNetwork network = Network(compute);
            var oracle = new QueryOracle(network, Split, DefenseChain.None, seed: 1);
            var knowledge = new BlackBox(oracle, new NoiseQueries(64, Seed: 1), HeadStructure.Same(LeNet5, Split));
            return Recover("shadow-rmle", network, AttackTarget.Of(LeNet5, Split, knowledge, DefenseChain.None), DefenseChain.None);
        });
    }

    [Fact]
    public void Messages_of_the_processor_are_brought_to_the_attack()
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork here = Network(ComputeDevice.Cpu);
        using TrainedNetwork there = Network(SecondDevice.Compute);
        Tensor sent = new ActivationSource(here, Data.Test, 1).Activations(Keys, Split, DefenseChain.None);
        using IReconstructor attack = Small("rmle").Prepare(AttackTarget.Of(LeNet5, Split, new WhiteBox(there), DefenseChain.None));

        Assert.Equal(Keys.Length, attack.Reconstruct(new Transmissions(sent)).Images.Count);
    }

    [Fact]
    public void Layers_and_attack_in_two_places_are_refused_before_anything_is_computed()
    {
        using TrainedNetwork network = Network(ComputeDevice.Cpu);
        AttackTarget target = AttackTarget.Of(LeNet5, Split, new WhiteBox(network), null) with { Compute = SecondDevice.Compute };

        Assert.Contains("on cpu", Assert.Throws<ArgumentException>(() => new RmleAttack().Prepare(target)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_trained_there_has_the_weights_of_one_trained_here()
    {
        var few = new LabelledData(Data.Train.Slice(0, 90), Data.Test.Slice(0, 30));
        AssertEqual(compute =>
        {
            var reports = new Reports<TrainingProgress>();
            using TrainedNetwork network = Trainer.Train(LeNet5, few, new TrainingSettings(1, Epochs: 1, BatchSize: 30), compute, reports);
            return [.. network.Weights.Select(array => array.Values), [(float)reports.Items[^1].Loss]];
        });
    }

    [Fact]
    public void A_network_learns_there_to_show_less_as_here()
    {
        var few = new LabelledData(Data.Train.Slice(0, 40), Data.Test.Slice(0, 20));
        AssertEqual(compute =>
        {
            using TrainedNetwork plain = Network(compute);
            using TrainedNetwork learned = WeightTraining.Train(
                plain, few, new TrainingSettings(1, Epochs: 1, BatchSize: 20), Split, Chain("nopeek:2").Steps, null, default);
            return [.. learned.Weights.Select(array => array.Values)];
        });
    }

    [Fact]
    public void A_decoder_is_trained_against_there_as_here()
    {
        AssertEqual(compute =>
        {
            using var scope = NewDisposeScope();
            using TrainedNetwork network = Network(compute);
            Tensor pictures = PictureTensor.Load(Data.Train, [0, 1, 2, 3], LeNet5, compute.Torch);
            Tensor activations = network.Head(pictures, Split);
            using var term = new DecoderTerm(1, LeNet5.Input, AttackOutline.Of(LeNet5, Split).Activation, seed: 1, compute.Torch);
            term.WarmUp(pictures, activations);
            return [[term.Loss(pictures, activations).item<float>()]];
        });
    }

    [Fact]
    public void Noise_is_learned_there_as_here()
    {
        AssertEqual(compute =>
        {
            using TrainedNetwork network = Network(compute);
            return NoiseTraining.Train(
                network, Data.Train.Slice(0, 40), new TrainingSettings(1, Epochs: 1, BatchSize: 20), Split, new ShredderNoise(1), steps: 2, null, default).Tensors;
        });
    }

    [Fact]
    public void What_is_measured_there_is_what_is_measured_here()
    {
        AssertEqual(compute =>
        {
            using var scope = NewDisposeScope();
            using TrainedNetwork network = Network(compute);
            var source = new ActivationSource(network, Data.Test, 1);
            DefenseChain defense = Chain("gaussian:0.2@input+dropout:0.2");
            Tensor inputs = source.Inputs(Keys);
            return
            [
                source.Activations(Keys, Split, defense).Floats(),
                [(float)AccuracyEvaluator.Evaluate(network, Data.Test.Slice(0, 20), Split, defense, 1).Value],
                [.. JacobianTrace.Exact(network, "fc2", inputs).Select(trace => (float)trace)],
                [.. JacobianTrace.Hutchinson(network, Split, inputs, 2, 1).Select(trace => (float)trace.Mean)],
            ];
        });
    }

    private static IAttack Small(string name) => name switch
    {
        "rmle" => new RmleAttack(new RmleSettings { Iterations = 4 }),
        "lm" => new LikelihoodAttack(new LikelihoodSettings(Iterations: 3, Width: 4)),
        "inverse-network" => new InverseNetworkAttack(new InverseNetworkSettings(Fit, Width: 2)),
        "shadow-rmle" => new ShadowRmleAttack(new ShadowRmleSettings(Fit, new RmleSettings { Iterations = 2 }) { QueryFreeModels = 2 }),
        "unsplit" => new UnSplitAttack(new UnSplitSettings(Rounds: 2, PictureSteps: 2, WeightSteps: 2)),
        "learned-prior" => new LearnedPriorAttack(new LearnedPriorSettings(Fit, Latent: 4, Width: 2, Starts: 2, Iterations: 4)),
        _ => throw new ArgumentOutOfRangeException(nameof(name), name, "No such attack."),
    };

    private static MessageKey[] Keys { get; } = [new(1, 0, 0), new(1, 1, 1), new(2, 2, 2)];

    private static TrainedNetwork Network(ComputeDevice compute) => new(LeNet5, WeightInitializer.Draw(LeNet5, 1), compute);

    private static DefenseChain Chain(string text) =>
        DefenseCatalog.BuiltIn.TryParse(text, out DefenseChain chain, out string problem) ? chain : throw new ArgumentException(problem, nameof(text));

    private static float[][] Attack(string name, ComputeDevice compute, string defense, string split)
    {
        using TrainedNetwork network = Network(compute);
        DefenseChain chain = Chain(defense);
        AttackTarget target = Target(name, network, split, chain) with { Compute = compute };
        return Recover(name, network, target, chain);
    }

    private static AttackTarget Target(string name, TrainedNetwork network, string split, DefenseChain defense)
    {
        Dataset pictures = Data.Train.Slice(0, 40);
        NetworkSpec structure = HeadStructure.Same(LeNet5, split);
        AttackerKnowledge knowledge = name switch
        {
            "inverse-network" => new BlackBox(new QueryOracle(network, split, defense, seed: 1), new PictureQueries(pictures)),
            "shadow-rmle" => new QueryFree(structure, new CloudHalf(network, split), pictures),
            "unsplit" => new QueryFree(structure),
            _ => new WhiteBox(network, pictures),
        };
        return AttackTarget.Of(LeNet5, split, knowledge, defense);
    }

    private static float[][] Recover(string name, TrainedNetwork network, AttackTarget target, DefenseChain defense)
    {
        using var scope = NewDisposeScope();
        Tensor sent = new ActivationSource(network, Data.Test, 1).Activations(Keys, target.Split, defense);

        // Two messages of one scene, from two devices.
        using IReconstructor attack = Small(name).Prepare(target);
        return [.. attack.Reconstruct(new Transmissions(sent, [0, 1, 0], [1, 1, 2])).Images];
    }

    private sealed class Given(float[][] pictures) : IReconstructor
    {
        public Reconstruction Reconstruct(
            Transmissions transmissions, IProgress<AttackProgress>? progress = null, CancellationToken cancellationToken = default) =>
            new(pictures, [.. pictures.Select(_ => 1)]);

        public void Dispose()
        {
            // It holds nothing.
        }
    }

    private static void AssertEqual(Func<ComputeDevice, IReadOnlyList<float[]>> compute)
    {
        IReadOnlyList<float[]> here = compute(ComputeDevice.Cpu);
        IReadOnlyList<float[]> there = compute(SecondDevice.Compute);
        Assert.Equal(here.Count, there.Count);
        foreach ((float[] expected, float[] found) in here.Zip(there))
        {
            Assert.Equal(expected.Length, found.Length);
            double scale = Math.Max(1, expected.Max(Math.Abs));
            double worst = expected.Zip(found, (a, b) => Math.Abs((double)a - b)).Max();
            Assert.True(worst <= Rounding * scale, $"The greatest difference is {worst}, of values up to {scale}.");
        }
    }
}
