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
}
