using System.Text.RegularExpressions;
using Fleet.Models.Tensors;

namespace Fleet.Models.Tests.Devices;

/// <summary>
/// What no run without a GPU can show of every operation: the sources make no tensor without saying where, read no elements
/// but in one place, and never name the processor.
/// </summary>
public sealed partial class DeviceSourceTests
{
    private const int Patience = 10_000;

    [Fact]
    public void Every_tensor_that_is_made_says_where()
    {
        Assert.Equal(["int a = zeros(3) + 1", "torch.tensor(values, [f(2)])"], WithoutDevice("int a = zeros(3) + 1; torch.tensor(values, [f(2)]); ones(2, device: on); x.full(2);"));
        string[] calls = [.. Sources().SelectMany(file => WithoutDevice(file.Text).Select(call => $"{file.Name}: {call}"))];
        Assert.Empty(calls);
        Assert.True(Sources().Sum(file => Factory().Count(file.Text)) > 20, "The pattern finds no factories any more.");
    }

    [Fact]
    public void Elements_are_read_in_one_place_alone()
    {
        Assert.Equal(["TensorValues.cs"], Files(Read()).Except(["DefendedTensor.cs"]));
    }

    [Fact]
    public void No_computation_names_the_processor()
    {
        // The device itself, the border back, and the defences, which are defined on the processor for every device.
        Assert.Equal(["ComputeDevice.cs", "DefendedTensor.cs", "TensorValues.cs"], Files(Processor()));
    }

    private static IEnumerable<string> Files(Regex pattern) =>
        Sources().Where(file => pattern.IsMatch(file.Text)).Select(file => file.Name).Order(StringComparer.Ordinal);

    private static IEnumerable<string> WithoutDevice(string text)
    {
        foreach (Match match in Factory().Matches(text))
        {
            int end = match.Index + match.Length;
            for (int depth = 1; depth > 0; end++)
            {
                depth += text[end] switch { '(' => 1, ')' => -1, _ => 0 };
            }

            if (!text[match.Index..end].Contains("device", StringComparison.OrdinalIgnoreCase))
            {
                int begin = text.LastIndexOfAny(['\n', ';'], match.Index) + 1;
                int stop = text.IndexOfAny(['\n', ';'], end);
                yield return text[begin..(stop < 0 ? text.Length : stop)].Trim();
            }
        }
    }

    private static IEnumerable<(string Name, string Text)> Sources()
    {
        string root = AppContext.BaseDirectory;
        while (!File.Exists(Path.Combine(root, "FleetSim.sln")))
        {
            root = Path.GetDirectoryName(root.TrimEnd(Path.DirectorySeparatorChar))!;
        }

        char slash = Path.DirectorySeparatorChar;
        return Directory.GetFiles(Path.Combine(root, "src", "Fleet.Models"), "*.cs", SearchOption.AllDirectories)
            .Where(file => !file.Contains($"{slash}obj{slash}", StringComparison.Ordinal) && !file.Contains($"{slash}bin{slash}", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(file => (Path.GetFileName(file), Comments().Replace(File.ReadAllText(file), "")));
    }

    [GeneratedRegex(@"(?:(?<![\w.])|(?<=\btorch\.))(?:zeros|ones|tensor|empty|arange|full|eye|rand|randn|randint|randperm|linspace|logspace|from_array|as_tensor|frombuffer|scalar_tensor)(?:<\w+>)?\(", RegexOptions.None, Patience)]
    private static partial Regex Factory();

    [GeneratedRegex(@"\.data<|\.bytes\b|\.ToArray<|\.item\(\)\.To", RegexOptions.None, Patience)]
    private static partial Regex Read();

    [GeneratedRegex(@"\bCPU\b|\.cpu\(|\.cuda\(", RegexOptions.None, Patience)]
    private static partial Regex Processor();

    [GeneratedRegex(@"//.*", RegexOptions.None, Patience)]
    private static partial Regex Comments();
}
