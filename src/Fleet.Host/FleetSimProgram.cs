using System.Globalization;
using Fleet.Host.Commands;
using Fleet.Host.Scenarios;
using Fleet.Host.Terminal;

namespace Fleet.Host;

/// <summary>The program <c>fleetsim</c>, for programs that add rules of their own (docs/extending.md).</summary>
public static class FleetSimProgram
{
    /// <summary>Runs one command. The culture of the process becomes the invariant one.</summary>
    /// <param name="args">The arguments of the command line.</param>
    /// <param name="catalogs">The rules that scenarios and the command line can name; the built-in ones if null.</param>
    /// <returns>The exit code: 0 done, 1 failed, 2 bad input or usage, 130 interrupted.</returns>
    public static Task<int> RunAsync(string[] args, Catalogs? catalogs = null)
    {
        // Libraries that format too, such as those of tables and plots, follow the culture; nothing of the product does.
        CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;
        return FleetSimCommand.InvokeAsync(args, Consoles.OfProcess(), catalogs);
    }
}
