using System.CommandLine;
using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;

namespace Fleet.Benchmarks.Phold;

/// <summary>PHOLD with actors and as a plain loop, in turn, in one process.</summary>
internal static class PholdBenchmark
{
    /// <summary>The command that runs this benchmark.</summary>
    public static Command Command()
    {
        var entities = new Option<int>("--entities") { Description = "Entities.", DefaultValueFactory = _ => 10_000 };
        var threads = new Option<int>("--threads") { Description = "Threads of the actors; the plain loop has one.", DefaultValueFactory = _ => 1 };
        var events = new Option<long>("--events") { Description = "Events to measure, after a warm-up of a quarter of them.", DefaultValueFactory = _ => 10_000_000 };
        var repetitions = new Option<int>("--repetitions") { Description = "Alternating pairs of runs; the medians count.", DefaultValueFactory = _ => 5 };
        var construction = new Option<PholdConstruction>("--construction") { Description = "How events reach the actors: Slab, ActorObject, or Tell for ordinary actors that tell each other messages.", DefaultValueFactory = _ => PholdConstruction.Slab };
        var heap = new Option<bool>("--heap") { Description = "Also the plain loop on the 4-ary heap." };
        var json = new Option<bool>("--json") { Description = "Print one line of JSON." };
        var command = new Command("phold", "PHOLD with actors, and the plain loop over structs with the same queue.")
        {
            entities, threads, events, repetitions, construction, heap, json,
        };
        command.SetAction(parsed => Run(
            parsed.GetValue(entities) / 2 * 2,
            Math.Clamp(parsed.GetValue(threads), 1, FleetTopology.MostRegions),
            parsed.GetValue(events),
            Math.Max(1, parsed.GetValue(repetitions)),
            parsed.GetValue(construction),
            parsed.GetValue(heap),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(int entities, int threads, long events, int repetitions, PholdConstruction construction, bool withHeap, bool json)
    {
        // Each entity has one event under way at all times, and an event takes one time unit on average.
        var end = SimTime.FromSeconds((double)events / entities);
        var actors = new List<Measurement>();
        var plain = new List<Measurement>();
        var heap = new List<Measurement>();
        var oneThread = new List<Measurement>();
        for (int i = 0; i < repetitions; i++)
        {
            actors.Add(Actors(entities, threads, construction, end));
            plain.Add(Plain(entities, end, new BucketQueue()));
            if (threads > 1)
            {
                oneThread.Add(Actors(entities, 1, construction, end));
            }

            if (withHeap)
            {
                heap.Add(Plain(entities, end, new HeapQueue(entities)));
            }
        }

        Measurement first = actors[0];
        if (actors.Concat(plain).Concat(heap).Concat(oneThread).Any(p => p.Hash != first.Hash || p.Events != first.Events))
        {
            throw new InvalidOperationException("The plain loop and the actors did not simulate the same.");
        }

        Print(entities, threads, actors, Median(plain).Rate, withHeap ? Median(heap).Rate : null, threads > 1 ? Median(oneThread).Rate : null, json);
    }

    // Rates are medians; creation is that of the first repetition, in a process that has made no actor before.
    private static void Print(int entities, int threads, List<Measurement> actors, double plainRate, double? heapRate, double? oneThreadRate, bool json)
    {
        Measurement first = actors[0];
        Measurement median = Median(actors);
        double ratio = median.Rate / plainRate;
        double end = actors.Max(a => a.EndSeconds);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new
            {
                entities,
                threads,
                events = median.Events,
                seconds = median.Seconds,
                eventsPerSecond = median.Rate,
                hash = median.Hash.ToString("x16", CultureInfo.InvariantCulture),
                bytesPerActor = first.BytesPerActor,
                createSeconds = first.CreateSeconds,
                plainEventsPerSecond = plainRate,
                ratio,
                heapEventsPerSecond = heapRate,
                oneThreadEventsPerSecond = oneThreadRate,
                speedUp = median.Rate / oneThreadRate,
                efficiency = median.Efficiency,
                endSeconds = end,
            }));
            return;
        }

        string onHeap = heapRate is { } h ? $" ({plainRate / h:F1} times that on the heap)" : string.Empty;
        string speedUp = oneThreadRate is { } one ? $"; {median.Rate / one:F2} times one thread" : string.Empty;
        string working = median.Efficiency is { } e ? $", {e:P0} of their time working" : string.Empty;
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{entities:N0} actors on {threads} threads{working}: {median.Rate / 1e6:F2} M events/s, plain loop {plainRate / 1e6:F2}{onHeap}, ratio {ratio:F2}; {first.BytesPerActor:F0} B an actor, created in {first.CreateSeconds:F2} s, ended in {end:F2} s{speedUp}"));
    }

    private static Measurement Actors(int entities, int threads, PholdConstruction construction, SimTime end)
    {
        // The actor system is there before: what is measured is the actors, their states and their queue.
        var system = new FleetSystem(threads);
        long before = GC.GetTotalMemory(forceFullCollection: true);
        long start = Stopwatch.GetTimestamp();
        var run = new PholdRun(system, entities, threads, EventQueueKind.Buckets, construction);
        double create = Stopwatch.GetElapsedTime(start).TotalSeconds;
        long bytes = GC.GetTotalMemory(forceFullCollection: true) - before;
        run.SendFirst();
        run.RunTo(new SimTime(end.Nanoseconds / 4));
        long warm = run.Events;
        start = Stopwatch.GetTimestamp();
        run.RunTo(new SimTime(end.Nanoseconds / 4 * 5));
        double seconds = Stopwatch.GetElapsedTime(start).TotalSeconds;
        ulong hash = run.Hash;
        double? efficiency = run.Efficiency;
        start = Stopwatch.GetTimestamp();
        run.Dispose();
        return new Measurement(run.Events - warm, seconds, hash)
        {
            CreateSeconds = create,
            EndSeconds = Stopwatch.GetElapsedTime(start).TotalSeconds,
            BytesPerActor = (double)bytes / entities,
            Efficiency = efficiency,
        };
    }

    private static Measurement Plain(int entities, SimTime end, IEventQueue queue)
    {
        var loop = new PlainLoop(entities, queue);
        GC.Collect();
        loop.RunTo(new SimTime(end.Nanoseconds / 4));
        long warm = loop.Events;
        long start = Stopwatch.GetTimestamp();
        loop.RunTo(new SimTime(end.Nanoseconds / 4 * 5));
        return new Measurement(loop.Events - warm, Stopwatch.GetElapsedTime(start).TotalSeconds, loop.Hash);
    }

    private static Measurement Median(List<Measurement> runs) => runs.OrderBy(r => r.Seconds).ElementAt(runs.Count / 2);

    private sealed record Measurement(long Events, double Seconds, ulong Hash)
    {
        public double Rate => Events / Seconds;

        public double CreateSeconds { get; init; }

        public double EndSeconds { get; init; }

        public double BytesPerActor { get; init; }

        public double? Efficiency { get; init; }
    }
}
