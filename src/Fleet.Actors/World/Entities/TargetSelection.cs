using Fleet.Actors.World.Topology;
using Fleet.Models.Randomness;

namespace Fleet.Actors.World.Entities;

/// <summary>Which devices an adversary attacks.</summary>
internal static class TargetSelection
{
    /// <summary>
    /// Spreads the targets evenly over the classes that send to the adversary's kind of server, the first classes
    /// taking what does not divide, small classes passing on what they cannot fill. Within a class every device draws a
    /// number and the smallest ones are taken, so more targets always include the fewer.
    /// </summary>
    /// <returns>A flag for each device, or null if all are attacked.</returns>
    public static bool[]? Choose(FleetTopology topology, AdversarySpec adversary)
    {
        if (adversary.TargetDevices is not { } wanted)
        {
            return null;
        }

        FleetSpec spec = topology.Spec;
        bool[] chosen = new bool[topology.Devices];
        int[] classes = [.. Enumerable.Range(0, spec.DeviceClasses.Count).Where(c => SendsTo(spec, c, adversary.Server))];
        int[] shares = Share(wanted, [.. classes.Select(c => spec.DeviceClasses[c].Count)]);
        CounterKey draws = topology.Draws(RandomPurpose.Targets);
        for (int i = 0; i < classes.Length; i++)
        {
            int first = topology.FirstDeviceOf(classes[i]).Value;
            int[] devices = [.. Enumerable.Range(first, spec.DeviceClasses[classes[i]].Count)];
            ulong[] ranks = [.. devices.Select(device => draws.Bits((uint)device, 0))];
            Array.Sort(ranks, devices);
            foreach (int device in devices.AsSpan(0, shares[i]))
            {
                chosen[device] = true;
            }
        }

        return chosen;
    }

    /// <summary>Deals a number out evenly over bins of limited size; what does not fit anywhere is dropped.</summary>
    internal static int[] Share(int total, IReadOnlyList<int> sizes)
    {
        int[] shares = new int[sizes.Count];
        bool dealt = true;
        while (total > 0 && dealt)
        {
            dealt = false;
            int open = shares.Where((share, i) => share < sizes[i]).Count();
            int each = Math.Max(1, total / Math.Max(1, open));
            for (int i = 0; i < shares.Length && total > 0; i++)
            {
                int more = Math.Min(Math.Min(each, total), sizes[i] - shares[i]);
                shares[i] += more;
                total -= more;
                dealt |= more > 0;
            }
        }

        return shares;
    }

    private static bool SendsTo(FleetSpec spec, int deviceClass, int server) =>
        spec.Links[spec.DeviceClasses[deviceClass].Link].Server == server;
}
