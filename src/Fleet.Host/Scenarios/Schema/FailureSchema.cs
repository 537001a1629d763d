using Fleet.Actors.World.Topology;

namespace Fleet.Host.Scenarios.Schema;

/// <summary>The declaration of what happens when an entity throws.</summary>
internal static class FailureSchema
{
    /// <summary>The section <c>failures</c>.</summary>
    public static MapSpec<FailureSpec> Spec { get; } = new(
        "Failures", "the failures", "What happens when a device, link, server or adversary throws an exception.", new FailureSpec(),
        [
            new Key<FailureSpec, int>(Values.Count(low: 0), f => f.MaxRestarts, (f, value) => f with { MaxRestarts = value })
            {
                Name = "restarts",
                Documentation = "How often one of them is restarted with a fresh state. Requests that it held fail as entity-restarted. The next failure stops it for good.",
                Default = "3",
                Example = "0",
            },
            new Key<FailureSpec, bool>(
                new ChoiceSpec<bool>("what follows when one has stopped", [("end-run", false), ("go-on", true)]), f => f.GoOn, (f, value) => f with { GoOn = value })
            {
                Name = "then",
                Documentation = "Whether the run ends when one has stopped, or goes on without it: requests that reach it fail as entity-stopped, and a stopped device issues no more.",
                Default = "end-run",
                Example = "go-on",
            },
        ]);
}
