using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Host.Scenarios;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;
using Fleet.Models.Training;

namespace Fleet.Host.Forecasts;

/// <summary>
/// Forecasts the time of runs, one after another: the numbers of things follow from the scenarios, the time of each from the
/// machine. What one run learns the next ones find, and so do both what was learned before.
/// </summary>
/// <param name="speed">The machine.</param>
/// <param name="weights">What was learned before.</param>
/// <param name="simulation">How fleets are simulated.</param>
internal sealed class ScenarioTimes(MachineSpeed speed, WeightStore weights, SimulationOptions simulation)
{
    // Measured (docs/performance.md, "How long a run will take"): what a row of requests.parquet takes, in simulated events.
    private const double EventsPerRow = 3;

    private readonly HashSet<string> _learned = [];

    /// <summary>The forecast of all runs together.</summary>
    /// <param name="runs">The scenarios, and how often each runs: the first run learns, the others find what it learned.</param>
    /// <param name="speed">The machine.</param>
    /// <param name="weights">What was learned before.</param>
    /// <param name="simulation">How fleets are simulated.</param>
    public static TimeForecast Of(IEnumerable<(Scenario Scenario, int Times)> runs, MachineSpeed speed, WeightStore weights, SimulationOptions simulation)
    {
        var forecast = new ScenarioTimes(speed, weights, simulation);
        double learning = 0;
        double work = 0;
        foreach ((Scenario scenario, int times) in runs)
        {
            TimeForecast first = forecast.Next(scenario);
            TimeForecast other = times > 1 ? forecast.Next(scenario) : first;
            learning += first.LearningSeconds + ((times - 1) * other.LearningSeconds);
            work += first.WorkSeconds + ((times - 1) * other.WorkSeconds);
        }

        return new TimeForecast(learning, work);
    }

    /// <summary>The forecast of the next run.</summary>
    public TimeForecast Next(Scenario run)
    {
        double learning = run.Results.Accuracy || run.Adversary is not null ? Learning(run) : 0;
        return new TimeForecast(learning, Simulation(run) + Accuracy(run) + Attack(run));
    }

    private double Simulation(Scenario run)
    {
        FleetSpec fleet = ScenarioCompiler.Compile(run);
        EngineSpeed engine = speed.Engine(run.Name, fleet);
        double events = run.ExpectedRequests * engine.EventsPerRequest / FleetSimulation.ExpectedSpeedup(fleet, simulation);
        double rows = EventsPerRow * RunForecast.Rows(run);
        return engine.StartSeconds + (run.DeviceCount * engine.SecondsPerDevice) + ((events + rows) * engine.SecondsPerEvent);
    }

    private double Accuracy(Scenario run) => !run.Results.Accuracy ? 0 : Targets(run)
        .Sum(target => run.Model.Data.TestCount * speed.Forward(run.Model.Network, target.Split, target.Defense));

    private double Attack(Scenario run)
    {
        if (run.Adversary is not { } adversary)
        {
            return 0;
        }

        AttackCase attack = FleetAttack.CaseOf(run);
        double captured = RunForecast.Captured(run);
        (string Split, DefenseChain Defense)[] targets = [.. Targets(run)];
        return targets.Sum(target =>
        {
            IAttackSettings settings = attack.Resolve(adversary.Attack, run.Model.Network, target.Split, run.Seed);
            AttackCost cost = FleetAttack.Cost(run, target.Split);
            AttackSpeed machine = speed.Attack(run.Model.Network, attack, target.Split, settings, cost);
            return machine.Preparation(cost) + machine.Work(cost, captured / targets.Length);
        });
    }

    private double Learning(Scenario run)
    {
        ModelSection model = run.Model;
        TrainingSettings training = model.Training;
        double seconds = model.Weights is null ? Training(model, training) : 0;
        foreach ((string split, DefenseChain defense) in Targets(run).Where(target => target.Defense.Training != TrainingNeed.None))
        {
            seconds += _learned.Add($"{model.Network.Canonical} {training.Canonical} {split} {defense.Canonical}") ? Pass(model.Network) * training.Epochs * model.Data.TrainCount : 0;
        }

        return run.Adversary is not null && run.Results.Identification
            ? seconds + Training(model with { Network = IdentificationJudge.SpecFor(model.Network) }, IdentificationJudge.SettingsFor(new TrainingSettings()))
            : seconds;
    }

    private double Training(ModelSection model, TrainingSettings training) =>
        _learned.Add($"{model.Network.Canonical} {model.Data.Name} {training.Canonical}") && !weights.ProbablyContains(model.Network, model.Data, training)
            ? Pass(model.Network) * training.Epochs * model.Data.TrainCount
            : 0;

    private double Pass(Fleet.Models.Networks.NetworkSpec network) => speed.Training(network);

    private static IEnumerable<(string Split, DefenseChain Defense)> Targets(Scenario run) =>
        run.Devices.Select(device => (device.Split, device.Defense)).Distinct();
}
