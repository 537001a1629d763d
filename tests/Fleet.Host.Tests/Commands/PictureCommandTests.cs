using System.CommandLine;
using Fleet.Host.Commands;
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

    /// <summary>Its checksum fails, and behind it a chunk claims two gigabytes, beyond which another reader seeks.</summary>
    [Fact]
    public void A_PNG_whose_chunks_lie_is_named_among_good_pictures()
    {
        string lying = Path.Combine(ScenarioFiles.Root, "tests", "Fleet.Host.Tests", "Cases", "E1-seek.png");
        PictureFolder.Write(_folder, "good", train: 20, test: 10);
        File.Copy(lying, _folder.PathOf("good", "train", "class-0", "lying.png"));

        Assert.Equal(ExitCode.BadInput, Run("train", "--data", _folder.PathOf("good")));
        Assert.Matches(@"^fleetsim: 1 of 31 pictures in \S+ cannot be used:\n  \S+lying\.png is damaged: found a PNG whose chunk IDAT does not have the checksum", _error.Output);
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

    private int Train(params string[] more) =>
        Run(["train", "--network", _folder.PathOf("net.yaml"), "--data", _folder.PathOf("mine"), .. more]);

    private int Run(params string[] arguments)
    {
        var consoles = new Consoles(_out, _error, TimeProvider.System);
        var root = new RootCommand { TrainCommand.Create(consoles), AttackCommand.Create(consoles) };
        return root.Parse(arguments).Invoke();
    }
}
