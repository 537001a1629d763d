namespace Fleet.Host.Tests.Support;

/// <summary>The scenario files that come with the program.</summary>
internal static class ReadyScenarios
{
    /// <summary>The path of one of them.</summary>
    public static string PathOf(string name) => Path.Combine(Folder(), name + ".yaml");

    /// <summary>The folder scenarios/ of the checkout that the tests were built from.</summary>
    public static string Folder()
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "FleetSim.sln")))
            {
                return Path.Combine(folder.FullName, "scenarios");
            }
        }

        throw new DirectoryNotFoundException("The tests run outside a checkout: no folder above them holds FleetSim.sln.");
    }
}
