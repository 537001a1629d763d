using System.Formats.Tar;
using System.IO.Compression;
using System.Security.Cryptography;
using Fleet.Models.Data;
using Fleet.Models.Data.Sources;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

/// <summary>The binary form of CIFAR-10, on a set of 50 train and 10 test pictures.</summary>
public sealed class CifarTests : IDisposable
{
    private const int Record = 3073;
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_batches_are_read_in_their_order()
    {
        WriteBatches();
        Dataset train = Source(Info()).Load("train", default);

        Assert.Equal(50, train.Count);
        Assert.Equal(Batch(2)[1..Record], train.Image(20).ToArray());
        Assert.Equal([0, 1, 2], train.Labels.ToArray()[..3]);
        Assert.Equal("airplane", train.ClassNames[0]);
    }

    [Fact]
    public void The_published_archive_holds_what_the_batches_hold()
    {
        WriteBatches();
        CifarSource files = Source(Info());
        DatasetInfo packed = WithArchive();
        foreach (string file in Directory.GetFiles(_folder.FullPath, "*.bin"))
        {
            File.Delete(file);
        }

        CifarSource archive = Source(packed);
        Assert.EndsWith(".tar.gz", archive.Place, StringComparison.Ordinal);
        WriteBatches();
        Assert.Equal(files.Load("train", default).ContentHash, archive.Load("train", default).ContentHash);
        Assert.Equal(files.Load("test", default).ContentHash, archive.Load("test", default).ContentHash);
    }

    [Fact]
    public void An_archive_that_is_not_the_published_one_is_refused()
    {
        WriteBatches();
        DatasetInfo info = WithArchive();
        string path = _folder.PathOf(info.Files[0].Name);
        byte[] whole = File.ReadAllBytes(path);
        File.WriteAllBytes(path, whole[..^5]);
        Assert.Contains($"found {whole.Length - 5} bytes, expected {whole.Length} bytes", Refusal(path), StringComparison.Ordinal);
        whole[^3] ^= 1;
        File.WriteAllBytes(path, whole);
        Assert.Contains("of the file as published", Refusal(path), StringComparison.Ordinal);

        string Refusal(string archive) => Assert.Throws<DataDamagedException>(() => new CifarSource(info, archive).Load("train", default)).Message;
    }

    [Fact]
    public void Batches_that_are_torn_too_long_or_something_else_are_refused_with_what_was_found()
    {
        WriteBatches();
        CifarSource source = Source(Info());
        byte[] whole = Batch(3);
        Refused(whole[..^1], "found 30729 bytes, expected 30730 bytes");
        Refused([.. whole, 0], "found more than 30730 bytes");
        Refused([10, .. whole[1..]], "found the class 10 at picture 0");
        Refused([1, .. whole[1..]], "found 4 train pictures of class airplane, expected 5 of each class");

        void Refused(byte[] content, string reason)
        {
            File.WriteAllBytes(_folder.PathOf("data_batch_4.bin"), content);
            Assert.Contains(reason, Assert.Throws<DataDamagedException>(() => source.Load("train", default)).Message, StringComparison.Ordinal);
            Assert.Contains(source.Verify(default), check => check.Problem is not null);
        }
    }

    [Fact]
    public async Task An_archive_is_fetched_under_its_own_name_and_a_killed_download_leaves_no_archive()
    {
        WriteBatches();
        DatasetInfo info = WithArchive();
        byte[] content = File.ReadAllBytes(_folder.PathOf(info.Files[0].Name));
        string target = _folder.PathOf("cache");
        using var http = new HttpClient { Timeout = Timeout.InfiniteTimeSpan };
        var fetcher = new DataFetcher(http, TimeProvider.System, new FetchPolicy(1, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20)));
        bool cut = true;
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, content) with { CutAfter = cut ? 1000 : int.MaxValue });

        await Assert.ThrowsAsync<DataFetchException>(() => fetcher.FetchAsync(info, [mirror.Address], target, null, default));
        Assert.False(File.Exists(Path.Combine(target, info.Files[0].Name)));
        cut = false;
        FetchResult result = await fetcher.FetchAsync(info, [mirror.Address], target, null, default);
        Assert.Equal(["cifar-10-binary.tar.gz"], result.Fetched);
        Assert.Equal("/cifar-10-binary.tar.gz", mirror.Requests[^1].Path);
        Assert.Equal(content, File.ReadAllBytes(Path.Combine(target, info.Files[0].Name)));
        Assert.Single(Directory.GetFiles(target));
    }

    [Fact]
    public void A_file_of_which_only_the_packed_checksum_is_known_is_checked_by_it()
    {
        byte[] content = SmallIdx.Content(1000);
        byte[] packed = SmallIdx.Gzip(content);
        var file = new DatasetFile("labels", "test", [1000], null) { PackedSha256 = Convert.ToHexStringLower(SHA256.HashData(packed)) };
        string path = _folder.PathOf("labels.gz");
        File.WriteAllBytes(path, packed);
        Assert.Equal(content[8..], SmallIdx.Read(path, file).ToArray());
        packed[^1] ^= 1;
        File.WriteAllBytes(path, packed);
        Assert.Contains("of the file as published", Assert.Throws<DataDamagedException>(() => SmallIdx.Read(path, file)).Message, StringComparison.Ordinal);
        File.WriteAllBytes(_folder.PathOf("labels"), content);
        Assert.Equal(content[8..], SmallIdx.Read(_folder.PathOf("labels"), file).ToArray());
    }

    private static DatasetInfo Info()
    {
        DatasetCatalog.TryFind("cifar10", out DatasetInfo? info);
        return info! with { TrainCount = 50, TestCount = 10 };
    }

    private static byte[] Batch(int number)
    {
        byte[] content = new byte[10 * Record];
        for (int i = 0; i < content.Length; i++)
        {
            content[i] = (byte)(i % Record == 0 ? i / Record : (i * 7) + number);
        }

        return content;
    }

    private void WriteBatches()
    {
        for (int i = 0; i < 5; i++)
        {
            File.WriteAllBytes(_folder.PathOf($"data_batch_{i + 1}.bin"), Batch(i));
        }

        File.WriteAllBytes(_folder.PathOf("test_batch.bin"), Batch(9));
    }

    private CifarSource Source(DatasetInfo info) => CifarSource.Find(info, _folder.FullPath) ?? throw new InvalidOperationException("No batches.");

    /// <summary>Packs the batches as they are published, and a description with the archive's checksum.</summary>
    private DatasetInfo WithArchive()
    {
        string path = _folder.PathOf("cifar-10-binary.tar.gz");
        using (var packed = new GZipStream(File.Create(path), CompressionLevel.Fastest))
        using (var archive = new TarWriter(packed))
        {
            foreach (string file in Directory.GetFiles(_folder.FullPath, "*.bin").Order(StringComparer.Ordinal))
            {
                archive.WriteEntry(file, $"cifar-10-batches-bin/{Path.GetFileName(file)}");
            }
        }

        byte[] content = File.ReadAllBytes(path);
        DatasetInfo info = Info();
        return info with
        {
            Files = [info.Files[0] with { PackedSha256 = Convert.ToHexStringLower(SHA256.HashData(content)), PackedBytes = content.Length }],
        };
    }
}
