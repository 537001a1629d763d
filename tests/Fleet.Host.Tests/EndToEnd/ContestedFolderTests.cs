using System.Diagnostics;
using Fleet.Host.Results;
using Fleet.Host.Tests.Support;
using Xunit.Abstractions;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>Two processes fight for one folder and one of them is killed: never do both write, and no finished work is lost.</summary>
[Collection(FolderCollection.Name)]
[Trait("Category", "Long")]
public sealed class ContestedFolderTests(SharedCache cache, ITestOutputHelper output)
{
    private const int Seed = 11;

    [Theory]
    [InlineData("run", true)]
    [InlineData("sweep", false)]
    public void One_of_two_that_fight_for_a_folder_is_killed(string command, bool force) => Fight(command, force, LongRun.Cases(2, 17));

    [LongTheory]
    [InlineData("run", false)]
    [InlineData("sweep", true)]
    [InlineData("attack", false)]
    [InlineData("attack", true)]
    public void One_of_two_that_fight_for_a_folder_is_killed_in_every_way(string command, bool force) => Fight(command, force, 17);

    private void Fight(string command, bool force, int kills)
    {
        var moments = new Random(Seed);
        int refused = 0;
        int unfinished = 0;
        for (int kill = 0; kill < kills; kill++)
        {
            using var folder = new TemporaryFolder();
            folder.Write("small.yaml", SmallScenarios.Requests(command == "run" ? 8_000 : 2_000));
            string[] arguments = [.. Arguments(command), .. force ? ["--force"] : Array.Empty<string>()];
            using FleetSimProcess first = FleetSimProcess.Start(folder.FullPath, cache.Path, arguments);
            using FleetSimProcess second = FleetSimProcess.Start(folder.FullPath, cache.Path, arguments);
            WaitForLock(folder, first, second);
            Watch(folder.PathOf("out"), first, second, TimeSpan.FromMilliseconds(moments.Next(command == "attack" ? 4_000 : 1_200))); // any moment will do
            (FleetSimProcess killed, FleetSimProcess left) = kill % 2 == 0 ? (first, second) : (second, first);
            bool early = killed.IsRunning;
            killed.Kill();
            FleetSimProcess.Outcome outcome = left.WaitForEnd();
            Assert.True(outcome.ExitCode is 0 or 2, outcome.Error);
            if (outcome.ExitCode == 2)
            {
                refused++;
                Assert.Matches("is in use by |has something in it", outcome.Error);
            }

            // What counts as finished is whole, and stays as it is when the work is gone on with.
            string work = folder.PathOf("out");
            Dictionary<string, byte[]> finished = Finished(command, work);
            unfinished += early && outcome.ExitCode == 2 ? 1 : 0;
            FleetSimProcess.Outcome end = FleetSimProcess.Run(folder.FullPath, cache.Path, [.. Arguments(command), .. command == "run" ? ["--force"] : Array.Empty<string>()]);
            Assert.True(end.ExitCode == 0, end.Error);
            Assert.DoesNotContain("again", end.Error, StringComparison.Ordinal);
            if (command != "run")
            {
                Assert.All(finished, file => Assert.Equal(file.Value, File.ReadAllBytes(file.Key)));
            }

            Assert.Equal(command == "run" ? 1 : 4, Finished(command, work).Count);
            Assert.Empty(Directory.GetFiles(work, "*" + AtomicFile.PartialSuffix, SearchOption.AllDirectories));
            Assert.Empty(Directory.GetFiles(work, FolderLock.FileName, SearchOption.AllDirectories));
        }

        output.WriteLine($"{command}{(force ? " --force" : "")}: {kills} kills, {refused} times the other had been refused, {unfinished} times work was left to be gone on with");
    }

    private static string[] Arguments(string command) => command switch
    {
        "run" => ["run", "small.yaml", "--out", "out", "--quiet"],
        "sweep" => ["sweep", "small.yaml", "--grid", "seed=1,2,3,4", "--out", "out", "--quiet"],
        _ => ["attack", "--splits", "conv1,ReLU1,ReLU2,pool2", "--attacks", "rmle{iterations: 100}", "--images", "1", "--out", "out", "--quiet"],
    };

    // The finished parts, each of which must be what was once written.
    private static Dictionary<string, byte[]> Finished(string command, string folder)
    {
        var finished = new Dictionary<string, byte[]>();
        if (!Directory.Exists(folder))
        {
            return finished;
        }

        foreach (string path in Directory.GetFiles(folder, command == "attack" ? "0*.json" : Manifest.FileName, SearchOption.AllDirectories))
        {
            finished.Add(path, File.ReadAllBytes(path));
            if (command != "attack")
            {
                string run = Path.GetDirectoryName(path)!;
                Manifest manifest = ResultsJson.ReadManifest(path);
                Assert.Null(FinishedRun.Find(run, manifest.ScenarioHash, manifest.Device).Stale);
            }
        }

        return finished;
    }

    // Which files a process has open can be seen from outside.
    private static void Watch(string folder, FleetSimProcess first, FleetSimProcess second, TimeSpan time)
    {
        var watch = Stopwatch.StartNew();
        while (watch.Elapsed < time && first.IsRunning && second.IsRunning)
        {
            string[][] files = [Written(first), Written(second)];
            Assert.False(files[0].Length > 0 && files[1].Length > 0, $"Both write: {string.Join(' ', files[0])} and {string.Join(' ', files[1])}");
            Thread.Sleep(1);
        }

        // Who asks for the lock opens its file too.
        string[] Written(FleetSimProcess process) =>
            [.. process.FilesOpenForWriting().Where(file => file.StartsWith(folder, StringComparison.Ordinal) && !Path.GetFileName(file).StartsWith(FolderLock.FileName, StringComparison.Ordinal))];
    }

    private static void WaitForLock(TemporaryFolder folder, FleetSimProcess first, FleetSimProcess second)
    {
        var watch = Stopwatch.StartNew();
        while (!File.Exists(folder.PathOf("out", FolderLock.FileName)) && (first.IsRunning || second.IsRunning))
        {
            Assert.True(watch.Elapsed < TimeSpan.FromMinutes(1), "Neither took the folder.");
            Thread.Sleep(2);
        }
    }
}
