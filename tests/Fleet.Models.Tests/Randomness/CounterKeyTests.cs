using Fleet.Models.Randomness;

namespace Fleet.Models.Tests.Randomness;

public sealed class CounterKeyTests
{
    [Theory]
    [InlineData(1UL, 0u, RandomPurpose.Arrival, 0UL)]
    [InlineData(42UL, 17u, RandomPurpose.Service, 3UL)]
    [InlineData(ulong.MaxValue, uint.MaxValue, RandomPurpose.Targets, ulong.MaxValue)]
    public void Each_number_is_the_first_of_the_stream_with_the_same_key(ulong seed, uint entity, RandomPurpose purpose, ulong index)
    {
        var key = new CounterKey(seed, purpose);
        CounterRandom Stream() => new(seed, entity, purpose, index);
        Assert.Equal(Stream().NextUInt64(), key.Bits(entity, index));
        Assert.Equal(Stream().NextDouble(), key.Uniform(entity, index));
        Assert.Equal(Stream().NextExponential(1), key.Exponential(entity, index));
        Assert.Equal(Stream().Next(1000), key.Below(1000, entity, index));
    }

    [Fact]
    public void The_spare_number_of_an_exponential_one_is_the_next_of_the_stream()
    {
        var key = new CounterKey(42, RandomPurpose.Service);
        var stream = new CounterRandom(42, 17, RandomPurpose.Service, 3);
        double first = stream.NextExponential(1);
        Assert.Equal(first, key.Exponential(17, 3, out double spare));
        Assert.Equal(stream.NextDouble(), spare);
    }
}
