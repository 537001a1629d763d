namespace Fleet.Host.Scenarios;

/// <summary>What a diagnostic means for the scenario.</summary>
public enum Severity
{
    /// <summary>It cannot run.</summary>
    Error,

    /// <summary>It runs, but hardly as it is meant.</summary>
    Warning,
}
