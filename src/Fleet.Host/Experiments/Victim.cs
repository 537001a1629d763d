using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Experiments;

/// <summary>An attacked network and the pictures around it.</summary>
/// <param name="Network">The trained network; whoever prepared it disposes of it.</param>
/// <param name="TrainedOn">What it learned from.</param>
/// <param name="Others">Training pictures that it has never seen; empty if it learned from all.</param>
/// <param name="Test">The pictures that are attacked.</param>
internal sealed record Victim(TrainedNetwork Network, Dataset TrainedOn, Dataset Others, Dataset Test);
