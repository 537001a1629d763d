using Fleet.Actors.Shell;
using Fleet.Actors.World.Topology;
using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;
using Fleet.Models.Defenses;
using Fleet.Models.Networks;
using Fleet.Models.Tensors;

namespace Fleet.Host.Forecasts;

/// <summary>
/// The speed of this machine at this moment, from trials of a fraction of a second. Each is made once; when their time is up,
/// what is like something tried is taken to be as fast.
/// </summary>
/// <param name="compute">Where tensors are computed.</param>
/// <param name="clock">The wall clock.</param>
internal sealed class MachineSpeed(ComputeDevice compute, TimeProvider clock) : IDisposable
{
    private static readonly TimeSpan Most = TimeSpan.FromSeconds(0.5);

    private readonly long _start = clock.GetTimestamp();
    private readonly Dictionary<string, TensorTrial> _trials = [];
    private readonly Dictionary<string, double> _training = [];
    private readonly Dictionary<(string Network, string Split, string Defense), double> _forward = [];
    private readonly List<(string Network, AttackCase Attack, double Flops, AttackSpeed Speed)> _attacks = [];
    private readonly Dictionary<string, EngineSpeed> _engine = [];

    private bool IsTimeUp => clock.GetElapsedTime(_start) > Most;

    /// <summary>How fast a fleet is simulated.</summary>
    /// <param name="name">The scenario's name; the fleets of one sweep share it and are alike.</param>
    /// <param name="fleet">The fleet.</param>
    public EngineSpeed Engine(string name, FleetSpec fleet) => IsTimeUp && !_engine.ContainsKey(name) && _engine.Count > 0
        ? _engine.Values.Last()
        : Once(_engine, name, () => EngineTrial.Run(fleet, clock));

    /// <summary>Seconds to train a network on one picture once.</summary>
    public double Training(NetworkSpec network) => Once(_training, network.Canonical, () => Trial(network).Training());

    /// <summary>Seconds to classify one picture behind a cut and a defence.</summary>
    public double Forward(NetworkSpec network, string split, DefenseChain defense)
    {
        (string Network, string Split, string Defense) key = (network.Canonical, split, defense.Canonical);
        if (IsTimeUp && !_forward.ContainsKey(key) && _forward.Any(one => one.Key.Network == key.Network))
        {
            return _forward.Where(one => one.Key.Network == key.Network).Average(one => one.Value);
        }

        return Once(_forward, key, () => Trial(network).Forward(split, defense));
    }

    /// <summary>How fast an attack is computed.</summary>
    public AttackSpeed Attack(NetworkSpec network, AttackCase attack, string split, IAttackSettings settings, AttackCost cost)
    {
        double flops = cost.PreparationFlops + (double)cost.FlopsPerScene;
        var known = _attacks.Where(one => one.Network == network.Canonical)
            .OrderBy(one => one.Attack.Key == attack.Key ? 0 : one.Attack.Attack == attack.Attack ? 1 : 2)
            .ThenBy(one => Math.Abs(Math.Log((one.Flops + 1) / (flops + 1))))
            .FirstOrDefault();
        bool same = known.Speed is not null && known.Attack.Key == attack.Key && known.Flops == flops;
        if (same || (IsTimeUp && known.Speed is not null && known.Attack.Attack == attack.Attack))
        {
            return known.Speed!;
        }

        AttackSpeed speed = Trial(network).Attack(attack, split, settings);
        _attacks.Add((network.Canonical, attack, flops, speed));
        return speed;
    }

    public void Dispose()
    {
        foreach (TensorTrial trial in _trials.Values)
        {
            trial.Dispose();
        }
    }

    private TensorTrial Trial(NetworkSpec network) => Once(_trials, network.Canonical, () => new TensorTrial(network, compute, clock));

    private static TValue Once<TKey, TValue>(Dictionary<TKey, TValue> known, TKey key, Func<TValue> find)
        where TKey : notnull
    {
        if (!known.TryGetValue(key, out TValue? value))
        {
            value = find();
            known.Add(key, value);
        }

        return value;
    }
}
