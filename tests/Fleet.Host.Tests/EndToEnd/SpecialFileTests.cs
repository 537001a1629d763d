using Fleet.Actors.Kernel;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Tests.Results;
using Fleet.Host.Tests.Support;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>
/// A named pipe in the place of a file ends no command in a wait. Files that users name, and data sets: RegularFileTests of
/// Fleet.Models.Tests.
/// </summary>
public sealed class SpecialFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("pictures.zip is damaged: found a device or a pipe, expected a zip", "train", "--data", "{0}/pictures.zip")]
    [InlineData("net.yaml: This is a device or a pipe; expected a network's layers.", "train", "--network", "{0}/net.yaml")]
    [InlineData("own.safetensors: This is a device or a pipe; expected a safetensors file.", "attack", "--weights", "{0}/own.safetensors", "--images", "1", "--quiet", "--out", "{0}/out")]
    [InlineData("mine.yaml: This is a device or a pipe; expected a scenario file", "run", "{0}/mine.yaml")]
    [InlineData("weights is a device or a pipe, not a file.", "train", "--out", "{0}/weights")]
    public async Task A_pipe_that_a_user_names_is_refused(string message, params string[] arguments)
    {
        string[] command = [.. arguments.Select(argument => argument.Replace("{0}", _folder.FullPath, StringComparison.Ordinal))];
        SpecialFiles.Pipe(_folder.PathOf(message.Split(' ', ':')[0]));
        AssertRefused(message, await SpecialFiles.Ends(() => InProcess.Run(command)));
    }

    [Fact]
    public async Task The_pipes_in_the_folder_of_a_run_are_refused()
    {
        string run = _folder.PathOf("run");
        string description = SpecialFiles.Pipe(Path.Combine(run, CheckpointFolder.Name, "run.json"));
        AssertRefused($"{description} is a device or a pipe; expected a regular file.", await SpecialFiles.Ends(() => InProcess.Run("run", "--resume", run)));

        string scenario = _folder.Write("requests.yaml", SmallScenarios.Requests(5));
        string other = _folder.PathOf("other");
        SpecialFiles.Pipe(Path.Combine(other, FolderLock.FileName));
        AssertRefused("is a device or a pipe", await SpecialFiles.Ends(() => InProcess.Run("run", scenario, "--out", other, "--quiet")));
    }

    [Fact]
    public async Task A_checkpoint_that_is_a_pipe_is_passed_over()
    {
        CheckpointFolder folder = CheckpointFolder.Create(_folder.PathOf("run"), Description());
        var header = new CheckpointHeader(SimTime.FromSeconds(1), 1, 0, default, TimeSpan.Zero, TimeSpan.Zero);
        CheckpointFile.Write(folder.PathOf(header.At), header.Save);
        SpecialFiles.Pipe(folder.PathOf(SimTime.FromSeconds(2)));
        var told = new List<string>();
        using (ResumePoint point = (await SpecialFiles.Ends(() => ResumePoint.Find(folder, hasRows: false, told.Add)))!)
        {
            Assert.Equal(header.At, point.Header.At);
        }

        Assert.Equal(["The checkpoint at 2 s cannot be used: it is a device or a pipe."], told);
        SpecialFiles.Pipe(folder.Rows);
        await Assert.ThrowsAsync<NoSoundCheckpointException>(() => SpecialFiles.Ends(() => ResumePoint.Find(folder, hasRows: true, told.Add)));
        Assert.Equal("The checkpoint at 1 s cannot be used: requests.rows is a device or a pipe.", told[^1]);
    }

    [Fact]
    public async Task Pipes_in_the_folder_of_a_sweep_are_named_and_their_cells_run_again()
    {
        string scenario = _folder.Write("sw.yaml", SmallScenarios.Requests(5));
        string[] sweep = ["sweep", scenario, "--grid", "seed=1,2", "--out", _folder.PathOf("out"), "--quiet"];
        Assert.Equal(0, InProcess.Run(sweep).ExitCode);
        SpecialFiles.Pipe(_folder.PathOf("out", "cells", "0000", "000", "summary.json"));
        SpecialFiles.Pipe(_folder.PathOf("out", "cells", "0001", "000", Manifest.FileName));
        FleetSimProcess.Outcome again = await SpecialFiles.Ends(() => InProcess.Run(sweep));
        Assert.Equal(0, again.ExitCode);
        Assert.Contains("summary.json is a device or a pipe", again.Error, StringComparison.Ordinal);
        Assert.Contains("manifest.json is a device or a pipe", again.Error, StringComparison.Ordinal);

        SpecialFiles.Pipe(_folder.PathOf("out", "sweep.json"));
        AssertRefused("holds something else than this sweep", await SpecialFiles.Ends(() => InProcess.Run(sweep)));
    }

    private static void AssertRefused(string message, FleetSimProcess.Outcome outcome)
    {
        Assert.Equal(2, outcome.ExitCode);
        Assert.Contains(message, outcome.Error, StringComparison.Ordinal);
    }

    private static RunDescription Description() => new()
    {
        Format = RunDescription.CurrentFormat,
        Build = Provenance.Build,
        Scenario = new SampleRun().Info.Resolved,
        ScenarioHash = "",
        CheckpointEveryNs = 1,
        CommandLine = [],
        StartedAt = DateTimeOffset.UnixEpoch,
    };
}
