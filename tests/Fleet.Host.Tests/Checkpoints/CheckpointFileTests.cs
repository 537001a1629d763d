using CsCheck;
using Fleet.Actors.Kernel;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Checkpoints;
using Fleet.Host.Results;
using Fleet.Host.Tests.Results;

namespace Fleet.Host.Tests.Checkpoints;

public sealed class CheckpointFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Content_comes_back_as_it_was_written() =>
        Gen.Select(Gen.Long.Array[0, 20_000], Gen.String, Gen.Byte.Array[0, 300]).Sample(
            (numbers, text, bytes) =>
            {
                CheckpointFile.Write(File, writer =>
                {
                    writer.Section("a");
                    writer.WriteBlock<long>(numbers);
                    writer.Write(text);
                    writer.Section("b");
                    writer.WriteBlock<byte>(bytes);
                });
                using Stream stream = CheckpointFile.Open(File);
                var reader = new CheckpointReader(stream);
                reader.Section("a");
                Assert.Equal(numbers, reader.ReadBlock<long>());
                Assert.Equal(System.Text.Encoding.UTF8.GetBytes(text), System.Text.Encoding.UTF8.GetBytes(reader.ReadText()));
                reader.Section("b");
                Assert.Equal(bytes, reader.ReadBlock<byte>());
            },
            iter: 50,
            threads: 1);

    [Fact]
    public void A_flipped_bit_anywhere_is_recognised()
    {
        byte[] whole = Sample();
        Gen.Select(Gen.Int[0, whole.Length - 1], Gen.Int[0, 7]).Sample(
            (place, bit) =>
            {
                byte[] damaged = [.. whole];
                damaged[place] ^= (byte)(1 << bit);
                System.IO.File.WriteAllBytes(File, damaged);
                Assert.Throws<DamagedCheckpointException>(() => CheckpointFile.Open(File));
            },
            iter: 300,
            threads: 1);
    }

    [Fact]
    public void A_file_that_ends_anywhere_before_its_end_is_recognised()
    {
        byte[] whole = Sample();
        for (int length = 0; length < whole.Length; length++)
        {
            System.IO.File.WriteAllBytes(File, whole.AsSpan(0, length).ToArray());
            Assert.Throws<DamagedCheckpointException>(() => CheckpointFile.Open(File));
        }
    }

    [Fact]
    public void Another_section_or_size_of_struct_is_recognised()
    {
        CheckpointFile.Write(File, writer =>
        {
            writer.Section("a");
            writer.WriteBlock<long>([1, 2, 3]);
        });
        using Stream stream = CheckpointFile.Open(File);
        var reader = new CheckpointReader(stream);
        Assert.Contains("'a'", Assert.Throws<CheckpointFormatException>(() => reader.Section("b")).Message, StringComparison.Ordinal);
        Assert.Contains("8 bytes", Assert.Throws<CheckpointFormatException>(() => reader.ReadBlock<int>()).Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Of_damaged_requests_only_the_checkpoints_before_the_damage_are_used(bool beforeFirst)
    {
        IReadOnlyList<RequestRecord> requests = new SampleRun(requests: 2000).Records;
        string run = _folder.PathOf("run");
        CheckpointFolder folder = CheckpointFolder.Create(run, Description());
        using (RequestLog log = RequestLog.Create(folder.Rows))
        {
            for (int second = 1; second <= 2; second++)
            {
                foreach (RequestRecord request in requests.Skip(1000 * (second - 1)).Take(1000))
                {
                    log.Add(request);
                }

                var header = new CheckpointHeader(SimTime.FromSeconds(second), 1, log.Rows, log.FlushToDisk(), TimeSpan.Zero, TimeSpan.Zero);
                CheckpointFile.Write(folder.PathOf(header.At), header.Save);
            }
        }

        byte[] bytes = System.IO.File.ReadAllBytes(folder.Rows);
        bytes[bytes.Length / 4 * (beforeFirst ? 1 : 3)] ^= 1;
        System.IO.File.WriteAllBytes(folder.Rows, bytes);
        var told = new List<string>();
        if (beforeFirst)
        {
            Assert.Throws<NoSoundCheckpointException>(() => ResumePoint.Find(folder, hasRows: true, told.Add));
            Assert.Equal(2, told.Count);
            return;
        }

        using ResumePoint point = ResumePoint.Find(folder, hasRows: true, told.Add)!;
        Assert.Equal(SimTime.FromSeconds(1), point.Header.At);
        Assert.Contains("at 2 s cannot be used", Assert.Single(told), StringComparison.Ordinal);
        Assert.Equal([folder.PathOf(SimTime.FromSeconds(1))], folder.Files);
        using RequestLog resumed = point.Log!;
        Assert.Equal(bytes.Length / 2, new FileInfo(folder.Rows).Length);
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

    private string File => _folder.PathOf("one.checkpoint");

    private byte[] Sample()
    {
        CheckpointFile.Write(File, writer =>
        {
            writer.Section("numbers");
            writer.WriteBlock<long>([.. Enumerable.Range(0, 100).Select(i => (long)i)]);
            writer.Write("text");
        });
        return System.IO.File.ReadAllBytes(File);
    }
}
