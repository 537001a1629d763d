using System.CommandLine;
using Fleet.Host.Terminal;
using Fleet.Models.Data;

namespace Fleet.Host.Commands;

/// <summary>The options that bring a user's own pictures to the network's size.</summary>
internal sealed class PictureOptions
{
    private readonly Option<string?> _resize = new("--resize")
    {
        Description = "Scale own pictures to this size before use, height then width, such as 28x28.",
        HelpName = "HEIGHTxWIDTH",
    };

    private readonly Option<string?> _crop = new("--crop")
    {
        Description = "Keep the middle of this size of own pictures, after --resize if both are given.",
        HelpName = "HEIGHTxWIDTH",
    };

    /// <summary>The options themselves.</summary>
    public IReadOnlyList<Option> All => [_resize, _crop];

    /// <summary>What they ask for.</summary>
    /// <exception cref="UsageException">A size is none.</exception>
    public PictureFit Fit(ParseResult parsed) => new(Size(_resize, parsed), Size(_crop, parsed));

    private static PictureSize? Size(Option<string?> option, ParseResult parsed) =>
        parsed.GetValue(option) is not { } text ? null
        : PictureSize.TryParse(text, out PictureSize size) ? size
        : throw new UsageException($"{option.Name} is '{text}'; expected HEIGHTxWIDTH in pixels, such as 28x28, each from 1 to {PictureSize.Most}.");
}
