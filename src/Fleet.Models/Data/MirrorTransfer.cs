using System.Globalization;
using System.Net;
using System.Net.Http.Headers;

namespace Fleet.Models.Data;

/// <summary>
/// One HTTP transfer of a file into its part: continues where the part ends if the server still has the same file and
/// serves ranges (RFC 9110, section 14), starts again otherwise.
/// </summary>
internal sealed class MirrorTransfer(HttpClient http, TimeProvider clock, TimeSpan stall)
{
    private const int BlockBytes = 1 << 16;

    /// <summary>The first blocks come out of buffers: a rate taken earlier is far too high.</summary>
    private const double LeastSecondsForRate = 0.5;

    /// <summary>Transfers until the file is complete.</summary>
    /// <param name="url">The file's address.</param>
    /// <param name="part">Receives the bytes.</param>
    /// <param name="limit">More bytes than this cannot be the file.</param>
    /// <param name="report">Told the bytes so far, the total if known, and the rate in bytes per second.</param>
    /// <param name="cancellation">Stops the transfer; the part keeps what it has.</param>
    /// <exception cref="MirrorFailure">The transfer failed.</exception>
    public async Task RunAsync(Uri url, PartialFile part, long limit, Action<long, long?, double> report, CancellationToken cancellation)
    {
        using var silence = new CancellationTokenSource(stall, clock);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(cancellation, silence.Token);
        try
        {
            long have = part.Source?.Url == url.AbsoluteUri ? part.Length : 0;
            using HttpRequestMessage request = Request(url, have, part.Source);
            using HttpResponseMessage response = await http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, either.Token);
            if (Prepare(url, part, have, response))
            {
                await CopyAsync(response.Content, part, limit, report, silence, either.Token);
            }
        }
        catch (OperationCanceledException) when (silence.IsCancellationRequested && !cancellation.IsCancellationRequested)
        {
            throw new MirrorFailure(string.Create(CultureInfo.InvariantCulture, $"sent nothing for {stall.TotalSeconds:0.#} s"), retryable: true);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            throw new MirrorFailure(error.Message, retryable: true, error);
        }
    }

    private static HttpRequestMessage Request(Uri url, long have, PartSource? source)
    {
        var request = new HttpRequestMessage(HttpMethod.Get, url);
        if (have > 0)
        {
            request.Headers.Range = new RangeHeaderValue(have, null);
            if (source!.Validator.Length > 0)
            {
                request.Headers.TryAddWithoutValidation("If-Range", source.Validator);
            }
        }

        return request;
    }

    /// <summary>Makes the part ready for the response's bytes.</summary>
    /// <returns>False if the part is complete as it is.</returns>
    private static bool Prepare(Uri url, PartialFile part, long have, HttpResponseMessage response)
    {
        switch (response.StatusCode)
        {
            case HttpStatusCode.OK:
                part.Restart(new PartSource(url.AbsoluteUri, Validator(response), response.Content.Headers.ContentLength ?? -1));
                return true;
            case HttpStatusCode.PartialContent when Continues(response, have, part.Source!):
                return true;
            case HttpStatusCode.RequestedRangeNotSatisfiable when have > 0 && response.Content.Headers.ContentRange?.Length == have:
                return false;
            case HttpStatusCode.PartialContent or HttpStatusCode.RequestedRangeNotSatisfiable:
                part.Restart(null);
                throw new MirrorFailure("no longer has the file that was begun", retryable: true);
            default:
                int status = (int)response.StatusCode;
                throw new MirrorFailure(string.Create(CultureInfo.InvariantCulture, $"{status} {response.ReasonPhrase}"), retryable: status is >= 500 or 408 or 429);
        }
    }

    private static bool Continues(HttpResponseMessage response, long have, PartSource source)
    {
        ContentRangeHeaderValue? range = response.Content.Headers.ContentRange;
        return have > 0 && range?.From == have && (source.Total < 0 || range.Length is null || range.Length == source.Total);
    }

    private static string Validator(HttpResponseMessage response) =>
        response.Headers.ETag is { IsWeak: false } tag ? tag.ToString()
        : response.Content.Headers.LastModified is { } changed ? changed.ToString("r", CultureInfo.InvariantCulture)
        : "";

    private async Task CopyAsync(
        HttpContent content, PartialFile part, long limit, Action<long, long?, double> report, CancellationTokenSource silence, CancellationToken cancellation)
    {
        long? total = part.Source!.Total >= 0 ? part.Source.Total : null;
        long start = clock.GetTimestamp();
        long before = part.Length;
        byte[] block = new byte[BlockBytes];
        using Stream stream = await content.ReadAsStreamAsync(cancellation);
        int read;
        while ((read = await stream.ReadAsync(block, cancellation)) > 0)
        {
            part.Append(block.AsSpan(0, read));
            if (part.Length > limit)
            {
                part.Restart(null);
                throw new MirrorFailure(string.Create(CultureInfo.InvariantCulture, $"sent more than {limit} bytes"), retryable: false);
            }

            double seconds = clock.GetElapsedTime(start).TotalSeconds;
            report(part.Length, total, seconds >= LeastSecondsForRate ? (part.Length - before) / seconds : 0);
            silence.CancelAfter(stall);
        }

        if (part.Length < total)
        {
            throw new MirrorFailure(string.Create(CultureInfo.InvariantCulture, $"ended the transfer after {part.Length} of {total} bytes"), retryable: true);
        }
    }
}

/// <summary>A mirror did not deliver.</summary>
internal sealed class MirrorFailure(string message, bool retryable, Exception? inner = null) : Exception(message, inner)
{
    /// <summary>Whether the same mirror may deliver the next time.</summary>
    public bool Retryable { get; } = retryable;
}
