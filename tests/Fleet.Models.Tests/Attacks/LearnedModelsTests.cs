using Fleet.Models.Attacks;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using static TorchSharp.torch;

namespace Fleet.Models.Tests.Attacks;

/// <summary>What attackers learn is shared where it would be the same, and changes no bit of any result.</summary>
public sealed class LearnedModelsTests
{
    // A cut and a defence each: what is learned once must serve all of them.
    private static readonly (string Split, DefenseChain Defense)[] Cells =
        [("ReLU2", DefenseChain.None), ("ReLU2", new DefenseChain(new Dropout(0.3))), ("conv1", DefenseChain.None)];

    [Theory]
    [InlineData("learned-prior", 1)]
    [InlineData("shadow-rmle", 2)]
    public void Attacks_that_share_what_they_learn_recover_the_same_bits_in_any_order(string name, int trainings)
    {
        float[][] alone = [.. Cells.Select(cell => Recover(name, cell, learned: null, out _))];
        Assert.All(Orders(), order =>
        {
            var learned = new LearnedModels();
            int trained = 0;
            foreach (int cell in order)
            {
                Assert.Equal(alone[cell], Recover(name, Cells[cell], learned, out bool learns));
                trained += learns ? 1 : 0;
            }

            Assert.Equal(trainings, trained);
        });

        static int[][] Orders() => LongRun.Wanted ? [[0, 1, 2], [2, 1, 0], [1, 2, 0]] : [[2, 1, 0]];
    }

    [Fact]
    public void A_prior_outlasts_the_process_and_a_damaged_file_is_learned_again()
    {
        using var folder = new TemporaryFolder();
        float[] first = Recover("learned-prior", Cells[0], new LearnedModels(folder.FullPath), out bool learned);
        Assert.True(learned);
        Assert.Equal(first, Recover("learned-prior", Cells[0], new LearnedModels(folder.FullPath), out learned));
        Assert.False(learned);

        string file = Assert.Single(Directory.GetFiles(folder.FullPath));
        byte[] bytes = File.ReadAllBytes(file);
        bytes[^1] ^= 1;
        File.WriteAllBytes(file, bytes);
        Assert.Equal(first, Recover("learned-prior", Cells[0], new LearnedModels(folder.FullPath), out learned));
        Assert.True(learned);
    }

    [Fact]
    public void An_interrupted_training_leaves_nothing_behind()
    {
        using var folder = new TemporaryFolder();
        var learned = new LearnedModels(folder.FullPath);
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        using TrainedNetwork network = SharedNetworks.Untrained();
        Assert.Throws<OperationCanceledException>(() => Attack("learned-prior", learned, seed: 1)
            .Prepare(Target("learned-prior", network, Cells[0]), cancellationToken: cancelled.Token));
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }

    [Theory]
    [InlineData("learned-prior")]
    [InlineData("shadow-rmle")]
    public void Another_seed_or_other_pictures_are_another_training(string name)
    {
        var learned = new LearnedModels();
        Recover(name, Cells[0], learned, out _);
        Recover(name, Cells[0], learned, out bool otherSeed, seed: 2);
        Recover(name, Cells[0], learned, out bool otherPictures, others: true);
        Assert.True(otherSeed && otherPictures);
    }

    [Fact]
    public void Only_so_many_models_stay_in_memory_the_last_used_ones()
    {
        var learned = new LearnedModels();
        int trainings = 0;
        foreach (int key in (int[])[.. Enumerable.Range(0, 16), 0, 16, 0, 1])
        {
            learned.GetOrLearn("model", $"{key}", ComputeDevice.Cpu, lasting: false, () =>
            {
                trainings++;
                return [];
            });
        }

        Assert.Equal(18, trainings);
    }

    private static float[] Recover(
        string name, (string Split, DefenseChain Defense) cell, LearnedModels? learned, out bool learns, ulong seed = 1, bool others = false)
    {
        using var scope = NewDisposeScope();
        using TrainedNetwork network = SharedNetworks.Untrained();
        var reports = new Reports<AttackProgress>();
        using IReconstructor attack = Attack(name, learned, seed).Prepare(Target(name, network, cell, others), reports);
        learns = reports.Items.Count > 0;
        MessageKey[] keys = [new(0, 0, 0), new(0, 1, 1)];
        Tensor sent = new ActivationSource(network, SharedNetworks.SmallData.Test, 1).Activations(keys, cell.Split, cell.Defense);
        return [.. attack.Reconstruct(new Transmissions(sent)).Images.SelectMany(image => image)];
    }

    private static IAttack Attack(string name, LearnedModels? learned, ulong seed)
    {
        var fit = new FitSettings(Steps: 6, BatchSize: 8);
        return name == "shadow-rmle"
            ? new ShadowRmleAttack(new ShadowRmleSettings(fit, new RmleSettings { Iterations = 4 }, Seed: seed), learned)
            : new LearnedPriorAttack(new LearnedPriorSettings(fit, Latent: 4, Width: 2, Iterations: 8, Seed: seed), learned);
    }

    private static AttackTarget Target(string name, TrainedNetwork network, (string Split, DefenseChain Defense) cell, bool others = false)
    {
        var pictures = others ? SharedNetworks.SmallData.Train.Slice(0, 300) : SharedNetworks.SmallData.Train;
        AttackerKnowledge knowledge = name == "shadow-rmle"
            ? new QueryFree(HeadStructure.Same(network.Spec, cell.Split), new CloudHalf(network, cell.Split), pictures)
            : new WhiteBox(network, pictures);
        return AttackTarget.Of(network.Spec, cell.Split, knowledge, cell.Defense);
    }
}
