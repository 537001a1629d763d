using System.Text.Json;
using Fleet.Models.Data;

namespace Fleet.Benchmarks.Attack.WhiteBox;

/// <summary>Runs a grid of attacks; those that a file has from before are not run again.</summary>
/// <param name="data">The data.</param>
/// <param name="file">The file of finished runs, a line each; null for none.</param>
/// <param name="jobs">How many networks are attacked at once.</param>
internal sealed class WhiteBoxGrid(LabelledData data, string? file, int jobs)
{
    private readonly Lock _writing = new();

    /// <summary>Runs what is not there yet.</summary>
    /// <param name="runs">The whole grid.</param>
    /// <returns>The whole grid, in its order.</returns>
    public IReadOnlyList<WhiteBoxRun> Run(IReadOnlyList<WhiteBoxRun> runs)
    {
        Dictionary<WhiteBoxRun, WhiteBoxRun> finished = Read();
        WhiteBoxRun[] missing = [.. runs.Where(run => !finished.ContainsKey(run))];
        if (finished.Count > 0)
        {
            Console.Error.WriteLine($"{runs.Count - missing.Length} of {runs.Count} runs stand in {file}.");
        }

        int done = runs.Count - missing.Length;
        Parallel.ForEach(
            missing.GroupBy(run => (run.Cell.Epochs, run.Cell.Seed)).OrderByDescending(network => network.Key.Epochs),
            new ParallelOptions { MaxDegreeOfParallelism = jobs },
            network =>
            {
                using AttackSubject subject = AttackSubject.Of(data, network.Key.Seed, network.Key.Epochs);
                foreach (WhiteBoxRun run in network)
                {
                    WhiteBoxRun answer = run.Answer(subject);
                    lock (_writing)
                    {
                        finished[run] = answer;
                        Console.Error.WriteLine($"{++done} of {runs.Count}: {run.Cell.Epochs} epochs, seed {run.Cell.Seed}, {run.Cell.Split}, {run.Cell.Defense}, {(run.Published ? "published" : "default")}, {answer.Seconds:F1} s");
                        if (file is not null)
                        {
                            File.AppendAllText(file, JsonSerializer.Serialize(answer) + "\n");
                        }
                    }
                }
            });
        return [.. runs.Select(run => finished[run])];
    }

    private Dictionary<WhiteBoxRun, WhiteBoxRun> Read()
    {
        var finished = new Dictionary<WhiteBoxRun, WhiteBoxRun>();
        if (file is null || !File.Exists(file))
        {
            return finished;
        }

        // The end of a command that was stopped may have torn its last line.
        string[] lines = File.ReadAllText(file).Split('\n')[..^1];
        foreach (string line in lines)
        {
            WhiteBoxRun run = JsonSerializer.Deserialize<WhiteBoxRun>(line)!;
            finished[run.Question()] = run;
        }

        File.WriteAllLines(file, lines);
        return finished;
    }
}
