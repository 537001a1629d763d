using System.Globalization;
using Fleet.Host.Commands;
using Fleet.Host.Terminal;

// Libraries that format too, such as those of tables and plots, follow the culture; nothing of the product does.
CultureInfo.CurrentCulture = CultureInfo.DefaultThreadCurrentCulture = CultureInfo.InvariantCulture;

return await FleetSimCommand.InvokeAsync(args, Consoles.OfProcess());
