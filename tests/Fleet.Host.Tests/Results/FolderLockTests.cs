using Fleet.Host.Results;
using Fleet.Host.Runs;

namespace Fleet.Host.Tests.Results;

public sealed class FolderLockTests
{
    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_folder_of_a_live_run_is_refused_whole_and_the_refusal_names_who_has_it(bool force)
    {
        using TemporaryFolder folder = new();
        string run = folder.PathOf("run");
        SampleRun sample = new(requests: 100);
        using RunWriter writer = RunWriter.Open(RunFolder.At(run, force: false), sample.Info, new FixedClock(DateTimeOffset.UnixEpoch));
        foreach (var record in sample.Records) writer.Requests.Record(record);
        RunFolderException refusal = Assert.Throws<RunFolderException>(() => RunFolder.At(run, force));
        Assert.Contains($"is in use by process {Environment.ProcessId} on {Environment.MachineName}, started at ", refusal.Message, StringComparison.Ordinal);
        Assert.Contains("(fleetsim ", refusal.Message, StringComparison.Ordinal);

        // The live run comes to its end as if nobody had asked.
        writer.Complete(sample.Outcome());
        Assert.Equal(RunStatus.Finished, ResultsJson.TryReadManifest(run)!.Status);
        Assert.False(File.Exists(Path.Combine(run, FolderLock.FileName)));
        RunFolder.At(run, force: true).Dispose();
    }

    [Fact]
    public void A_folder_with_nothing_but_a_lock_is_empty_and_that_of_a_dead_process_is_taken()
    {
        using TemporaryFolder folder = new();
        folder.Write(FolderLock.FileName, "process 1\nhost elsewhere\n");
        Assert.True(FolderLock.IsEmpty(folder.FullPath));
        using (RunFolder taken = RunFolder.At(folder.FullPath, force: false))
        {
            Assert.Throws<RunFolderException>(() => FolderLock.ThrowIfHeld(folder.FullPath));
        }

        FolderLock.ThrowIfHeld(folder.FullPath);
        Assert.Equal([RunFolder.Marker], Directory.GetFileSystemEntries(folder.FullPath).Select(Path.GetFileName));
    }

    [Fact]
    public void Of_many_that_take_and_release_a_folder_never_two_have_it()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("contested");
        int inside = 0;
        int most = 0;
        int taken = 0;
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() =>
        {
            while (Volatile.Read(ref taken) < 200)
            {
                try
                {
                    using FolderLock own = FolderLock.Acquire(path);
                    most = Math.Max(most, Interlocked.Increment(ref inside));
                    Interlocked.Increment(ref taken);
                    Thread.Yield();
                    Interlocked.Decrement(ref inside);
                }
                catch (RunFolderException)
                {
                    Thread.Yield(); // another has it
                }
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal(1, most);
        Assert.True(FolderLock.IsEmpty(path));
    }

    [Fact]
    public void What_was_made_for_a_run_that_wrote_nothing_is_removed_and_nothing_else()
    {
        using TemporaryFolder folder = new();
        RunFolder.Next(folder.PathOf("runs"), "x").Abandon();
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
        Directory.CreateDirectory(folder.PathOf("mine"));
        RunFolder.At(folder.PathOf("mine", "run"), force: false).Abandon();
        RunFolder.At(folder.PathOf("mine"), force: false).Abandon();
        Assert.Empty(Directory.GetFileSystemEntries(folder.PathOf("mine")));
    }

    [Fact]
    public void Two_experiments_do_not_work_in_one_folder()
    {
        using TemporaryFolder folder = new();
        string path = folder.PathOf("out");
        using (ExperimentFolder first = ExperimentFolder.Open(path, "x", "sweep", ("plan", "a"), force: false))
        {
            foreach (bool force in (bool[])[false, true])
            {
                Assert.Contains("is in use by process", Assert.Throws<RunFolderException>(() =>
                    ExperimentFolder.Open(path, "x", "sweep", ("plan", "a"), force)).Message, StringComparison.Ordinal);
            }

            File.WriteAllText(first.PathOf("cell"), "1");
        }

        Assert.Throws<RunFolderException>(() => ExperimentFolder.Open(path, "x", "sweep", ("plan", "b"), force: false));
        using ExperimentFolder again = ExperimentFolder.Open(path, "x", "sweep", ("plan", "a"), force: false);
        Assert.Equal("1", File.ReadAllText(again.PathOf("cell")));
    }

    [Fact]
    public void An_experiment_that_has_given_nothing_leaves_nothing()
    {
        using TemporaryFolder folder = new();
        ExperimentFolder.Open(folder.PathOf("a", "b"), "x", "sweep", ("plan", "a"), force: false).Dispose();
        Assert.Empty(Directory.GetFileSystemEntries(folder.FullPath));
    }
}
