return await Fleet.Host.FleetSimProgram.RunAsync(args);
