using System.CommandLine;
using System.CommandLine.Parsing;

namespace Fleet.Benchmarks.Peers;

/// <summary>Other simulators and our own on the same workloads, in turn, in one run.</summary>
internal static class PeersBenchmark
{
    private const int DefaultEntities = 10_000;
    private const int DefaultActors = 100_000;

    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var entities = new Option<int?>("--entities") { Description = $"Entities or devices, an even number. [default: {DefaultEntities}; {DefaultActors} for the central clock]" };
        var events = new Option<long>("--events") { Description = "Events measured in each run of a peer.", DefaultValueFactory = _ => 500_000 };
        var repetitions = new Option<int>("--repetitions") { Description = "Pairs of runs; the median counts.", DefaultValueFactory = _ => 5 };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        entities.Validators.Add(parsed => Require(parsed, parsed.GetValueOrDefault<int?>() is not { } count || (count >= 2 && count % 2 == 0), "an even number from 2 on"));
        events.Validators.Add(parsed => Require(parsed, parsed.GetValueOrDefault<long>() >= 1, "at least 1"));
        repetitions.Validators.Add(parsed => Require(parsed, parsed.GetValueOrDefault<int>() >= 1, "at least 1"));
        var command = new Command("peers", "SimPy, SimGrid and the usual actor simulator beside our own engine, as ratios of events a second.")
        {
            entities, events, repetitions, json,
        };
        command.SetAction(parsed => Run(parsed.GetValue(entities), parsed.GetValue(events), parsed.GetValue(repetitions), parsed.GetValue(json)));
        return command;
    }

    private static void Require(OptionResult parsed, bool holds, string what)
    {
        if (!holds)
        {
            parsed.AddError($"{parsed.Option.Name} must be {what}.");
        }
    }

    private static void Run(int? entities, long events, int repetitions, bool json)
    {
        using var mailboxes = new SimGrid("mailboxes");
        using var sleepers = new SimGrid("sleepers");
        IContender phold = new EnginePhold();
        int few = entities ?? DefaultEntities;
        Contest[] contests =
        [
            new("phold", few, new SimPy("callbacks", "phold_simpy.py"), phold),
            new("phold", few, mailboxes, phold),
            new("phold", few, sleepers, phold),
            new("fleet", few, new SimPy("processes", "fleet_simpy.py"), new EngineFleet()),
            new("phold", entities ?? DefaultActors, new CentralClock(), phold),
        ];
        var output = new PeersOutput(json);
        foreach (Contest contest in contests)
        {
            if (contest.Peer.Missing is { } package)
            {
                output.Skipped(contest, package);
            }
            else
            {
                output.Compared(Comparison.Of(contest, events, repetitions));
            }
        }

        output.End();
    }
}
