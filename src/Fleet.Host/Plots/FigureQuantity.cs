namespace Fleet.Host.Plots;

/// <summary>A measured quantity, as figures name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
internal sealed record FigureQuantity(string Name, string Unit)
{
    /// <summary>The latency of a request.</summary>
    public static readonly FigureQuantity Latency = new("latency", "ms");

    /// <summary>The mean latency of requests.</summary>
    public static readonly FigureQuantity MeanLatency = new("mean latency", "ms");

    /// <summary>The share of right answers.</summary>
    public static readonly FigureQuantity Accuracy = new("accuracy", "%");

    /// <summary>The peak signal-to-noise ratio of reconstructions.</summary>
    public static readonly FigureQuantity Psnr = new("PSNR", "dB");

    /// <summary>The structural similarity of reconstructions.</summary>
    public static readonly FigureQuantity Ssim = new("SSIM", "");

    /// <summary>The title of an axis.</summary>
    public string Title => Unit.Length == 0 ? Name : $"{Name} ({Unit})";

    /// <summary>The title of a logarithmic axis.</summary>
    public string LogarithmicTitle => $"{Name} ({Unit}, logarithmic)";
}
