using System.Globalization;
using Spectre.Console;

namespace Fleet.Host.Terminal;

/// <summary>Shows the stages of long work, one after another: share done, a detail such as a rate, and the time left.</summary>
internal sealed class ProgressReporter(IAnsiConsole console, TimeProvider clock, ProgressMode mode)
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    /// <summary>The mode that fits a console: bars on a terminal, lines elsewhere, nothing if asked for quiet.</summary>
    public static ProgressReporter For(IAnsiConsole console, TimeProvider clock, bool quiet) =>
        new(console, clock, quiet ? ProgressMode.Quiet : console.Profile.Capabilities.Interactive ? ProgressMode.Bars : ProgressMode.Lines);

    /// <summary>Does one stage of work and shows how far it is.</summary>
    public T Run<T>(string title, Func<IStageProgress, T> work) => mode switch
    {
        ProgressMode.Bars => RunWithBar(title, work),
        ProgressMode.Lines => RunWithLines(title, work),
        _ => work(SilentStage.Instance),
    };

    /// <summary>The time left if work goes on at the speed it had so far, as text; empty while it is not known.</summary>
    internal static string TimeLeft(TimeSpan elapsed, double fraction)
    {
        if (fraction is <= 0.01 or >= 1 || elapsed < TimeSpan.FromSeconds(1))
        {
            return "";
        }

        return TimeLeft(TimeSpan.FromSeconds(elapsed.TotalSeconds * (1 - fraction) / fraction));
    }

    private static string TimeLeft(TimeSpan? known)
    {
        if (known is not { } left)
        {
            return "";
        }

        return left.TotalHours >= 24 ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalDays} d {left.Hours} h left")
            : left.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(int)left.TotalHours} h {left.Minutes} min left")
            : left.TotalMinutes >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{left.Minutes} min {left.Seconds} s left")
            : string.Create(CultureInfo.InvariantCulture, $"{Math.Ceiling(left.TotalSeconds)} s left");
    }

    private T RunWithBar<T>(string title, Func<IStageProgress, T> work)
    {
        return console.Progress()
            .AutoClear(false)
            .Columns(
                new TaskDescriptionColumn { Alignment = Justify.Left },
                new ProgressBarColumn { Width = 24 },
                new PercentageColumn())
            .Start(context =>
            {
                ProgressTask task = context.AddTask(Markup.Escape(title.PadRight(10)), maxValue: 1);
                T result = work(new BarStage(task, title.PadRight(10), clock));
                task.Value = 1;
                return result;
            });
    }

    private T RunWithLines<T>(string title, Func<IStageProgress, T> work)
    {
        var stage = new LineStage(console, title, clock);
        T result = work(stage);
        stage.Finish();
        return result;
    }

    private sealed class SilentStage : IStageProgress
    {
        public static readonly SilentStage Instance = new();

        public void Report(double fraction, string detail)
        {
            // Quiet is what was asked for.
        }

        public void Report(double fraction, string detail, TimeSpan? left)
        {
            // Quiet is what was asked for.
        }
    }

    private sealed class BarStage(ProgressTask task, string title, TimeProvider clock) : IStageProgress
    {
        private readonly long _start = clock.GetTimestamp();

        public void Report(double fraction, string detail) => Show(fraction, detail, TimeLeft(clock.GetElapsedTime(_start), fraction));

        public void Report(double fraction, string detail, TimeSpan? left) => Show(fraction, detail, TimeLeft(left));

        private void Show(double fraction, string detail, string left)
        {
            string text = left.Length == 0 ? detail : $"{detail}, {left}";
            task.Value = Math.Clamp(fraction, 0, 1);
            task.Description = $"{Markup.Escape(title)} [grey]{Markup.Escape(text.PadRight(52)[..52])}[/]";
        }
    }

    private sealed class LineStage(IAnsiConsole console, string title, TimeProvider clock) : IStageProgress
    {
        private readonly long _start = clock.GetTimestamp();
        private long _lastLine = clock.GetTimestamp();
        private string _detail = "";

        public void Report(double fraction, string detail) => Show(fraction, detail, () => TimeLeft(clock.GetElapsedTime(_start), fraction));

        public void Report(double fraction, string detail, TimeSpan? left) => Show(fraction, detail, () => TimeLeft(left));

        private void Show(double fraction, string detail, Func<string> timeLeft)
        {
            _detail = detail;
            if (clock.GetElapsedTime(_lastLine) < LineInterval)
            {
                return;
            }

            _lastLine = clock.GetTimestamp();
            string left = timeLeft();
            Write(string.Create(CultureInfo.InvariantCulture, $"{title}: {Math.Clamp(fraction, 0, 1) * 100:0} %, {detail}{(left.Length == 0 ? "" : ", " + left)}"));
        }

        public void Finish() =>
            Write(string.Create(CultureInfo.InvariantCulture, $"{title}: done in {clock.GetElapsedTime(_start).TotalSeconds:0.0} s{(_detail.Length == 0 ? "" : ", " + _detail)}"));

        private void Write(string line) => console.Profile.Out.Writer.WriteLine(line);
    }
}

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
