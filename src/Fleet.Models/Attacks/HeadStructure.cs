using Fleet.Models.Networks;

namespace Fleet.Models.Attacks;

/// <summary>
/// Tables of layers with which an attacker imitates the device's half: the same as the device's, or different ones that give
/// an activation of the same shape (He, Zhang, Lee, ACSAC 2019).
/// </summary>
public static class HeadStructure
{
    /// <summary>The device's own layers.</summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static NetworkSpec Same(NetworkSpec network, string split) =>
        network with { Name = $"{network.Name}-{split}", Layers = [.. network.Layers.Take(network.Require(split) + 1)] };

    /// <summary>
    /// Other layers. A convolution of 5x5 or more becomes several of 3x3, without a rectifier between them; two
    /// consecutive ones of 3x3 become one of 5x5; one alone of 3x3 becomes two of them, the first with a quarter of the
    /// filters. For the cuts that the paper names these are its structures. Other layers stay.
    /// </summary>
    /// <exception cref="ArgumentException">The network has no such layer.</exception>
    public static NetworkSpec Different(NetworkSpec network, string split)
    {
        NetworkSpec same = Same(network, split);
        List<LayerSpec> layers = [];
        for (int i = 0; i < same.Layers.Count; i++)
        {
            switch (same.Layers[i])
            {
                case Convolution { Kernel: >= 5 } wide when wide.Kernel % 2 == 1:
                    layers.AddRange(InSmallSteps(wide));
                    break;
                case Convolution { Kernel: 3 } first when i + 2 < same.Layers.Count && same.Layers[i + 2] is Convolution { Kernel: 3 } second:
                    layers.Add(new Convolution(second.Name, first.InChannels, second.OutChannels, 5, first.Padding + second.Padding));
                    i += 2;
                    break;
                case Convolution { Kernel: 3 } alone:
                    int between = Math.Max(1, alone.OutChannels / 4);
                    layers.Add(new Convolution($"{alone.Name}a", alone.InChannels, between, 3, Padding: 1));
                    layers.Add(alone with { InChannels = between });
                    break;
                default:
                    layers.Add(same.Layers[i]);
                    break;
            }
        }

        return same with { Name = $"{same.Name}-different", Layers = layers };
    }

    /// <summary>n convolutions of 3x3 see as far as one of (2n + 1)x(2n + 1).</summary>
    private static IEnumerable<Convolution> InSmallSteps(Convolution wide)
    {
        int steps = (wide.Kernel - 1) / 2;
        int padding = wide.Padding;
        for (int step = 0; step < steps; step++)
        {
            bool last = step == steps - 1;
            int here = last ? padding : Math.Min(1, padding);
            padding -= here;
            yield return new Convolution(
                last ? wide.Name : $"{wide.Name}{(char)('a' + step)}",
                step == 0 ? wide.InChannels : wide.OutChannels,
                wide.OutChannels,
                Kernel: 3,
                here);
        }
    }
}
