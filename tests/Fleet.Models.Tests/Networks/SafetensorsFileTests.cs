using System.Buffers.Binary;
using System.Text;
using CsCheck;
using Fleet.Models.Networks;

namespace Fleet.Models.Tests.Networks;

public sealed class SafetensorsFileTests
{
    private static readonly WeightArray[] Arrays =
    [
        new("a.weight", [2, 3], [1.5f, -2, 0, float.Epsilon, float.MaxValue, -0.1f]),
        new("a.bias", [2], [3, 4]),
    ];

    [Fact]
    public void What_was_written_is_read()
    {
        (IReadOnlyList<WeightArray> arrays, IReadOnlyDictionary<string, string> metadata) = SafetensorsFile.Read(Written());

        Assert.Equal(Arrays.Select(a => a.Name), arrays.Select(a => a.Name));
        Assert.All(Arrays.Zip(arrays), pair =>
        {
            Assert.Equal(pair.First.Shape, pair.Second.Shape);
            Assert.Equal(pair.First.Values, pair.Second.Values);
        });
        Assert.Equal("a \"value\"", metadata["key"]);
    }

    [Fact]
    public void The_bytes_follow_the_published_format()
    {
        byte[] file = Written();
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);

        Assert.Equal(0, header % 8);
        Assert.Equal(
            """{"__metadata__":{"key":"a \u0022value\u0022"},"a.weight":{"dtype":"F32","shape":[2,3],"data_offsets":[0,24]},"a.bias":{"dtype":"F32","shape":[2],"data_offsets":[24,32]}}""",
            Encoding.UTF8.GetString(file, 8, header).TrimEnd(' '));
        Assert.Equal(8 + header + 32, file.Length);
        Assert.Equal(1.5f, BinaryPrimitives.ReadSingleLittleEndian(file.AsSpan(8 + header)));
    }

    [Fact]
    public void A_truncated_file_is_refused_wherever_it_ends()
    {
        byte[] file = Written();
        Gen.Int[0, file.Length - 1].Sample(length =>
        {
            Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(file[..length]));
        });
    }

    [Theory]
    [InlineData("F32", "I16", "type I16")]
    [InlineData("F32", "F16", "do not fill")]
    [InlineData("[2,3]", "[2,4]", "do not fill")]
    [InlineData("[2,3]", "[2,0]", "do not fill")]
    [InlineData("[24,32]", "[24,99]", "torn")]
    [InlineData("[0,24]", "[4,24]", "should start at 0")]
    [InlineData("[24,32]", "[25,32]", "should start at 24")]
    [InlineData("\"shape\"", "\"shade\"", "damaged")]
    [InlineData("{\"__meta", "[\"__meta", "damaged")]
    [InlineData("[2,3]", "[\"\"]", "damaged")]
    public void A_wrong_header_is_refused_with_the_reason(string right, string wrong, string reason)
    {
        byte[] file = Written();
        int position = Encoding.Latin1.GetString(file).IndexOf(right, StringComparison.Ordinal);
        Encoding.Latin1.GetBytes(wrong.PadRight(right.Length)[..right.Length]).CopyTo(file, position);

        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(file));
        Assert.Contains(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Bytes_after_the_last_array_are_refused()
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read([.. Written(), 0]));
        Assert.Contains("describes 32 bytes", refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void An_array_of_length_0_fills_no_bytes_and_is_read()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, [.. Arrays, new("num_batches_seen", [0], [])], []);
        Assert.Equal(["a.weight", "a.bias", "num_batches_seen"], SafetensorsFile.Read(stream.ToArray()).Arrays.Select(array => array.Name));
    }

    [Theory]
    [InlineData("PK\u0003\u0004\0\0\b\b\0\0\0\0\0\0archive/data.pkl", "a zip, as PyTorch's torch.save writes it")]
    [InlineData("\u0080\u0002\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P", "a Python pickle")]
    [InlineData("\u0089HDF\r\n\u001a\n\0\0", "a Keras or HDF5 file")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "git lfs pull")]
    public void Another_format_is_named_for_what_it_is_with_what_to_do(string content, string name)
    {
        InvalidDataException refusal = Assert.Throws<InvalidDataException>(() => SafetensorsFile.Read(Encoding.Latin1.GetBytes(content)));
        Assert.Contains(name, refusal.Message, StringComparison.Ordinal);
        Assert.Contains("not safetensors", refusal.Message, StringComparison.Ordinal);
    }

    /// <summary>The length of a header may look like the first bytes of a pickle.</summary>
    [Fact]
    public void A_header_of_640_bytes_is_no_pickle()
    {
        byte[] file = Written();
        int header = (int)BinaryPrimitives.ReadUInt64LittleEndian(file);
        byte[] longer = [.. file[..(8 + header)], .. Enumerable.Repeat((byte)' ', 640 - header), .. file[(8 + header)..]];
        BinaryPrimitives.WriteUInt64LittleEndian(longer, 640);
        Assert.Equal(0x80, longer[0]);
        Assert.Equal(2, SafetensorsFile.Read(longer).Arrays.Count);
    }

    private static byte[] Written()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, Arrays, [new("key", "a \"value\"")]);
        return stream.ToArray();
    }
}
