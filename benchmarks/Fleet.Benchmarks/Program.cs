using System.CommandLine;
using Fleet.Benchmarks;
using Fleet.Benchmarks.Peers;
using Fleet.Benchmarks.Phold;
using Fleet.Benchmarks.SplitInference;

var root = new RootCommand("Benchmarks of FleetSim. Build in Release, and keep the machine otherwise quiet.")
{
    QueueBenchmark.Command(),
    DispatchBenchmark.Command(),
    FleetBenchmark.Command(),
    PeersBenchmark.Command(),
    PholdBenchmark.Command(),
};
return root.Parse(args).Invoke();
