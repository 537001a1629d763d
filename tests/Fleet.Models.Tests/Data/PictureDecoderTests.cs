using System.Security.Cryptography;
using System.Text;
using Fleet.Models.Data.Pictures;
using Fleet.Models.Randomness;
using Fleet.Models.Tests.Support;
using StbImageSharp;

namespace Fleet.Models.Tests.Data;

/// <summary>Decoded pictures beside those of another decoder, and what is refused.</summary>
public sealed class PictureDecoderTests
{
    /// <summary>The most that levels of JPEGs differ: both decoders round the transform, the interpolation and the colours, each in its own way.</summary>
    private const int Rounding = 4;

    /// <summary>Of narrower JPEGs the library repeats colours where the other decoder interpolates.</summary>
    private const int LeastColumns = 5;

    /// <summary>There the other decoder gives the farther of two colours three quarters, if they are interpolated across only.</summary>
    private const int LastColumns = 2;

    private static readonly byte[] Png = SmallPng.Encode(4, [.. Enumerable.Range(0, 48).Select(i => (byte)(5 * i))]);

    /// <summary>Every form of PNG; JPEGs sequential and progressive, of every sampling, with restarts and printing colours.</summary>
    [Fact]
    public void Whole_pictures_have_the_pixels_that_another_decoder_gives()
    {
        for (ulong i = 0; i < (ulong)LongRun.Cases(600, 20_000); i++)
        {
            var random = new CounterRandom(7, 0, RandomPurpose.Attack, i);
            bool isJpeg = i % 2 == 0;
            byte[] file = isJpeg ? SmallJpeg.Any(random) : SmallPng.Any(random);
            ImageResult expected = ImageResult.FromMemory(file, ColorComponents.RedGreenBlue);
            RgbPicture picture = EncodedPicture.Open(file).Decode(CancellationToken.None);

            Assert.Equal((expected.Height, expected.Width), (picture.Height, picture.Width));
            int most = expected.Data.Zip(picture.Pixels, (one, other) => Math.Abs(one - other)).Where((_, at) => !isJpeg || IsCompared(at, picture.Width)).DefaultIfEmpty().Max();
            Assert.True(most <= (isJpeg ? Rounding : 0), $"Picture {i} differs by {most}.");
        }

        static bool IsCompared(int at, int width) => width >= LeastColumns && at / RgbPicture.Channels % width < width - LastColumns;
    }

