namespace Fleet.Models.Data;

/// <summary>The product's folders below the user's cache folder, as the XDG base directory specification has it.</summary>
/// <param name="Root">The product's own cache folder.</param>
public sealed record CacheFolders(string Root)
{
    /// <summary>Where fetched data sets are kept, a folder for each.</summary>
    public string Data => Path.Combine(Root, "data");

    /// <summary>Where pictures are kept once they are decoded.</summary>
    public string Decoded => Path.Combine(Root, "decoded");

    /// <summary>Where trained weights are kept.</summary>
    public string Weights => Path.Combine(Root, "weights");

    /// <summary>$XDG_CACHE_HOME/fleetsim; without that variable, or with a relative path in it, ~/.cache/fleetsim.</summary>
    /// <param name="environment">Gives the value of an environment variable, or null.</param>
    public static CacheFolders Find(Func<string, string?> environment)
    {
        string? cache = environment("XDG_CACHE_HOME");
        if (string.IsNullOrWhiteSpace(cache) || !Path.IsPathFullyQualified(cache))
        {
            string? home = environment("HOME");
            home = string.IsNullOrWhiteSpace(home) ? Environment.GetFolderPath(Environment.SpecialFolder.UserProfile) : home;
            cache = Path.Combine(home, ".cache");
        }

        return new CacheFolders(Path.Combine(cache, "fleetsim"));
    }
}
