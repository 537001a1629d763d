using Fleet.Models.Data;
using Fleet.Models.Tests.Support;

namespace Fleet.Models.Tests.Data;

/// <summary>Fetches one file of 200 kB from web servers on this machine.</summary>
public sealed class DataFetcherTests : IDisposable
{
    private const int Cut = 120_000;
    private static readonly byte[] Content = SmallIdx.Content(200_000);
    private static readonly byte[] Packed = SmallIdx.Gzip(Content);
    private static readonly DatasetInfo Info = SmallIdx.Set(SmallIdx.Describe("labels", Content, 200_000));
    private static readonly FetchPolicy Quick = new(3, TimeSpan.FromMilliseconds(1), TimeSpan.FromSeconds(20));

    private readonly TemporaryFolder _folder = new();
    private readonly HttpClient _http = new() { Timeout = Timeout.InfiniteTimeSpan };
    private readonly Record _progress = new();

    public void Dispose()
    {
        _http.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task A_file_is_fetched_checked_and_named()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        FetchResult result = await FetchAsync(mirror);
        Assert.Equal(["labels"], result.Fetched);
        Assert.Equal("/labels.gz", Assert.Single(mirror.Requests).Path);
        AssertOnlyTheFileIsThere();
        Assert.Equal(Packed.Length, _progress.Reports[^1].Bytes);
        Assert.Equal(Packed.Length, _progress.Reports[^1].TotalBytes);
    }

    [Fact]
    public async Task A_connection_that_breaks_is_taken_up_where_it_broke()
    {
        await using var mirror = new FakeMirror(request =>
            MirrorAnswer.Ranged(request, Packed) with { CutAfter = request.Number == 1 ? Cut : int.MaxValue });
        await FetchAsync(mirror);
        Assert.Equal([null, Cut], mirror.Requests.Select(request => request.From));
        Assert.Equal("\"v1\"", mirror.Requests[1].IfRange);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_later_fetch_continues_one_that_was_cancelled()
    {
        using (var cancel = new CancellationTokenSource())
        {
            await using var slow = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed) with { CutAfter = Cut, Hang = true });
            _progress.OnReport = report => Cancel(report, cancel);
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => FetchAsync(slow, cancel.Token));
            Assert.False(File.Exists(Target));
            Assert.Equal(Cut, new FileInfo(Target + ".part").Length);