    /// <summary>Three files with known pixels: a library that decodes them otherwise changes what networks learn.</summary>
    [Theory]
    [InlineData(10, "40375fd0ccfd0247")]
    [InlineData(11, "c847b44adacfa8cd")]
    [InlineData(12, "a5d59b5807aabf5f")]
    public void The_library_gives_the_pixels_that_it_always_gave(ulong index, string hash)
    {
        RgbPicture picture = EncodedPicture.Open(SmallJpeg.Any(Random(index))).Decode(CancellationToken.None);
        Assert.Equal(hash, Convert.ToHexStringLower(SHA256.HashData(picture.Pixels))[..16]);
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
    public void Pixel_data_must_reach_for_the_size_and_be_sound()
    {
        byte[] rows = new byte[4 * 13];
        Assert.Contains("damaged or end too early", Refusal(File(SmallPng.Packed(rows[..^1]))), StringComparison.Ordinal);
        Assert.Contains("damaged image data", Refusal(File(SmallPng.Packed([9, .. rows[1..]]))), StringComparison.Ordinal);
        byte[] sum = SmallPng.Packed(rows);
        sum[^1] ^= 1;
        Assert.Contains("image data", Refusal(File(sum)), StringComparison.Ordinal);
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
    public void A_JPEG_must_bring_all_its_components_and_bytes_for_its_size()
    {
        byte[] lacking = SmallJpeg.Encode(Random(5), 9, 9, [(1, 1), (1, 1), (1, 1)]);
        lacking[lacking.AsSpan().IndexOf((byte[])[0xFF, 0xDA]) + 7] = 1;
        Assert.Contains("lacks one of its colour components", Refusal(lacking), StringComparison.Ordinal);

        byte[] large = SmallJpeg.Encode(Random(5), 9, 9, [(1, 1)]);
        int size = large.AsSpan().IndexOf((byte[])[0xFF, 0xC0]) + 5;
        ((byte[])[0x1F, 0xFF, 0x1F, 0xFF]).CopyTo(large, size);
        Assert.Contains("too few for 8191 x 8191 pixels", Refusal(large), StringComparison.Ordinal);
    }

    /// <summary>Each scan goes over the whole picture, whatever its length: their number is limited, and more so for large pictures.</summary>
    [Fact]
    public void The_scans_of_a_JPEG_are_limited_by_number_and_by_work()
    {
        Assert.Equal(9, EncodedPicture.Open(LongJpeg.Of(9, PictureLimits.JpegScans)).Decode(CancellationToken.None).Height);
        Assert.Contains("more than the 99 scans", Refusal(LongJpeg.Of(9, PictureLimits.JpegScans + 1)), StringComparison.Ordinal);
        Assert.Equal(8191, EncodedPicture.Open(LongJpeg.Of(8191, 10)).Height);
        Assert.Contains("11 scans of 8191 x 8191 pixels, 738017291 in all", Refusal(LongJpeg.Of(8191, 11)), StringComparison.Ordinal);
    }

    /// <summary>A profile that would change every level, a rotation, a gamma and full transparency.</summary>
    [Fact]
    public void Colour_profiles_rotation_and_transparency_are_ignored()
    {
        byte[] jpeg = SmallJpeg.Encode(Random(7), 12, 20, [(1, 1), (1, 1), (1, 1)]);
        byte[] exif = [.. "Exif\0\0MM\0*"u8, 0, 0, 0, 8, 0, 1, 1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0];
        byte[] turned = [0xFF, 0xD8, 0xFF, 0xE1, 0, (byte)(exif.Length + 2), .. exif, .. jpeg[2..]];
        Same(jpeg, turned);

        byte[] packed = SmallPng.Packed([0, 10, 20, 30, 40, 50, 60, 0, 70, 80, 90, 100, 110, 120]);
        byte[] plain = SmallPng.File(2, 2, 8, 2, false, ("IDAT", packed));
        Same(plain, SmallPng.File(2, 2, 8, 2, false, ("gAMA", [0, 0, 0x27, 0x10]), ("tRNS", [0, 10, 0, 20, 0, 30]), ("IDAT", packed)));
        Assert.Equal([10, 20, 30, 40, 50, 60, 70, 80, 90, 100, 110, 120], EncodedPicture.Open(plain).Decode(CancellationToken.None).Pixels);
        Assert.Equal([1, 2, 3, 4, 5, 6], EncodedPicture.Open(SmallPng.File(1, 2, 8, 3, false, ("PLTE", [1, 2, 3, 4, 5, 6]), ("tRNS", [0, 0]), ("IDAT", SmallPng.Packed([0, 0, 1])))).Decode(CancellationToken.None).Pixels);

        static void Same(byte[] one, byte[] other) =>
            Assert.Equal(EncodedPicture.Open(one).Decode(CancellationToken.None).Pixels, EncodedPicture.Open(other).Decode(CancellationToken.None).Pixels);
    }

    /// <summary>Of 16 bits the upper 8 are kept; fewer bits are spread over all levels.</summary>
    [Fact]
    public void Samples_of_other_depths_become_levels_of_eight_bits()
    {
        Assert.Equal([0x12, 0xFF], Greys(16, [0, 0x12, 0xFF, 0xFF, 0x00]));
        Assert.Equal([85, 170], Greys(2, [0, 0b0110_0000]));
        Assert.Equal([17, 255], Greys(4, [0, 0x1F]));

        static IEnumerable<byte> Greys(int depth, byte[] rows) => EncodedPicture.Open(SmallPng.File(1, 2, depth, 0, false, ("IDAT", SmallPng.Packed(rows))))
            .Decode(CancellationToken.None).Pixels.Where((_, i) => i % 3 == 0);
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
    public void A_chunk_without_pixels_that_claims_more_than_the_file_ends_the_reading()
    {
        byte[] wrong = [.. Png];
        int at = Encoding.Latin1.GetString(wrong).IndexOf("IEND", StringComparison.Ordinal);
        ((byte[])[0x7F, 0xFF, 0xFF, 0xFF, .. "teSt"u8]).CopyTo(wrong, at - 4);
        Assert.Contains("chunk teSt claims 2147483647 bytes where 0 follow", Refusal(wrong), StringComparison.Ordinal);
    }

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
