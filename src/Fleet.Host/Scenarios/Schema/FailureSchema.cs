using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of what happens when an entity throws.</summary>
internal static class FailureSchema
{
    private static readonly (string Name, bool GoOn)[] Choices = [("end-run", false), ("go-on", true)];

    private static readonly Key<int> Restarts = new(Values.Count(low: 0))
    {
        Name = "restarts",
        Documentation = "How often one of them is restarted with a fresh state. Requests that it held fail as entity-restarted. The next failure stops it for good.",
        Default = "3",
        Example = "0",
    };

    private static readonly Key<bool> Then = new(new ChoiceSpec<bool>("what follows when one has stopped", Choices))
    {
        Name = "then",
        Documentation = "Whether the run ends when one has stopped, or goes on without it: requests that reach it fail as entity-stopped, and a stopped device issues no more.",
        Default = "end-run",
        Example = "go-on",
    };

    /// <summary>The section <c>failures</c>.</summary>
    public static MapSpec<FailureSpec> Spec { get; } = new(
        new MapDeclaration("Failures", "the failures", "What happens when a device, link, server or adversary throws an exception.", [Restarts, Then]),
        v => new FailureSpec(v.Get(Restarts), v.Get(Then)));

    /// <summary>The name of a choice.</summary>
    public static string NameOf(bool goOn) => Choices.First(choice => choice.GoOn == goOn).Name;
}
