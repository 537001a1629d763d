using System.Text;
using Fleet.Host.Scenarios;

namespace Fleet.Host.Tests.Scenarios;

/// <summary>What is no readable text file is named for what it is.</summary>
public sealed class TextFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_folder_is_called_a_folder() =>
        Assert.Contains("This is a folder; expected a scenario file", Problem(_folder.FullPath).Message, StringComparison.Ordinal);

    [Theory]
    [InlineData("/dev/zero")]
    [InlineData("/dev/null")]
    public void A_device_is_not_read(string path) =>
        Assert.Contains("This is a device or a pipe; expected a scenario file", Problem(path).Message, StringComparison.Ordinal);

    [Fact]
    public void A_file_of_more_than_a_megabyte_is_not_read()
    {
        string path = _folder.PathOf("large.yaml");
        using (FileStream stream = File.Create(path))
        {
            stream.SetLength((1 << 20) + 1);
        }

        Assert.StartsWith("The file has 1,048,577 bytes; expected a scenario file", Problem(path).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_byte_that_is_not_UTF_8_is_named_with_its_place()
    {
        Diagnostic problem = Problem(Write(Encoding.Latin1.GetBytes("duration: 10 s\nname: café\n")));
        Assert.Equal((2, 10), (problem.Line, problem.Column));
        Assert.StartsWith("The byte 0xe9 is not UTF-8, as in a file that was saved as Latin-1", problem.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void UTF_16_without_a_mark_is_called_so_and_with_one_it_is_read(bool bigEndian)
    {
        var encoding = new UnicodeEncoding(bigEndian, byteOrderMark: true);
        byte[] text = encoding.GetBytes(ScenarioFiles.Valid);
        Assert.Contains("as UTF-16 without a byte order mark does; expected UTF-8", Problem(Write(text)).Message, StringComparison.Ordinal);
        Assert.Empty(ScenarioReader.ReadFile(Write([.. encoding.GetPreamble(), .. text])).Problems);
    }

    [Fact]
    public void UTF_8_is_read_with_and_without_a_mark()
    {
        byte[] text = Encoding.UTF8.GetBytes(ScenarioFiles.Valid + "\n# café\n");
        Assert.Empty(ScenarioReader.ReadFile(Write(text)).Problems);
        Assert.Empty(ScenarioReader.ReadFile(Write([0xef, 0xbb, 0xbf, .. text])).Problems);
    }

    [Fact]
    public void A_network_s_file_is_judged_alike_where_the_scenario_names_it()
    {
        Directory.CreateDirectory(_folder.PathOf("net.yaml"));
        Diagnostic problem = Assert.Single(
            ScenarioReader.ReadText(ScenarioFiles.Valid.Replace("lenet5", "net.yaml", StringComparison.Ordinal), _folder.PathOf("test.yaml")).Problems);
        Assert.Equal("model.network", problem.Path);
        Assert.EndsWith("net.yaml: This is a folder; expected a network's layers.", problem.Message, StringComparison.Ordinal);
    }

    private static Diagnostic Problem(string path)
    {
        ScenarioReading reading = ScenarioReader.ReadFile(path);
        Assert.Null(reading.Scenario);
        return Assert.Single(reading.Problems);
    }

    private string Write(byte[] content)
    {
        string path = _folder.PathOf("scenario.yaml");
        File.WriteAllBytes(path, content);
        return path;
    }
}
