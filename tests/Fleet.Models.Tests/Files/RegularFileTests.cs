using System.Net.Sockets;
using Fleet.Models.Caching;
using Fleet.Models.Data;
using Fleet.Models.Data.Sources;
using Fleet.Models.Files;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Files;

/// <summary>A pipe, a socket or a device in the place of a file is named before it is opened.</summary>
public sealed class RegularFileTests : IDisposable
{
    private static readonly byte[] Content = SmallIdx.Content(2, 2);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public async Task Kinds_of_file_are_told_apart_and_links_followed()
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("pipe"));
        string link = _folder.PathOf("link");
        File.CreateSymbolicLink(link, pipe);
        string socket = _folder.PathOf("socket");
        using var listener = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        listener.Bind(new UnixDomainSocketEndPoint(socket));
        foreach (string path in (string[])[pipe, link, socket, "/dev/zero"])
        {
            Assert.Equal(FileKind.Special, FileKinds.Of(path));
            SpecialFileException refusal = await Assert.ThrowsAsync<SpecialFileException>(() => SpecialFiles.Ends(() => RegularFile.OpenRead(path)));
            Assert.Equal($"{path} is a device or a pipe; expected a regular file.", refusal.Message);
        }

        string file = _folder.Write("file", "text");
        Assert.Equal("text", RegularFile.ReadAllText(file));
        Assert.Equal(FileKind.Regular, FileKinds.Of(file));
        Assert.Equal(FileKind.Folder, FileKinds.Of(_folder.FullPath));
        Assert.Throws<FileNotFoundException>(() => RegularFile.OpenRead(_folder.PathOf("missing")));
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_zip_is_refused()
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("pictures.zip"));
        await Refused(pipe, () => PictureStore.Open(pipe));
    }

    [Fact]
    public async Task Pipes_and_links_to_them_among_pictures_are_named()
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("train", "a", "0.png"));
        string link = _folder.PathOf("train", "a", "1.png");
        File.CreateSymbolicLink(link, pipe);
        Directory.CreateDirectory(_folder.PathOf("test", "a"));
        File.WriteAllBytes(_folder.PathOf("test", "a", "2.png"), SmallPng.Encode(2, new byte[12]));
        DatasetInfo info = DatasetInfo.OfPictures(_folder.FullPath, new TensorShape(3, 2, 2), 1);
        PicturesException refusal = await Assert.ThrowsAsync<PicturesException>(
            () => SpecialFiles.Ends(() => new DatasetLoader(new DataLocations(null, null, _folder.PathOf("none"))).Load(info)));
        Assert.Equal(
            [$"{pipe} is damaged: found a device or a pipe", $"{link} is damaged: found a device or a pipe"], refusal.Problems.Select(problem => problem.Sentence));
    }

    [Fact]
    public async Task A_pipe_in_place_of_an_IDX_file_is_refused()
    {
        DatasetFile file = SmallIdx.Describe("small-idx2-ubyte", Content, 2, 2);
        string pipe = SpecialFiles.Pipe(_folder.PathOf(file.Name));
        await Refused(pipe, () => SmallIdx.Read(pipe, file));
        DataCheck check = await SpecialFiles.Ends(() => DatasetFiles.Verify(_folder.FullPath, file, default));
        Assert.Equal("found a device or a pipe, expected a file of the set", check.Problem);
    }

    [Fact]
    public async Task A_pipe_in_place_of_a_batch_of_CIFAR_is_refused()
    {
        foreach (string name in (string[])["data_batch_1", "data_batch_2", "data_batch_3", "data_batch_4", "data_batch_5", "test_batch"])
        {
            SpecialFiles.Pipe(_folder.PathOf(name + ".bin"));
        }

        Assert.True(DatasetCatalog.TryFind("cifar10", out DatasetInfo? info));
        CifarSource source = Assert.IsType<CifarSource>(CifarSource.Find(info, _folder.FullPath));
        await Refused(_folder.PathOf("data_batch_1.bin"), () => source.Load("train", default));
    }

    [Fact]
    public async Task A_pipe_in_place_of_weights_is_refused()
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("own.safetensors"));
        Assert.True(NetworkCatalog.TryFind("lenet5", out NetworkSpec? network));
        WeightsException refusal = await Assert.ThrowsAsync<WeightsException>(() => SpecialFiles.Ends(() => WeightsFile.Load(network, pipe)));
        Assert.Equal($"{pipe}: This is a device or a pipe; expected a safetensors file.", refusal.Message);
    }

    [Theory]
    [InlineData(".part")]
    [InlineData(".part.source")]
    public async Task A_pipe_in_place_of_a_download_is_refused(string ending)
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("file" + ending));
        DataFetchException refusal = await Assert.ThrowsAsync<DataFetchException>(() => SpecialFiles.Ends(() => new PartialFile(_folder.PathOf("file"))));
        Assert.Contains($"{pipe} is a device or a pipe", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_pipe_in_the_cache_counts_for_nothing()
    {
        string pipe = SpecialFiles.Pipe(_folder.PathOf("kept"));
        Assert.Null(await SpecialFiles.Ends(() => new CacheFolder(_folder.FullPath).TryRead(pipe)));
    }

    private static async Task Refused<T>(string path, Func<T> open)
    {
        DataDamagedException refusal = await Assert.ThrowsAsync<DataDamagedException>(() => SpecialFiles.Ends(open));
        Assert.StartsWith($"{path} is damaged: found a device or a pipe, expected ", refusal.Message, StringComparison.Ordinal);
    }
}
