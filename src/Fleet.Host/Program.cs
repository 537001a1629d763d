using Fleet.Host.Commands;
using Fleet.Host.Terminal;

return await CommandLine.InvokeAsync(args, Consoles.OfProcess());
