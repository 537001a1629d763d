using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;

namespace Fleet.Actors.Tests.Kernel;

/// <summary>Regions run side by side or in turn on one thread, whichever is faster.</summary>
public sealed class ThreadingTunerTests
{
    private const long TicksPerSecond = 1_000_000;
    private const long TicksPerWindow = 100;

    [Theory]
    [InlineData(1.6, 1.0)]
    [InlineData(1.2, 1.0)]
    [InlineData(0.2, 1.0)]
    [InlineData(0.8, 1.0)]
    public void Nearly_all_time_goes_to_the_faster_way(double sideBySide, double inTurn)
    {
        var machine = new Machine { SideBySide = sideBySide, InTurn = inTurn };
        machine.Run(10);
        Assert.InRange(machine.Events / 10, 0.96 * Math.Max(sideBySide, inTurn) * Machine.Rate, Math.Max(sideBySide, inTurn) * Machine.Rate);
    }

    [Fact]
    public void Regions_begin_side_by_side_and_stay_so_without_a_gain()
    {
        var machine = new Machine { SideBySide = 1, InTurn = 1 };
        Assert.False(machine.Update.OneThread);
        machine.Run(10);
        Assert.InRange(machine.SecondsInTurn, 0.01, 0.3);
    }

    [Fact]
    public void They_follow_other_programs_that_come_and_go()
    {
        var machine = new Machine { SideBySide = 1.8, InTurn = 1 };
        for (int turn = 0; turn < 4; turn++)
        {
            machine.Run(8);
            machine.SideBySide = 0.2;
            machine.InTurn = 0.6;
            machine.Run(1.5); // the longest stay, and then a trial
            Assert.True(machine.Update.OneThread);
            machine.Run(8);
            machine.SideBySide = 1.8;
            machine.InTurn = 1;
            machine.Run(1.5);
            Assert.False(machine.Update.OneThread);
        }
    }

    [Fact]
    public void The_slow_beginning_of_a_run_does_not_count()
    {
        var machine = new Machine { SideBySide = 0.1, InTurn = 1 };
        machine.Run(0.1); // before anything has been judged
        machine.SideBySide = 1.5;
        machine.Run(1);
        Assert.InRange(machine.SecondsInTurn, 0.01, 0.1);
    }

    [Fact]
    public void Regions_that_hardly_wait_are_not_run_in_turn_until_they_do()
    {
        var machine = new Machine { SideBySide = 1.6, InTurn = 1, AtWork = 3.8 };
        machine.Run(10);
        Assert.Equal(0, machine.SecondsInTurn);
        machine.SideBySide = 0.2;
        machine.AtWork = 1.2;
        machine.Run(0.4); // a stay that has begun, another with its end, and a trial
        Assert.True(machine.Update.OneThread);
    }

    [Fact]
    public void Regions_without_a_processor_of_their_own_only_seem_to_work()
    {
        var machine = new Machine { SideBySide = 0.8, InTurn = 1, AtWork = 2.4 };
        machine.Run(10);
        Assert.True(machine.Update.OneThread);
    }

    [Fact]
    public void A_pause_does_not_count_as_time_in_which_little_happened()
    {
        var machine = new Machine { SideBySide = 1.5, InTurn = 1 };
        for (int part = 0; part < 200; part++)
        {
            machine.Run(0.05);
            machine.Pause(1);
        }

        Assert.InRange(machine.SecondsInTurn, 0.01, 0.3);
    }

    private sealed class Machine
    {
        public const double Rate = 1e6;
        public const int Regions = 4;

        private long _now = 12345;
        private double _events;
        private double _work;

        public ThreadingTuner Update { get; } = new(TicksPerSecond, Regions, processors: 2);

        public double SideBySide { get; set; }

        public double InTurn { get; set; }

        /// <summary>Regions that work rather than wait, at a time, in the mean.</summary>
        public double AtWork { get; set; } = 1;

        public double Events => _events;

        public double SecondsInTurn { get; private set; }

        public void Run(double seconds)
        {
            for (long end = _now + (long)(seconds * TicksPerSecond); _now < end; _now += TicksPerWindow)
            {
                if (Update.IsDue(_now))
                {
                    Update.Update(_now, (long)_events, (long)_work);
                }

                double passed = (double)TicksPerWindow / TicksPerSecond;
                _events += Rate * passed * (Update.OneThread ? InTurn : SideBySide);
                _work += TicksPerWindow * (Update.OneThread ? 1 : AtWork);
                SecondsInTurn += Update.OneThread ? passed : 0;
            }
        }

        public void Pause(double seconds)
        {
            Update.Pause(_now);
            _now += (long)(seconds * TicksPerSecond);
        }
    }
}
