using System.Globalization;
using Fleet.Models.Data;
using Spectre.Console;

namespace Fleet.Host.Commands;

/// <summary>Shows how a fetch comes along: bars on a terminal, a plain line every few seconds elsewhere.</summary>
internal static class DataFetchDisplay
{
    private static readonly TimeSpan LineInterval = TimeSpan.FromSeconds(3);

    /// <summary>Runs a fetch and shows its progress.</summary>
    public static async Task<FetchResult> ShowAsync(
        IAnsiConsole console, TimeProvider clock, bool silent, Func<IProgress<FetchProgress>?, Task<FetchResult>> fetch)
    {
        if (silent)
        {
            return await fetch(null);
        }

        if (!console.Profile.Capabilities.Interactive)
        {
            return await fetch(new Lines(console, clock));
        }

        return await console.Progress()
            .Columns(new TaskDescriptionColumn(), new ProgressBarColumn(), new DownloadedColumn(), new TransferSpeedColumn(), new RemainingTimeColumn())
            .StartAsync(context => fetch(new Bars(console, context)));
    }

    private sealed class Lines(IAnsiConsole console, TimeProvider clock) : IProgress<FetchProgress>
    {
        private string? _file;
        private long _last;

        public void Report(FetchProgress value)
        {
            if (value.Notice is { } notice)
            {
                console.PlainLine(notice);
                return;
            }

            bool complete = value.Bytes == value.TotalBytes;
            if (value.File == _file && !complete && clock.GetElapsedTime(_last) < LineInterval)
            {
                return;
            }

            _file = value.File;
            _last = clock.GetTimestamp();
            string total = value.TotalBytes is { } bytes ? $" of {Megabytes(bytes)}" : "";
            string rate = value.BytesPerSecond > 0 ? $", {Megabytes(value.BytesPerSecond)}/s" : "";
            string left = complete || value.TotalBytes is null || value.BytesPerSecond <= 0
                ? ""
                : string.Create(CultureInfo.InvariantCulture, $", {(value.TotalBytes - value.Bytes) / value.BytesPerSecond:0} s left");
            console.PlainLine(string.Create(CultureInfo.InvariantCulture, $"[{value.Number}/{value.Files}] {value.File}: {Megabytes(value.Bytes)}{total}{rate}{left}"));
        }

        private static string Megabytes(double bytes) => string.Create(CultureInfo.InvariantCulture, $"{bytes / 1e6:0.00} MB");
    }

    private sealed class Bars(IAnsiConsole console, ProgressContext context) : IProgress<FetchProgress>
    {
        private readonly Dictionary<string, ProgressTask> _bars = new(StringComparer.Ordinal);

        public void Report(FetchProgress value)
        {
            if (value.Notice is { } notice)
            {
                console.WriteLine(notice);
                return;
            }

            if (!_bars.TryGetValue(value.File, out ProgressTask? bar))
            {
                bar = _bars[value.File] = context.AddTask(Markup.Escape(value.File));
            }

            bar.IsIndeterminate = value.TotalBytes is null;
            bar.MaxValue = value.TotalBytes ?? value.Bytes;
            bar.Value = value.Bytes;
        }
    }
}
