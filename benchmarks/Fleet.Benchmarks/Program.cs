using System.CommandLine;
using Fleet.Benchmarks;
using Fleet.Benchmarks.Attack;
using Fleet.Benchmarks.Attack.WhiteBox;
using Fleet.Benchmarks.Comparing;
using Fleet.Benchmarks.Peers;
using Fleet.Benchmarks.Phold;
using Fleet.Benchmarks.SplitInference;

var root = new RootCommand("Benchmarks of FleetSim. Build in Release, and keep the machine otherwise quiet.")
{
    AttackBenchmark.Command(),
    AveragingBenchmark.Command(),
    QueueBenchmark.Command(),
    BarrierBenchmark.Command(),
    BusyBenchmark.Command(),
    CompareBenchmark.Command(),
    DayBenchmark.Command(),
    DispatchBenchmark.Command(),
    FleetBenchmark.Command(),
    PeersBenchmark.Command(),
    PholdBenchmark.Command(),
    WhiteBoxBenchmark.Command(),
};
return root.Parse(args).Invoke();
