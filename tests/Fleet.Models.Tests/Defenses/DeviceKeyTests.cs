using CsCheck;
using Fleet.Models.Defenses;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;
using Fleet.Models.Training;

namespace Fleet.Models.Tests.Defenses;

/// <summary>Defences that depend on a key of the device.</summary>
public sealed class DeviceKeyTests
{
    private static readonly TensorShape Shape = new(16, 2, 3);

    [Fact]
    public void The_server_with_the_key_undoes_a_permutation_of_whole_channels() =>
        Gen.Select(Gen.ULong, Gen.Int[0, int.MaxValue], Gen.Long[0, 1L << 40]).Sample((seed, device, sequence) =>
        {
            var chain = new DefenseChain(new ChannelPermutation(), new ChannelPermutation());
            float[] sent = Apply(chain, seed, device, sequence);
            bool wholeChannels = Channels(sent).Order(StringComparer.Ordinal).SequenceEqual(Channels(Plain()).Order(StringComparer.Ordinal));
            chain.Undo(sent, Shape, seed, device);
            return wholeChannels && sent.SequenceEqual(Plain());
        });

    [Fact]
    public void A_device_uses_one_order_for_all_messages_and_other_devices_and_steps_use_others()
    {
        var chain = new DefenseChain(new ChannelPermutation());
        Assert.Equal(Apply(chain, 1, 2, 3), Apply(chain, 1, 2, 4));
        Assert.NotEqual(Apply(chain, 1, 2, 3), Apply(chain, 1, 3, 3));
        Assert.NotEqual(Apply(chain, 1, 2, 3), Apply(chain, 2, 2, 3));
        Assert.NotEqual(
            Apply(chain, 1, 2, 3), Apply(new DefenseChain(new Dropout(0), new ChannelPermutation()), 1, 2, 3));
    }

    [Fact]
    public void A_mask_erases_its_share_of_whole_channels_and_stays_erased()
    {
        var chain = new DefenseChain(new ChannelMask(0.25));
        float[] sent = Apply(chain, 1, 2, 3);
        string empty = string.Join(' ', new float[Shape.Height * Shape.Width]);
        Assert.Equal(4, Channels(sent).Count(channel => channel == empty));
        Assert.Equal(sent, Apply(chain, 1, 2, 99));
        Assert.NotEqual(sent, Apply(chain, 1, 3, 3));
        float[] undone = [.. sent];
        chain.Undo(undone, Shape, 1, 2);
        Assert.Equal(sent, undone);
    }

    [Fact]
    public void Each_channel_is_masked_equally_often_over_devices()
    {
        var chain = new DefenseChain(new ChannelMask(0.5));
        int[] counts = new int[Shape.Channels];
        for (int device = 0; device < 2000; device++)
        {
            float[] sent = Apply(chain, 1, device, 0);
            for (int channel = 0; channel < counts.Length; channel++)
            {
                counts[channel] += sent[channel * Shape.Height * Shape.Width] == 0 ? 1 : 0;
            }
        }

        // Binomial with n = 2000, p = 1/2: five standard deviations are 112.
        Assert.All(counts, count => Assert.InRange(count, 888, 1112));
    }

    [Fact]
    public void A_permutation_costs_no_accuracy_and_a_mask_does()
    {
        Assert.Equal(Accuracy("none", 1), Accuracy("permute", 1));
        var lost = new OverSeeds(seed => Accuracy("none", seed) - Accuracy("mask 60 %", seed));
        Assert.True(lost.Median > 0.1, $"{lost}");

        static double Accuracy(string defense, ulong seed)
        {
            Assert.True(DefenseCatalog.BuiltIn.TryParse(defense, out DefenseChain chain, out string problem), problem);
            return AccuracyEvaluator.Evaluate(SharedNetworks.OnSmallData(seed), SharedNetworks.SmallData.Test, "ReLU2", chain, 1).Value;
        }
    }

    private static float[] Plain() => [.. Enumerable.Range(1, Shape.Elements).Select(i => (float)i)];

    private static float[] Apply(DefenseChain chain, ulong seed, int device, long sequence)
    {
        float[] values = Plain();
        chain.Apply(DefensePlace.Activation, values, Shape, seed, device, sequence);
        return values;
    }

    private static IEnumerable<string> Channels(float[] values) =>
        values.Chunk(Shape.Height * Shape.Width).Select(channel => string.Join(' ', channel));
}
