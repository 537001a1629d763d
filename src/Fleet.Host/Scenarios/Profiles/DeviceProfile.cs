namespace Fleet.Host.Scenarios.Profiles;

/// <summary>The compute budget of a device one can buy, from a published measurement.</summary>
/// <param name="Name">The name in scenario files.</param>
/// <param name="Description">The device and how it ran.</param>
/// <param name="Milliseconds">Measured time of one inference of MobileNetV2 on a 224x224 picture, in ms.</param>
/// <param name="Source">Where the time comes from.</param>
internal sealed record DeviceProfile(string Name, string Description, double Milliseconds, string Source)
{
    /// <summary>
    /// Operations of one MobileNetV2 inference at 224x224: 0.3 G multiply-accumulates (Sandler et al., CVPR 2018,
    /// table 4), 2 operations each.
    /// </summary>
    public const double MobileNetFlops = 2 * 0.3e9;

    private const string DeepEdgeBench = "DeepEdgeBench (Baller et al., IC2E 2021), median of 5,000 inferences";

    /// <summary>All of them.</summary>
    public static IReadOnlyList<DeviceProfile> All { get; } =
    [
        new("raspberry-pi-4", "Raspberry Pi 4, TensorFlow Lite, float32", 193, DeepEdgeBench),
        new("raspberry-pi-4-int8", "Raspberry Pi 4, TensorFlow Lite, int8", 128, DeepEdgeBench),
        new("jetson-nano", "Jetson Nano, GPU, TensorFlow with TensorRT", 20.0, DeepEdgeBench),
        new("jetson-nano-cpu", "Jetson Nano, CPU, TensorFlow", 126, DeepEdgeBench),
        new("coral-dev-board", "Coral Dev Board, Edge TPU, int8", 4.1, DeepEdgeBench),
        new("coral-dev-board-cpu", "Coral Dev Board, CPU, TensorFlow Lite", 356, DeepEdgeBench),
        new("tinker-edge-r", "Tinker Edge R, NPU, int8", 19.3, DeepEdgeBench),
    ];

    /// <summary>Effective operations a second: those of one inference over its measured time.</summary>
    public double FlopsPerSecond => MobileNetFlops / (Milliseconds * 1e-3);

    /// <summary>The profile of this name, or null.</summary>
    public static DeviceProfile? Find(string name) => All.FirstOrDefault(p => p.Name == name);
}
