using Fleet.Models.Randomness;

namespace Fleet.Models.Tests.Randomness;

/// <summary>Known-answer vectors of the Random123 distribution (Salmon et al., SC 2011).</summary>
public sealed class PhiloxTests
{
    [Theory]
    [InlineData(0u, 0u, 0u, 0u, 0u, 0u, 0x6627e8d5u, 0xe169c58du, 0xbc57ac4cu, 0x9b00dbd8u)]
    [InlineData(~0u, ~0u, ~0u, ~0u, ~0u, ~0u, 0x408f276du, 0x41c83b0eu, 0xa20bc7c6u, 0x6d5451fdu)]
    [InlineData(
        0x243f6a88u, 0x85a308d3u, 0x13198a2eu, 0x03707344u, 0xa4093822u, 0x299f31d0u,
        0xd16cfe09u, 0x94fdccebu, 0x5001e420u, 0x24126ea1u)]
    public void Block_gives_the_published_words(
        uint a, uint b, uint c, uint d, uint keyA, uint keyB, uint e, uint f, uint g, uint h)
    {
        Assert.Equal(new PhiloxBlock(e, f, g, h), Philox.Block(new PhiloxBlock(a, b, c, d), keyA, keyB));
    }
}
