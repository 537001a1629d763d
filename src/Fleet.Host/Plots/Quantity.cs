namespace Fleet.Host.Plots;

/// <summary>A measured quantity, as figures and tables name it.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Unit">Its unit; empty where it has none.</param>
/// <param name="Short">Its name where there is little room.</param>
internal sealed record Quantity(string Name, string Unit, string Short)
{
    /// <summary>The latency of a request.</summary>
    public static readonly Quantity Latency = new("latency", "ms", "latency");

    /// <summary>The mean latency of requests.</summary>
    public static readonly Quantity MeanLatency = new("mean latency", "ms", "mean");

    /// <summary>The 95th percentile of the latency.</summary>
    public static readonly Quantity Latency95 = new("95th percentile of the latency", "ms", "p95");

    /// <summary>The share of right answers.</summary>
    public static readonly Quantity Accuracy = new("accuracy", "%", "accuracy");

    /// <summary>The peak signal-to-noise ratio of reconstructions.</summary>
    public static readonly Quantity Psnr = new("PSNR", "dB", "PSNR");

    /// <summary>The structural similarity of reconstructions.</summary>
    public static readonly Quantity Ssim = new("SSIM", "", "SSIM");

    /// <summary>The share of recognisable reconstructions.</summary>
    public static readonly Quantity Recognisable = new("recognisable", "%", "recognisable");

    /// <summary>The title of an axis.</summary>
    public string Title => Unit.Length == 0 ? Name : $"{Name} ({Unit})";

    /// <summary>The title of a logarithmic axis.</summary>
    public string LogarithmicTitle => $"{Name} ({Unit}, logarithmic)";

    /// <summary>The heading of a column.</summary>
    public string Heading => Unit.Length == 0 ? Short : $"{Short} {Unit}";
}
