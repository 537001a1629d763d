using Fleet.Host.Results;

namespace Fleet.Host.Tests.Results;

public sealed class RunFolderTests
{
    [Fact]
    public void Runs_are_numbered_from_001_behind_the_highest_number()
    {
        using TemporaryFolder root = new();
        Assert.EndsWith("smart-cameras/001", RunFolder.Next(root.FullPath, "smart cameras").FullPath, StringComparison.Ordinal);
        Assert.EndsWith("smart-cameras/002", RunFolder.Next(root.FullPath, "smart cameras").FullPath, StringComparison.Ordinal);
        Directory.CreateDirectory(root.PathOf("smart-cameras", "041"));
        Assert.EndsWith("smart-cameras/042", RunFolder.Next(root.FullPath, "smart cameras").FullPath, StringComparison.Ordinal);
    }

    [Fact]
    public void Runs_that_start_at_once_get_different_folders()
    {
        using TemporaryFolder root = new();
        string[] folders = new string[16];
        Thread[] starters =
        [
            .. Enumerable.Range(0, folders.Length).Select(i => new Thread(() => folders[i] = RunFolder.Next(root.FullPath, "x").FullPath)),
        ];
        foreach (Thread starter in starters) starter.Start();
        foreach (Thread starter in starters) starter.Join();
        Assert.Equal(folders.Length, folders.Distinct(StringComparer.Ordinal).Count());
        Assert.Equal(folders.Length, Directory.EnumerateFileSystemEntries(root.PathOf("x")).Count());
    }

    [Fact]
    public void A_folder_with_something_in_it_is_refused()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("notes.txt"), "mine");
        RunFolderException refusal = Assert.Throws<RunFolderException>(() => RunFolder.At(folder.FullPath, force: false));
        Assert.Contains("--force", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_is_refused_even_with_force()
    {
        using TemporaryFolder folder = new();
        File.WriteAllText(folder.PathOf("file"), "mine");
        Assert.Throws<RunFolderException>(() => RunFolder.At(folder.PathOf("file"), force: true));
    }

    [Fact]
    public void Force_replaces_the_files_of_a_run_and_keeps_foreign_ones()
    {
        using TemporaryFolder folder = new();
        FixedClock clock = new(DateTimeOffset.UnixEpoch);
        new SampleRun(requests: 20).Write(RunFolder.At(folder.FullPath, force: false), clock);
        File.WriteAllText(folder.PathOf("notes.txt"), "mine");
        File.WriteAllText(folder.PathOf("reconstructions", "favourite.png"), "mine");

        new SampleRun(requests: 30, mode: RequestsMode.None).Write(RunFolder.At(folder.FullPath, force: true), clock, messages: 0);

        Assert.False(File.Exists(folder.PathOf("requests.parquet")));
        Assert.Equal("favourite.png", Path.GetFileName(Assert.Single(Directory.EnumerateFiles(folder.PathOf("reconstructions")))));
        Assert.Equal("mine", File.ReadAllText(folder.PathOf("notes.txt")));
        Assert.Equal(30, ResultsJson.ReadSummary(folder.PathOf("summary.json")).RequestsFile.Of);
    }

    [Fact]
    public void Force_never_deletes_outside_the_folder_whatever_a_manifest_says()
    {
        using TemporaryFolder folder = new();
        string run = folder.PathOf("run");
        new SampleRun(requests: 5).Write(RunFolder.At(run, force: false), new FixedClock(DateTimeOffset.UnixEpoch), messages: 0);
        File.WriteAllText(folder.PathOf("precious.txt"), "mine");
        string manifest = Path.Combine(run, "manifest.json");
        File.WriteAllText(manifest, File.ReadAllText(manifest).Replace("report.html", "reconstructions/../../precious.txt", StringComparison.Ordinal));
        RunFolder.At(run, force: true);
        Assert.True(File.Exists(folder.PathOf("precious.txt")));
    }

    [Theory]
    [InlineData("smart cameras", "smart-cameras")]
    [InlineData("rmle-ReLU2-dropout:0.3@activation+gaussian:0.8@input", "rmle-ReLU2-dropout-0.3-activation+gaussian-0.8-input")]
    [InlineData("../../etc", "etc")]
    [InlineData("..", "unnamed")]
    [InlineData("", "unnamed")]
    public void Names_become_safe_file_names(string name, string safe) => Assert.Equal(safe, FileNames.Safe(name));
}
