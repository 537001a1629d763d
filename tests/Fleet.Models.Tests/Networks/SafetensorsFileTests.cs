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
    [InlineData("[0,24]", "[4,24]", "should start at 0")]
    [InlineData("[24,32]", "[24,99]", "should start at 24")]
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

    private static byte[] Written()
    {
        using var stream = new MemoryStream();
        SafetensorsFile.Write(stream, Arrays, [new("key", "a \"value\"")]);
        return stream.ToArray();
    }
}
