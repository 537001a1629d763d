using Fleet.Models.Data;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

public sealed class MnistTests
{
    [MnistFact]
    public void Both_parts_load_with_their_counts_and_first_labels()
    {
        LabelledData data = new DatasetLoader(MnistFiles.Locations).Load("mnist");
        Assert.Equal((60_000, 10_000), (data.Train.Count, data.Test.Count));
        Assert.Equal(new TensorShape(1, 28, 28), data.Train.Shape);
        Assert.Equal([5, 0, 4, 1, 9], data.Train.Labels[..5].ToArray());
        Assert.Equal([7, 2, 1, 0, 4], data.Test.Labels[..5].ToArray());
    }

    [MnistFact]
    public void A_damaged_file_is_not_loaded()
    {
        using TemporaryFolder folder = new();
        CopyTo(folder);
        string labels = folder.PathOf("t10k-labels-idx1-ubyte");
        byte[] content = File.ReadAllBytes(labels);
        content[5000] ^= 1;
        File.WriteAllBytes(labels, content);
        var error = Assert.Throws<DataDamagedException>(() => new DatasetLoader(DataLocations.Only(folder.FullPath)).Load("mnist"));
        Assert.Equal(labels, error.File);
    }

    [MnistFact]
    public void Verification_passes() => Assert.All(
        DatasetVerifier.Verify(Info, MnistFiles.Locations), check => Assert.Null(check.Problem));

    [Fact]
    public void Verification_tells_files_that_are_not_there() => Assert.All(
        DatasetVerifier.Verify(Info, DataLocations.Only("/no/such/folder")), check => Assert.Equal("not found", check.Problem));

    [Fact]
    public void The_catalogue_gives_sizes_of_the_decompressed_files() =>
        Assert.Equal([47_040_016, 60_008, 7_840_016, 10_008], Info.Files.Select(file => file.Bytes));

    private static DatasetInfo Info => DatasetCatalog.TryFind("mnist", out DatasetInfo? info) ? info : throw new InvalidOperationException();

    /// <summary>Copies the files, decompressed.</summary>
    private static void CopyTo(TemporaryFolder folder)
    {
        string source = new DatasetLoader(MnistFiles.Locations).Locate(Info)!.Path;
        foreach (DatasetFile file in Info.Files)
        {
            using FileStream packed = File.OpenRead(DatasetFiles.FindIn(source, file)!);
            using Stream content = packed.Name.EndsWith(".gz", StringComparison.Ordinal)
                ? new System.IO.Compression.GZipStream(packed, System.IO.Compression.CompressionMode.Decompress)
                : packed;
            using FileStream copy = File.Create(folder.PathOf(file.Name));
            content.CopyTo(copy);
        }
    }
}
