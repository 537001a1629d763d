using Fleet.Models.Data;
using Fleet.Models.Networks;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Fuzz;

/// <summary>IDX and safetensors files that were changed at random.</summary>
public sealed class DataFileFuzzTests
{
    private static readonly byte[] Pictures = SmallIdx.Content(5, 3, 2);
    private static readonly byte[] Labels = SmallIdx.Content(9);

    [Fact]
    public void A_changed_IDX_file_is_read_or_refused()
    {
        (byte[] Content, DatasetFile File)[] files =
        [
            (Pictures, SmallIdx.Describe("pictures", Pictures, 5, 3, 2) with { Sha256 = null }),
            (Pictures, SmallIdx.Describe("pictures", Pictures, 5, 3, 2)),
            (Labels, SmallIdx.Describe("labels", Labels, 9) with { Sha256 = null, Classes = 9 }),
        ];
        Fuzzing.Run(LongRun.Cases(10_000, 1_000_000), random =>
        {
            (byte[] content, DatasetFile expected) = files[random.Next(files.Length)];
            using var stream = new MemoryStream(Fuzzing.Mutate(random.Next(2) == 0 ? content : SmallIdx.Gzip(content), random));
            try
            {
                ReadOnlyMemory<byte> read = IdxFile.Read(stream, "file", expected, CancellationToken.None);
                Assert.Equal(expected.Bytes - expected.HeaderBytes, read.Length);
                return "";
            }
            catch (DataDamagedException refused)
            {
                return refused.Message;
            }
        });
    }

    [Fact]
    public void A_changed_safetensors_file_is_read_or_refused()
    {
        using var written = new MemoryStream();
        SafetensorsFile.Write(
            written, [new("a.weight", [2, 3], [1, 2, 3, 4, 5, 6]), new("none", [0], []), new("a.bias", [2], [1, 2])], [new("key", "value")]);
        byte[] file = written.ToArray();
        Fuzzing.Run(LongRun.Cases(10_000, 1_000_000), random =>
        {
            try
            {
                SafetensorsFile.Read(Fuzzing.Mutate(file, random));
                return "";
            }
            catch (InvalidDataException refused)
            {
                return refused.Message;
            }
        });
    }
}
