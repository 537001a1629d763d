namespace Fleet.Models.Networks;

/// <summary>Files of weights in formats that are not read: what they are, and how they become safetensors.</summary>
/// <param name="What">What the file is, with its article.</param>
/// <param name="Help">What to do, as a sentence.</param>
public sealed record ForeignWeights(string What, string Help)
{
    private const string FromTorch =
        "Convert it where PyTorch is: from safetensors.torch import save_file; save_file(model.state_dict(), 'weights.safetensors').";

    private static readonly ForeignWeights Torch = new("a PyTorch file (torch.save)", FromTorch);
    private static readonly ForeignWeights Keras = new("a Keras or HDF5 file", "Write its arrays as safetensors, with the names of PyTorch's state_dict (conv1.weight).");
    private static readonly ForeignWeights Numpy = new("a NumPy file", "Write it with safetensors.numpy.save_file.");
    private static readonly ForeignWeights Onnx = new("an ONNX file", "Export the weights of the model that it was made from as safetensors.");

    /// <summary>What a file of that ending, with its dot, usually is; null if nothing known.</summary>
    public static ForeignWeights? OfEnding(string ending) => ending.ToLowerInvariant() switch
    {
        ".pt" or ".pth" or ".ckpt" or ".pkl" or ".bin" => Torch,
        ".h5" or ".hdf5" or ".keras" => Keras,
        ".npz" or ".npy" => Numpy,
        ".onnx" => Onnx,
        _ => null,
    };

    /// <summary>What a file is that begins with these bytes; null if it may be safetensors.</summary>
    internal static ForeignWeights? OfContent(ReadOnlySpan<byte> file) =>
        file.Length > 8 && file[8] == '{' ? null // where the header of safetensors begins, whose length may look like anything
        : file.StartsWith("PK\x03\x04"u8) ? (IsArchiveOfArrays(file) ? Numpy : new("a zip, as PyTorch's torch.save writes it", FromTorch))
        : file.Length > 1 && file[0] == 0x80 && file[1] is >= 2 and <= 5 ? new("a Python pickle, as older PyTorch writes it", FromTorch)
        : file.StartsWith((ReadOnlySpan<byte>)[0x89, (byte)'H', (byte)'D', (byte)'F']) ? Keras
        : file.StartsWith((ReadOnlySpan<byte>)[0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y']) ? Numpy
        : file.StartsWith("version https://git-lfs"u8) ? new("a pointer of Git LFS, not the weights", "Fetch the file with git lfs pull.")
        : null;

    /// <summary>Whether the first entry of a zip is an array of NumPy's.</summary>
    private static bool IsArchiveOfArrays(ReadOnlySpan<byte> file) => file[..Math.Min(file.Length, 256)].IndexOf(".npy"u8) > 0;
}
