using Fleet.Host.Commands;
using Fleet.Host.Forecasts;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Tests.Forecasts;

/// <summary>Trials of a network whose batch normalisation has no variance of one picture.</summary>
public sealed class TensorTrialTests
{
    private static readonly NetworkSpec Normalised = new(
        "bn-net", new TensorShape(1, 12, 12), 3, new Normalization([0.5f], [0.5f]),
        [new Linear("fc1", 144, 16), new BatchNorm("bn1", 16), new Relu("relu1"), new Linear("fc2", 16, 3)]);

    [Theory]
    [InlineData("rmle")]
    [InlineData("inverse-network")]
    [InlineData("shadow-rmle")]
    public void An_attack_on_it_is_tried_before_it_was_trained(string name)
    {
        using var trial = new TensorTrial(Normalised, ComputeDevice.Cpu, TimeProvider.System);
        AttackCase attack = AttackList.Parse(name)[0];
        IAttackSettings settings = attack.Resolve(attack.Settings, Normalised, "relu1", 1);
        Assert.True(trial.Attack(attack, "relu1", settings).SecondsPerFlop > 0);
    }

    [Fact]
    public void It_is_classified_with_before_it_was_trained()
    {
        using var trial = new TensorTrial(Normalised, ComputeDevice.Cpu, TimeProvider.System);
        Assert.True(trial.Forward("relu1", DefenseChain.None) > 0);
    }

    [Theory]
    [InlineData(0.001)]
    [InlineData(10)]
    public void Its_training_is_tried_on_a_fast_and_on_a_slow_machine(double secondsPerLook)
    {
        using var trial = new TensorTrial(Normalised, ComputeDevice.Cpu, new SteppingClock(secondsPerLook));
        Assert.True(trial.Training() > 0);
    }

    /// <summary>A clock that goes on by the same time whenever it is looked at.</summary>
    private sealed class SteppingClock(double seconds) : TimeProvider
    {
        private long _ticks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _ticks += TimeSpan.FromSeconds(seconds).Ticks;
    }
}
