using CsCheck;
using Fleet.Models.Text;

namespace Fleet.Models.Tests;

public sealed class NearestNameTests
{
    private static readonly string[] Valid = ["none", "gaussian", "laplace", "dropout"];

    [Theory]
    [InlineData("gausian", "gaussian")]
    [InlineData("GAUSSIAN", "gaussian")]
    [InlineData("dropuot", "dropout")]
    [InlineData("noen", "none")]
    [InlineData("laplas", "laplace")]
    [InlineData("non", "none")]
    public void A_mistyped_name_finds_the_one_meant(string written, string expected) =>
        Assert.Equal(expected, NearestName.Find(written, Valid));

    [Theory]
    [InlineData("quantize")]
    [InlineData("")]
    [InlineData("zzz")]
    public void A_name_far_from_all_finds_none(string written) => Assert.Null(NearestName.Find(written, Valid));

    [Fact]
    public void Of_equally_near_names_the_first_is_found() => Assert.Equal("conv1", NearestName.Find("conv3", ["conv1", "conv2"]));

    [Theory]
    [InlineData("kitten", "sitting", 3)]
    [InlineData("flaw", "lawn", 2)]
    [InlineData("", "abc", 3)]
    [InlineData("same", "same", 0)]
    public void The_distance_is_that_of_Levenshtein(string from, string to, int expected) =>
        Assert.Equal(expected, NearestName.Distance(from, to));

    [Fact]
    public void The_distance_is_a_metric() =>
        Gen.Select(ShortText, ShortText, ShortText).Sample((a, b, c) =>
            NearestName.Distance(a, b) == NearestName.Distance(b, a)
            && (NearestName.Distance(a, b) == 0) == (a == b)
            && NearestName.Distance(a, c) <= NearestName.Distance(a, b) + NearestName.Distance(b, c));

    private static Gen<string> ShortText => Gen.String[Gen.Char['a', 'c'], 0, 6];
}
