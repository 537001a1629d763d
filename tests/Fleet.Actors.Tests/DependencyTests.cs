using System.Reflection;
using Fleet.Actors.Shell;
using Fleet.Models.Randomness;

namespace Fleet.Actors.Tests;

public sealed class DependencyTests
{
    [Fact]
    public void Models_know_neither_actors_nor_the_host() =>
        Assert.DoesNotContain(References(typeof(Philox).Assembly), name => name.StartsWith("Akka", StringComparison.Ordinal) || name is "Fleet.Actors" or "fleetsim" or "Fleet.Host");

    [Fact]
    public void Actors_know_the_models_and_not_the_host()
    {
        string[] references = References(typeof(FleetSimulation).Assembly);
        Assert.Contains("Fleet.Models", references);
        Assert.DoesNotContain(references, name => name is "Fleet.Host" or "fleetsim" or "System.Console");
    }

    private static string[] References(Assembly assembly) => [.. assembly.GetReferencedAssemblies().Select(a => a.Name!)];
}
