using Fleet.Host.Terminal;

namespace Fleet.Host.Forecasts;

/// <summary>Shows how far work in parts is. To whoever does a part it is the progress of that part alone.</summary>
/// <param name="stage">Where it is shown.</param>
/// <param name="time">The time that is left.</param>
internal sealed class WorkProgress(IStageProgress stage, RemainingTime time) : IStageProgress
{
    /// <summary>Begins the next part.</summary>
    /// <param name="kind">What it is.</param>
    public void Begin(string kind) => time.Begin(kind);

    /// <summary>The part that was begun is done.</summary>
    public void End() => time.End();

    public void Report(double fraction, string detail)
    {
        time.Report(fraction);
        stage.Report(time.Share, detail, time.Left);
    }

    public void Report(double fraction, string detail, TimeSpan? left) => Report(fraction, detail);
}
