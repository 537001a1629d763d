using System.Buffers.Binary;
using System.CommandLine;
using System.Text.RegularExpressions;
using Fleet.Host.Commands;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;
using Fleet.Host.Tests.Scenarios;
using Fleet.Host.Tests.Support;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Commands;

/// <summary>What <c>train</c> says of pictures that it cannot use; it ends before anything is trained.</summary>
public sealed class PictureCommandTests : IDisposable
{
    /// <summary>Eight bytes with which a reader that believes them never ends.</summary>
    private static readonly byte[] Endless = [0xFF, 0xD8, 0xFF, 0xE0, 0xFF, 0xFF, 0xFF, 0xD9];

    private readonly TestConsole _out = new();
    private readonly TestConsole _error = new();
    private readonly TemporaryFolder _folder = new();

    public PictureCommandTests()
    {
        _error.Profile.Width = 1000;
        _folder.Write("net.yaml", """
            name: n12
            input: 1x12x12
            classes: 2
            layers:
              - { name: relu1, kind: relu }
              - { name: fc, kind: linear, out: 2 }
            """);
        foreach (string name in (string[])["train/a", "train/b", "test/a", "test/b"])
        {
            Directory.CreateDirectory(_folder.PathOf("mine", name));
            File.WriteAllBytes(_folder.PathOf("mine", name, "1.jpg"), Endless);
        }
    }

    public void Dispose()
    {
        _out.Dispose();
        _error.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Pictures_whose_lengths_lie_end_the_command_with_2_and_are_named()
    {
        Assert.Equal(ExitCode.BadInput, Train());
        Assert.Contains("4 of 4 pictures", _error.Output, StringComparison.Ordinal);
        Assert.Contains($"{_folder.PathOf("mine", "train", "a", "1.jpg")} is damaged: found a JPEG whose segment E0 claims 65535 bytes", _error.Output, StringComparison.Ordinal);
    }

    /// <summary>
    /// Lengths that lie; a checksum that fails, with a chunk of two gigabytes behind it, beyond which another reader seeks; and
    /// half of the pixels with a proper end, which another decoder refuses with NUL characters for a reason.
    /// </summary>
    [Theory]
    [InlineData("endless.jpg", "found a JPEG whose segment E0 claims 65535 bytes where 4 follow")]
    [InlineData("seek.png", "found a PNG whose chunk IDAT does not have the checksum that it states")]
    [InlineData("half.png", @"found a PNG whose chunk IDAT claims \d+ bytes where \d+ follow")]
    public void A_damaged_picture_is_named_among_good_ones_with_a_reason_in_words(string name, string reason)
    {
        PictureFolder.Write(_folder, "good", train: 20, test: 10);
        byte[] damaged = name switch
        {
            "endless.jpg" => Endless,
            "seek.png" => File.ReadAllBytes(Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Cases", "E1-seek.png")),
            _ => HalfOf(File.ReadAllBytes(Directory.GetFiles(_folder.PathOf("good"), "*.png", SearchOption.AllDirectories)[0])),
        };
        File.WriteAllBytes(_folder.PathOf("good", "train", "class-0", name), damaged);

        Assert.Equal(ExitCode.BadInput, Run("train", "--data", _folder.PathOf("good")));
        Assert.Matches($@"^fleetsim: 1 of 31 pictures in \S+ cannot be used:\n  \S+{Regex.Escape(name)} is damaged: {reason}\n$", _error.Output);
        Assert.DoesNotContain(_error.Output, c => char.IsControl(c) && c != '\n');
    }

    /// <summary>Before anything is trained: what is recovered could not be measured.</summary>
    [Fact]
    public void Pictures_smaller_than_the_window_of_a_metric_are_not_attacked()
    {
        string network = _folder.Write("net8.yaml", """
            name: n8
            input: 1x8x8
            classes: 2
            layers:
              - { name: relu1, kind: relu }
              - { name: fc, kind: linear, out: 2 }
            """);
        Assert.Equal(ExitCode.BadInput, Run("attack", "--network", network, "--data", _folder.PathOf("mine"), "--out", _folder.PathOf("out")));
        Assert.Equal("fleetsim: n8 takes pictures of 1x8x8; measuring what an adversary recovers (SSIM) needs at least 11x11.\n", _error.Output);
        Assert.False(Directory.Exists(_folder.PathOf("out")));
    }

    [Theory]
    [InlineData("--resize", "12", "--resize is '12'; expected HEIGHTxWIDTH")]
    [InlineData("--crop", "10x12", "The pictures come to 10x12 (height x width); the network takes 12x12.")]
    public void A_size_that_is_none_or_not_the_network_s_is_told(string option, string size, string problem)
    {
        Assert.Equal(ExitCode.BadInput, Train(option, size));
        Assert.Contains(problem, _error.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void A_known_set_is_not_resized()
    {
        Assert.Equal(ExitCode.BadInput, Run("train", "--data", "synthetic-digits", "--resize", "28x28"));
        Assert.Contains("--resize and --crop are for own pictures", _error.Output, StringComparison.Ordinal);
    }

    /// <summary>A PNG that lacks half of its pixels but ends as a whole one does.</summary>
    private static byte[] HalfOf(byte[] png)
    {
        int type = png.AsSpan().IndexOf("IDAT"u8);
        int length = BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(type - 4));
        return [.. png[..(type + 4 + (length / 2))], .. png[^12..]];
    }

    private int Train(params string[] more) =>
        Run(["train", "--network", _folder.PathOf("net.yaml"), "--data", _folder.PathOf("mine"), .. more]);

    private int Run(params string[] arguments)
    {
        var consoles = new Consoles(_out, _error, TimeProvider.System);
        var root = new RootCommand { TrainCommand.Create(consoles), AttackCommand.Create(consoles, Catalogs.BuiltIn) };
        return root.Parse(arguments).Invoke();
    }
}
