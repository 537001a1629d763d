using System.Globalization;
using Fleet.Models.Leakage;
using Fleet.Models.Networks;

namespace Fleet.Host.Scenarios;

/// <summary>What pictures must be so that everything that an adversary recovers of them can be measured.</summary>
internal static class AttackedPictures
{
    /// <summary>Why the pictures of a network cannot be attacked; null if they can.</summary>
    /// <returns>A sentence for the user.</returns>
    public static string? Problem(NetworkSpec network)
    {
        int smallest = SsimConventions.SmallestPicture;
        return Math.Min(network.Input.Height, network.Input.Width) >= smallest
            ? null
            : string.Create(CultureInfo.InvariantCulture, $"{network.Name} takes pictures of {network.Input}; measuring what an adversary recovers (SSIM) needs at least {smallest}x{smallest}.");
    }
}
