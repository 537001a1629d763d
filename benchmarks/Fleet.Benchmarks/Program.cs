using System.CommandLine;
using Fleet.Benchmarks;

var root = new RootCommand("Benchmarks of FleetSim. Build in Release, and keep the machine otherwise quiet.")
{
    QueueBenchmark.Command(),
    FleetBenchmark.Command(),
};
return root.Parse(args).Invoke();
