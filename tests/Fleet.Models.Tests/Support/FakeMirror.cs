using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Fleet.Models.Tests.Support;

/// <summary>A web server on this machine whose answers, breaks and silences a test decides.</summary>
public sealed class FakeMirror : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _stop = new();
    private readonly Func<MirrorRequest, MirrorAnswer> _answer;
    private readonly Task _loop;
    private readonly Lock _gate = new();
    private readonly List<MirrorRequest> _requests = [];

    public FakeMirror(Func<MirrorRequest, MirrorAnswer> answer)
    {
        _answer = answer;
        _listener.Start();
        _loop = Task.Run(ServeAsync);
    }

    public Uri Address => new($"http://127.0.0.1:{((IPEndPoint)_listener.LocalEndpoint).Port}/");

    public IReadOnlyList<MirrorRequest> Requests
    {
        get
        {
            lock (_gate)
            {
                return [.. _requests];
            }
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        _listener.Stop();
        await _loop;
        _stop.Dispose();
    }

    private async Task ServeAsync()
    {
        List<Task> clients = [];
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                clients.Add(AnswerAsync(await _listener.AcceptTcpClientAsync(_stop.Token)));
            }
            catch (Exception error) when (error is OperationCanceledException or SocketException)
            {
                break;
            }
        }

        await Task.WhenAll(clients);
    }

    private async Task AnswerAsync(TcpClient client)
    {
        using TcpClient owned = client;
        NetworkStream stream = client.GetStream();
        try
        {
            MirrorRequest request = await ReadRequestAsync(stream);
            int number;
            lock (_gate)
            {
                _requests.Add(request);
                number = _requests.Count;
            }

            MirrorAnswer answer = _answer(request with { Number = number });
            await stream.WriteAsync(Encoding.ASCII.GetBytes(answer.Head), _stop.Token);
            await stream.WriteAsync(answer.Body.AsMemory(0, Math.Min(answer.Body.Length, answer.CutAfter)), _stop.Token);
            if (answer.Hang)
            {
                await Task.Delay(Timeout.Infinite, _stop.Token);
            }
        }
        catch (Exception error) when (error is OperationCanceledException or IOException)
        {
            // The test has ended, or the client under test has hung up.
            return;
        }
    }

    private async Task<MirrorRequest> ReadRequestAsync(NetworkStream stream)
    {
        StringBuilder head = new();
        byte[] one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _stop.Token) > 0)
        {
            head.Append((char)one[0]);
        }

        string[] lines = head.ToString().Split("\r\n");
        string? range = Header(lines, "Range");
        return new MirrorRequest(
            lines[0].Split(' ')[1],
            range is null ? null : int.Parse(range["bytes=".Length..].TrimEnd('-'), CultureInfo.InvariantCulture),
            Header(lines, "If-Range"));
    }

    private static string? Header(string[] lines, string name) =>
        Array.Find(lines, line => line.StartsWith(name + ":", StringComparison.OrdinalIgnoreCase))?[(name.Length + 1)..].Trim();
}

/// <summary>What a client asked for.</summary>
public sealed record MirrorRequest(string Path, int? From, string? IfRange)
{
    public int Number { get; init; }
}

/// <summary>What the server sends: a head with the length of the whole body, and the body up to where it is cut.</summary>
public sealed record MirrorAnswer(string Head, byte[] Body)
{
    public int CutAfter { get; init; } = int.MaxValue;

    public bool Hang { get; init; }

    public static MirrorAnswer Status(string status) => new($"HTTP/1.1 {status}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", []);

    /// <summary>The whole content, whatever range was asked for.</summary>
    public static MirrorAnswer Whole(byte[] content, string validator = "ETag: \"v1\"\r\n") =>
        new($"HTTP/1.1 200 OK\r\n{validator}Content-Length: {content.Length}\r\nConnection: close\r\n\r\n", content);

    /// <summary>What a server with ranges sends: the rest if the client's validator still holds, else the whole.</summary>
    public static MirrorAnswer Ranged(MirrorRequest request, byte[] content, string tag = "\"v1\"")
    {
        if (request.From is not { } from || (request.IfRange is not null && request.IfRange != tag))
        {
            return Whole(content, $"ETag: {tag}\r\n");
        }

        return from >= content.Length
            ? new($"HTTP/1.1 416 Range Not Satisfiable\r\nContent-Range: bytes */{content.Length}\r\nContent-Length: 0\r\nConnection: close\r\n\r\n", [])
            : new($"HTTP/1.1 206 Partial Content\r\nETag: {tag}\r\nContent-Range: bytes {from}-{content.Length - 1}/{content.Length}\r\nContent-Length: {content.Length - from}\r\nConnection: close\r\n\r\n", content[from..]);
    }
}
