namespace Fleet.Host.Terminal;

/// <summary>Takes the state of one stage of work.</summary>
internal interface IStageProgress
{
    /// <summary>Tells how far the stage is. Cheap enough to be called often.</summary>
    /// <param name="fraction">The share done, 0 to 1.</param>
    /// <param name="detail">What is being done and how fast, in a few words.</param>
    void Report(double fraction, string detail);

    /// <summary>Tells how far the stage is where the time left does not follow from the share done.</summary>
    /// <param name="fraction">The share done, 0 to 1.</param>
    /// <param name="detail">What is being done and how fast, in a few words.</param>
    /// <param name="left">The time left; null while it is not known.</param>
    void Report(double fraction, string detail, TimeSpan? left);
}

/// <summary>Shows what is loaded or trained before the work proper.</summary>
internal interface ILearningDisplay
{
    /// <summary>Does a piece of it.</summary>
    /// <param name="title">What it is.</param>
    /// <param name="work">Does it, and reports how far it is.</param>
    T Run<T>(string title, Func<IStageProgress, T> work);
}

/// <summary>Shows each piece as a text of one stage.</summary>
/// <param name="stage">The stage.</param>
internal sealed class WithinStage(IStageProgress stage) : ILearningDisplay
{
    public T Run<T>(string title, Func<IStageProgress, T> work) => work(new Titled(stage, title));

    private sealed class Titled(IStageProgress stage, string title) : IStageProgress
    {
        public void Report(double fraction, string detail) => stage.Report(fraction, $"{title}: {detail}");

        public void Report(double fraction, string detail, TimeSpan? left) => stage.Report(fraction, $"{title}: {detail}", left);
    }
}