            // The same address comes back to life: the second server takes the first one's place.
            string[] source = File.ReadAllLines(Target + ".part.source");
            await using var back = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
            File.WriteAllLines(Target + ".part.source", [$"{back.Address}labels.gz", source[1], source[2]]);
            _progress.OnReport = null;
            await FetchAsync(back);
            Assert.Equal(Cut, Assert.Single(back.Requests).From);
        }

        AssertOnlyTheFileIsThere();

        static void Cancel(FetchProgress report, CancellationTokenSource cancel)
        {
            if (report.Bytes >= Cut)
            {
                cancel.Cancel();
            }
        }
    }

    [Fact]
    public async Task A_server_without_ranges_starts_again()
    {
        await using var mirror = new FakeMirror(request =>
            MirrorAnswer.Whole(Packed) with { CutAfter = request.Number == 1 ? Cut : int.MaxValue });
        await FetchAsync(mirror);
        Assert.Equal([null, Cut], mirror.Requests.Select(request => request.From));
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_file_that_changed_on_the_server_is_fetched_from_its_start()
    {
        await using var mirror = new FakeMirror(request => request.Number == 1
            ? MirrorAnswer.Whole(new byte[Packed.Length], "ETag: \"old\"\r\n") with { CutAfter = Cut }
            : MirrorAnswer.Ranged(request, Packed, "\"new\""));
        await FetchAsync(mirror);
        Assert.Equal("\"old\"", mirror.Requests[1].IfRange);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_part_that_is_complete_already_is_not_fetched_again()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        LeavePart($"{mirror.Address}labels.gz", Packed);
        await FetchAsync(mirror);
        Assert.Equal(Packed.Length, Assert.Single(mirror.Requests).From);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_part_that_spoils_the_file_is_thrown_away_and_the_mirror_gets_a_second_chance()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        LeavePart($"{mirror.Address}labels.gz", new byte[Cut]);
        await FetchAsync(mirror);
        Assert.Equal([Cut, null], mirror.Requests.Select(request => request.From));
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_part_of_another_address_is_not_continued()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        LeavePart("http://example.org/labels.gz", new byte[Cut]);
        await FetchAsync(mirror);
        Assert.Null(Assert.Single(mirror.Requests).From);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task Wrong_content_leads_to_the_next_mirror()
    {
        byte[] wrong = [.. Content];
        wrong[1000] ^= 1;
        await using var bad = new FakeMirror(request => MirrorAnswer.Ranged(request, SmallIdx.Gzip(wrong)));
        await using var good = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        await FetchAsync([bad, good]);
        Assert.Single(bad.Requests);
        Assert.Contains(_progress.Notices, notice => notice.Contains("delivered SHA-256", StringComparison.Ordinal) && notice.EndsWith("trying the next mirror", StringComparison.Ordinal));
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task Content_that_never_ends_is_cut_off()
    {
        await using var endless = new FakeMirror(request => MirrorAnswer.Whole(new byte[400_000]));
        await using var good = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        await FetchAsync([endless, good]);
        Assert.Contains(_progress.Notices, notice => notice.Contains("sent more than", StringComparison.Ordinal));
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_server_that_falls_silent_is_tried_again()
    {
        await using var mirror = new FakeMirror(request =>
            MirrorAnswer.Ranged(request, Packed) with { CutAfter = request.Number == 1 ? Cut : int.MaxValue, Hang = request.Number == 1 });
        await FetchAsync([mirror], Quick with { Stall = TimeSpan.FromMilliseconds(300) });
        Assert.Contains(_progress.Notices, notice => notice.Contains("sent nothing for 0.3 s", StringComparison.Ordinal));
        Assert.Equal(Cut, mirror.Requests[1].From);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task When_every_mirror_fails_the_message_names_each_with_its_reason()
    {
        await using var absent = new FakeMirror(_ => MirrorAnswer.Status("404 Not Found"));
        await using var overloaded = new FakeMirror(_ => MirrorAnswer.Status("503 Service Unavailable"));
        var error = await Assert.ThrowsAsync<DataFetchException>(() => FetchAsync([absent, overloaded]));
        Assert.Contains($"{absent.Address}labels.gz: 404 Not Found", error.Message, StringComparison.Ordinal);
        Assert.Contains($"{overloaded.Address}labels.gz: 503 Service Unavailable", error.Message, StringComparison.Ordinal);
        Assert.Single(absent.Requests);
        Assert.Equal(3, overloaded.Requests.Count);
        Assert.False(File.Exists(Target));
    }

    [Fact]
    public async Task Pauses_between_attempts_double()
    {
        await using var mirror = new FakeMirror(_ => MirrorAnswer.Status("503 Service Unavailable"));
        var clock = new SkippingClock();
        await Assert.ThrowsAsync<DataFetchException>(() =>
            new DataFetcher(_http, clock, FetchPolicy.Default).FetchAsync(Info, [mirror.Address], _folder.FullPath, null, CancellationToken.None));
        Assert.Equal([1, 2, 4], clock.Pauses.Select(pause => pause.TotalSeconds));
    }

    [Theory]
    [InlineData(0.4, false)]
    [InlineData(0.5, true)]
    public async Task The_rate_is_told_after_half_a_second(double secondsPerReading, bool told)
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        var clock = new SteppingClock(TimeSpan.FromSeconds(secondsPerReading));
        await new DataFetcher(_http, clock, Quick).FetchAsync(Info, [mirror.Address], _folder.FullPath, _progress, CancellationToken.None);
        Assert.Equal(told ? _progress.Reports[0].Bytes / secondsPerReading : 0, _progress.Reports[0].BytesPerSecond, 1e-6);
    }

    [Fact]
    public async Task A_connection_that_breaks_often_but_moves_on_gets_there()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed) with { CutAfter = 20_000 });
        await FetchAsync(mirror);
        Assert.Equal(11, mirror.Requests.Count);
        AssertOnlyTheFileIsThere();
    }

    [Fact]
    public async Task A_connection_that_always_breaks_at_the_same_byte_is_given_up()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Whole(Packed) with { CutAfter = Cut });
        await Assert.ThrowsAsync<DataFetchException>(() => FetchAsync(mirror));
        Assert.Equal(3, mirror.Requests.Count);
    }

    [Fact]
    public async Task What_is_there_already_is_not_fetched()
    {
        File.WriteAllBytes(_folder.PathOf("labels"), Content);
        await using var mirror = new FakeMirror(_ => MirrorAnswer.Status("404 Not Found"));
        FetchResult result = await FetchAsync(mirror);
        Assert.Equal(["labels"], result.Present);
        Assert.Empty(mirror.Requests);
    }

    [Fact]
    public async Task A_damaged_file_is_put_aside_and_fetched_again()
    {
        File.WriteAllBytes(_folder.PathOf("labels"), Content[..500]);
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        await FetchAsync(mirror);
        Assert.True(File.Exists(_folder.PathOf("labels.damaged")));
        Assert.Equal(Packed, File.ReadAllBytes(Target));
    }

    [Fact]
    public async Task Two_fetches_of_one_file_do_not_mix()
    {
        await using var mirror = new FakeMirror(request => MirrorAnswer.Ranged(request, Packed));
        using var other = new PartialFile(Target);
        var error = await Assert.ThrowsAsync<DataFetchException>(() => FetchAsync(mirror));
        Assert.StartsWith($"Cannot write {Target}.part", error.Message, StringComparison.Ordinal);
    }

    private string Target => _folder.PathOf("labels.gz");

    private Task<FetchResult> FetchAsync(FakeMirror mirror, CancellationToken cancellation = default) =>
        FetchAsync([mirror], Quick, cancellation);

    private Task<FetchResult> FetchAsync(IEnumerable<FakeMirror> mirrors, FetchPolicy? policy = null, CancellationToken cancellation = default) =>
        new DataFetcher(_http, TimeProvider.System, policy ?? Quick)
            .FetchAsync(Info, [.. mirrors.Select(mirror => mirror.Address)], _folder.FullPath, _progress, cancellation);

    private void LeavePart(string url, byte[] bytes)
    {
        File.WriteAllBytes(Target + ".part", bytes);
        File.WriteAllLines(Target + ".part.source", [url, "\"v1\"", $"{Packed.Length}"]);
    }

    private void AssertOnlyTheFileIsThere()
    {
        Assert.Equal([Target], Directory.GetFiles(_folder.FullPath));
        Assert.Equal(Packed, File.ReadAllBytes(Target));
    }

    private sealed class Record : IProgress<FetchProgress>
    {
        public List<FetchProgress> Reports { get; } = [];

        public Action<FetchProgress>? OnReport { get; set; }

        public IEnumerable<string> Notices => Reports.Select(report => report.Notice ?? "").Where(notice => notice.Length > 0);

        public void Report(FetchProgress value)
        {
            Reports.Add(value);
            OnReport?.Invoke(value);
        }
    }

    /// <summary>Moves on by the same step at every reading.</summary>
    private sealed class SteppingClock(TimeSpan step) : TimeProvider
    {
        private long _readings;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;

        public override long GetTimestamp() => _readings++ * step.Ticks;
    }

    /// <summary>Lets pauses of a few seconds pass at once, and notes them.</summary>
    private sealed class SkippingClock : TimeProvider
    {
        public List<TimeSpan> Pauses { get; } = [];

        public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
        {
            if (dueTime < TimeSpan.FromSeconds(10))
            {
                Pauses.Add(dueTime);
                dueTime = TimeSpan.Zero;
            }

            return base.CreateTimer(callback, state, dueTime, period);
        }
    }
}
