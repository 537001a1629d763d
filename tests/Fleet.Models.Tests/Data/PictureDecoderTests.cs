using System.Text;
using Fleet.Models.Data;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Randomness;
using Fleet.Models.Tests.Support;
using StbImageSharp;

namespace Fleet.Models.Tests.Data;

/// <summary>The program's own decoders against another one, and what they refuse.</summary>
public sealed class PictureDecoderTests
{
    private static readonly byte[] Png = SmallPng.Encode(4, [.. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))]);

    /// <summary>Every form of PNG; JPEGs sequential and progressive, of every sampling, with restarts and printing colours.</summary>
    [Fact]
    public void Whole_pictures_have_the_pixels_that_another_decoder_gives()
    {
        for (ulong i = 0; i < (ulong)LongRun.Cases(600, 20_000); i++)
        {
            var random = new CounterRandom(7, 0, RandomPurpose.Attack, i);
            byte[] file = i % 2 == 0 ? SmallJpeg.Any(random) : SmallPng.Any(random);
            ImageResult expected = ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
            RgbPicture picture = EncodedPicture.Open(file).Decode(CancellationToken.None);

            Assert.Equal((expected.Height, expected.Width), (picture.Height, picture.Width));
            Assert.True(expected.Data.AsSpan().SequenceEqual(picture.Pixels), $"Picture {i} differs.");
        }
    }

    [Fact]
    public void A_PNG_is_refused_for_any_one_byte_that_is_wrong()
    {
        for (int at = 0; at < Png.Length; at++)
        {
            byte[] wrong = [.. Png];
            wrong[at] ^= 0x10;
            Assert.Throws<PictureException>(() => EncodedPicture.Open(wrong).Decode(CancellationToken.None));
        }
    }

    [Fact]
    public void A_torn_picture_is_refused_wherever_it_ends()
    {
        foreach (byte[] file in (byte[][])[Png, SmallJpeg.Any(Random(2)), SmallJpeg.Any(Random(3)), SmallJpeg.Any(Random(4))])
        {
            for (int length = 0; length < file.Length; length++)
            {
                Assert.Throws<PictureException>(() => EncodedPicture.Open(file[..length]).Decode(CancellationToken.None));
            }
        }
    }

    [Theory]
    [InlineData("IDAT", "does not have the checksum")]
    [InlineData("IHDR", "does not have the checksum")]
    public void A_PNG_whose_checksum_fails_is_told_by_the_chunk(string chunk, string reason)
    {
        byte[] wrong = [.. Png];
        wrong[Encoding.Latin1.GetString(wrong).IndexOf(chunk, StringComparison.Ordinal) + 6] ^= 1;
        Assert.Contains($"{chunk} {reason}", Refusal(wrong), StringComparison.Ordinal);
    }

    [Fact]
    public void Pixel_data_must_be_as_many_as_the_size_needs_and_sound()
    {
        byte[] rows = new byte[4 * 13];
        Assert.Contains("end before its 4 x 4 pixels", Refusal(File(SmallPng.Packed(rows[..^1]))), StringComparison.Ordinal);
        Assert.Contains("more pixel data", Refusal(File(SmallPng.Packed([.. rows, 0]))), StringComparison.Ordinal);
        Assert.Contains("the filter 9", Refusal(File(SmallPng.Packed([9, .. rows[1..]]))), StringComparison.Ordinal);
        byte[] sum = SmallPng.Packed(rows);
        sum[^1] ^= 1;
        Assert.Contains("pixel data", Refusal(File(sum)), StringComparison.Ordinal);
        Assert.Contains("too few for 8000 x 8000", Refusal(SmallPng.File(8000, 8000, 8, 2, false, ("IDAT", SmallPng.Packed(rows)))), StringComparison.Ordinal);
        Assert.Contains("more than the", Refusal(SmallPng.File(60_000, 60_000, 8, 2, false, ("IDAT", SmallPng.Packed(rows)))), StringComparison.Ordinal);

        static byte[] File(byte[] packed) => SmallPng.File(4, 4, 8, 2, false, ("IDAT", packed));
    }

    [Fact]
    public void A_JPEG_must_say_what_its_four_components_are()
    {
        byte[] unsaid = SmallJpeg.Encode(Random(1), 9, 9, [(1, 1), (1, 1), (1, 1), (1, 1)]);
        Assert.Contains("does not say which colours they are", Refusal(unsaid), StringComparison.Ordinal);
    }

    [Fact]
    public void A_JPEG_with_image_data_too_few_or_too_many_is_refused()
    {
        byte[] whole = SmallJpeg.Encode(Random(5), 30, 30, [(1, 1)]);
        Assert.Contains("end too early", Refusal([.. whole[..^30], 0xFF, 0xD9]), StringComparison.Ordinal);
        Assert.Contains("more image data", Refusal([.. whole[..^2], 1, 2, 3, 0xFF, 0xD9]), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("GIF89a", "a GIF")]
    [InlineData("version https://git-lfs.github.com/spec/v1\n", "git lfs pull")]
    [InlineData("", "an empty file")]
    [InlineData("hello", "neither a JPEG nor a PNG")]
    public void What_is_no_picture_is_named_for_what_it_is(string content, string name) =>
        Assert.Contains(name, Refusal(Encoding.ASCII.GetBytes(content)), StringComparison.Ordinal);

    /// <summary>Eight bytes that another decoder never comes to an end with.</summary>
    [Fact]
    public void A_segment_that_claims_more_than_the_file_ends_the_reading() =>
        Assert.Contains("claims 65535 bytes where 4 follow", Refusal([0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0xFF, 0xD9]), StringComparison.Ordinal);

    [Fact]
    public void A_decoding_stops_when_it_is_told_to()
    {
        using var stopped = new CancellationTokenSource();
        stopped.Cancel();
        Assert.Throws<OperationCanceledException>(() => EncodedPicture.Open(Png).Decode(stopped.Token));
        Assert.Throws<OperationCanceledException>(() => EncodedPicture.Open(SmallJpeg.Any(Random(6))).Decode(stopped.Token));
    }

    private static CounterRandom Random(ulong index) => new(7, 1, RandomPurpose.Attack, index);

    private static string Refusal(byte[] file) =>
        Assert.Throws<PictureException>(() => EncodedPicture.Open(file).Decode(CancellationToken.None)).Message;
}
