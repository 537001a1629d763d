using Fleet.Models.Data;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

public sealed class DataPlacesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Option_then_environment_then_cache_are_searched()
    {
        foreach (string place in (string[])["cache", "environment", "option"])
        {
            Place(place, "mnist");
            Assert.True(new DatasetLoader(Locations).TryLocate("mnist", out string? folder));
            Assert.Equal(_folder.PathOf(place, "mnist"), folder);
        }
    }

    [Fact]
    public void The_files_may_lie_in_the_folder_itself()
    {
        Place("option");
        Assert.True(new DatasetLoader(Locations).TryLocate("mnist", out string? folder));
        Assert.Equal(_folder.PathOf("option"), folder);
    }

    [Theory]
    [InlineData("train-images-idx3-ubyte")]
    [InlineData("train-images-idx3-ubyte.gz")]
    [InlineData("train-images.idx3-ubyte")]
    [InlineData("train-images.idx3-ubyte.gz")]
    public void A_file_is_found_by_each_name_it_goes_by(string name)
    {
        Place("option", "mnist");
        File.Move(_folder.PathOf("option", "mnist", "train-images-idx3-ubyte"), _folder.PathOf("option", "mnist", name));
        Assert.True(new DatasetLoader(Locations).TryLocate("mnist", out _));
    }

    [Fact]
    public void A_folder_that_lacks_a_file_is_passed_over()
    {
        Place("option", "mnist");
        Place("cache", "mnist");
        File.Delete(_folder.PathOf("option", "mnist", "t10k-labels-idx1-ubyte"));
        Assert.True(new DatasetLoader(Locations).TryLocate("mnist", out string? folder));
        Assert.Equal(_folder.PathOf("cache", "mnist"), folder);
    }

    [Fact]
    public void Data_that_are_nowhere_are_told_with_every_place_and_the_way_to_get_them()
    {
        Place("option", "mnist");
        File.Delete(_folder.PathOf("option", "mnist", "t10k-labels-idx1-ubyte"));
        string message = Assert.Throws<DataNotFoundException>(() => new DatasetLoader(Locations).Load("mnist")).Message;
        Assert.Contains($"{_folder.PathOf("option", "mnist")} (lacks t10k-labels-idx1-ubyte)", message, StringComparison.Ordinal);
        Assert.Contains($"{_folder.PathOf("option")} (none of the files)", message, StringComparison.Ordinal);
        Assert.Contains($"{_folder.PathOf("environment", "mnist")} (no such folder)", message, StringComparison.Ordinal);
        Assert.Contains($"{_folder.PathOf("cache", "mnist")} (no such folder)", message, StringComparison.Ordinal);
        Assert.Contains("fleetsim data fetch mnist", message, StringComparison.Ordinal);
        Assert.Contains("FLEETSIM_DATA", message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_unknown_set_is_told_with_the_known_ones()
    {
        string message = Assert.Throws<DataNotFoundException>(() => new DatasetLoader(Locations).Load("minst")).Message;
        Assert.Equal("There is no data set 'minst'; the sets are synthetic-digits, synthetic-colors, mnist, fashion-mnist, cifar10.", message);
        Assert.False(new DatasetLoader(Locations).TryLocate("minst", out _));
    }

    [Theory]
    [InlineData("/x/cache", "/home/u", "/x/cache/fleetsim")]
    [InlineData(null, "/home/u", "/home/u/.cache/fleetsim")]
    [InlineData("", "/home/u", "/home/u/.cache/fleetsim")]
    [InlineData("relative", "/home/u", "/home/u/.cache/fleetsim")]
    public void The_cache_folder_follows_the_base_directory_specification(string? cache, string home, string expected)
    {
        CacheFolders folders = CacheFolders.Find(name => name switch { "XDG_CACHE_HOME" => cache, "HOME" => home, _ => null });
        Assert.Equal(expected, folders.Root);
        Assert.Equal(expected + "/data", folders.Data);
        Assert.Equal(expected + "/weights", folders.Weights);
        Assert.Equal(expected + "/decoded", folders.Decoded);
    }

    [Fact]
    public void A_set_whose_files_have_the_names_of_another_is_looked_for_only_under_its_own_name()
    {
        Place("option");
        Assert.False(new DatasetLoader(Locations).TryLocate("fashion-mnist", out _));
        Place("option", "fashion-mnist");
        Assert.True(new DatasetLoader(Locations).TryLocate("fashion-mnist", out string? folder));
        Assert.Equal(_folder.PathOf("option", "fashion-mnist"), folder);
    }

    private DataLocations Locations => new(_folder.PathOf("option"), _folder.PathOf("environment"), _folder.PathOf("cache"));

    private void Place(params string[] folder)
    {
        Directory.CreateDirectory(_folder.PathOf(folder));
        DatasetCatalog.TryFind("mnist", out DatasetInfo? info);
        foreach (DatasetFile file in info!.Files)
        {
            File.WriteAllText(_folder.PathOf([.. folder, file.Name]), "");
        }
    }
}
