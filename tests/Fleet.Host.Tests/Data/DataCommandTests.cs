using System.CommandLine;
using System.Net;
using System.Text.Json;
using Fleet.Host.Commands;
using Fleet.Models.Data;
using Spectre.Console.Testing;

namespace Fleet.Host.Tests.Data;

public sealed class DataCommandTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("fleetsim-test-").FullName;
    private readonly TestConsole _console = new();
    private readonly StringWriter _errors = new();
    private Func<HttpRequestMessage, HttpResponseMessage> _web = _ => new HttpResponseMessage(HttpStatusCode.NotFound);

    public void Dispose()
    {
        _console.Dispose();
        _errors.Dispose();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task List_tells_each_set_with_counts_shape_and_place()
    {
        Assert.Equal(0, await RunAsync("list"));
        Assert.Contains("synthetic-digits  ", _console.Output, StringComparison.Ordinal);
        Assert.Contains("20,000 train and 10,000 test pictures of 1x28x28, 10 classes", _console.Output, StringComparison.Ordinal);
        Assert.Contains("embedded", _console.Output, StringComparison.Ordinal);
        Assert.Contains("not found; fetch it with: fleetsim data fetch mnist", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task List_as_json_is_nothing_but_json()
    {
        Assert.Equal(0, await RunAsync("list", "--json"));
        using var json = JsonDocument.Parse(_console.Output);
        JsonElement[] sets = [.. json.RootElement.EnumerateArray()];
        Assert.Equal(["synthetic-digits", "synthetic-colors", "mnist", "fashion-mnist", "cifar10"], sets.Select(set => set.GetProperty("name").GetString()));
        Assert.Equal([true, true, false, false, false], sets.Select(set => set.GetProperty("available").GetBoolean()));
    }

    [Theory]
    [InlineData("verify")]
    [InlineData("fetch")]
    public async Task An_unknown_set_is_bad_input(string command)
    {
        Assert.Equal(2, await RunAsync(command, "minst"));
        Assert.Equal("There is no data set 'minst'; the sets are synthetic-digits, synthetic-colors, mnist, fashion-mnist, cifar10.\n", _errors.ToString());
    }

    [Fact]
    public async Task Verify_draws_the_embedded_set_again()
    {
        Assert.Equal(0, await RunAsync("verify"));
        Assert.Contains("synthetic-digits: ok\n  train: ok\n  test: ok\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("mnist: not found", _console.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Verify_fails_for_a_named_set_that_is_not_there() => Assert.Equal(1, await RunAsync("verify", "mnist"));

    [Fact]
    public async Task Verify_fails_and_names_the_file_that_is_damaged()
    {
        File.WriteAllText(Path.Combine(_folder, "train-images-idx3-ubyte"), "no pictures");
        Assert.Equal(1, await RunAsync("verify", "mnist", "--data-folder", _folder));
        Assert.Contains("mnist: damaged", _console.Output, StringComparison.Ordinal);
        Assert.Contains($"{_folder}/train-images-idx3-ubyte: found 11 bytes, expected an IDX header of 16 bytes", _console.Output, StringComparison.Ordinal);
        Assert.Contains("t10k-images-idx3-ubyte: not found", _console.Output, StringComparison.Ordinal);
    }

    [MnistFact]
    public async Task Verify_with_a_folder_looks_nowhere_else()
    {
        Assert.Equal(0, await RunAsync("verify", "mnist", "--data-folder", MnistFactAttribute.Folder!));
        var withMnist = new DataLocations(null, MnistFactAttribute.Folder, Cache);
        Assert.Equal(0, await RunAsync(withMnist, "verify", "mnist"));
        Assert.Equal(1, await RunAsync(withMnist, "verify", "mnist", "--data-folder", _folder));
    }

    [MnistFact]
    public async Task List_names_the_folder_that_holds_a_set()
    {
        Assert.Equal(0, await RunAsync("list", "--data-folder", MnistFactAttribute.Folder!));
        Assert.Contains($"found in {MnistFactAttribute.Folder}\n", _console.Output, StringComparison.Ordinal);
    }

    [MnistFact]
    public async Task Fetch_brings_a_set_into_the_cache_where_it_is_found_and_not_fetched_again()
    {
        _web = ServeMnist;
        Assert.Equal(0, await RunAsync("fetch", "mnist"));
        Assert.EndsWith($"mnist is in {Cache}/mnist, checked by SHA-256\n", _console.Output, StringComparison.Ordinal);
        Assert.Contains("[1/4] train-images-idx3-ubyte: ", _console.Output, StringComparison.Ordinal);
        Assert.Equal(0, await RunAsync("verify", "mnist"));

        _web = _ => throw new InvalidOperationException("nothing is to be fetched");
        Assert.Equal(0, await RunAsync("fetch", "mnist"));
        Assert.EndsWith($"mnist is in {Cache}/mnist already, checked by SHA-256\n", _console.Output, StringComparison.Ordinal);
    }

    [MnistFact]
    public async Task Fetch_as_json_is_nothing_but_json()
    {
        _web = ServeMnist;
        Assert.Equal(0, await RunAsync("fetch", "mnist", "--json", "--data-folder", _folder));
        using var json = JsonDocument.Parse(_console.Output);
        Assert.Equal($"{_folder}/mnist", json.RootElement.GetProperty("folder").GetString());
        Assert.Equal(4, json.RootElement.GetProperty("fetched").GetArrayLength());
    }

    [Fact]
    public async Task Quiet_fetch_prints_errors_only()
    {
        Assert.Equal(1, await RunAsync("fetch", "mnist", "--quiet"));
        Assert.Equal("", _console.Output);
        Assert.NotEqual("", _errors.ToString());
    }

    [Fact]
    public async Task An_interrupted_fetch_says_what_it_keeps()
    {
        using var cancel = new CancellationTokenSource();
        _web = _ =>
        {
            cancel.Cancel();
            throw new OperationCanceledException(cancel.Token);
        };
        Assert.Equal(130, await RunAsync(Nowhere, ["fetch", "mnist"], cancel.Token));
        Assert.Contains($"kept in {Cache}/mnist", _errors.ToString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Fetch_of_the_embedded_set_has_nothing_to_do()
    {
        Assert.Equal(0, await RunAsync("fetch", "synthetic-digits"));
        Assert.Equal("synthetic-digits is embedded: there is nothing to fetch\n", _console.Output);
    }

    [Fact]
    public async Task Fetch_that_no_mirror_serves_fails_and_names_each()
    {
        Assert.Equal(1, await RunAsync("fetch", "mnist", "--mirror", "http://own.example/digits"));
        string[] lines = _errors.ToString().Split('\n');
        Assert.Equal("No mirror delivered train-images-idx3-ubyte:", lines[0]);
        Assert.Equal("  http://own.example/digits/train-images-idx3-ubyte.gz: 404 Not Found", lines[1]);
        Assert.Equal(3, lines.Count(line => line.EndsWith("404 Not Found", StringComparison.Ordinal)));
    }

    [Theory]
    [InlineData("own.example")]
    [InlineData("ftp://own.example")]
    public async Task A_mirror_must_be_a_web_address(string mirror)
    {
        Assert.NotEqual(0, await RunAsync("fetch", "mnist", "--mirror", mirror));
        Assert.Contains($"'{mirror}' is no mirror", _errors.ToString(), StringComparison.Ordinal);
    }

    private string Cache => Path.Combine(_folder, "cache");

    private DataLocations Nowhere => new(null, null, Cache);

    private static HttpResponseMessage ServeMnist(HttpRequestMessage request)
    {
        string file = Path.Combine(MnistFactAttribute.Folder!, Path.GetFileName(request.RequestUri!.AbsolutePath));
        return new HttpResponseMessage(HttpStatusCode.OK)
        {
            Content = new ByteArrayContent(File.ReadAllBytes(File.Exists(file) ? file : Path.ChangeExtension(file, null))),
        };
    }

    private Task<int> RunAsync(params string[] arguments) => RunAsync(Nowhere, arguments);

    private Task<int> RunAsync(DataLocations locations, params string[] arguments) => RunAsync(locations, arguments, CancellationToken.None);

    private Task<int> RunAsync(DataLocations locations, string[] arguments, CancellationToken cancellation)
    {
        Command command = DataCommand.Create(
            _console, locations, TimeProvider.System, () => new HttpClient(new StubHandler(_web)) { Timeout = Timeout.InfiniteTimeSpan });
        return command.Parse(arguments).InvokeAsync(new InvocationConfiguration { Output = _errors, Error = _errors }, cancellation);
    }

    private sealed class StubHandler(Func<HttpRequestMessage, HttpResponseMessage> answer) : HttpMessageHandler
    {
        protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken cancellationToken) =>
            Task.FromResult(answer(request));
    }
}
