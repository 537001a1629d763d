using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Models.Attacks;
using Fleet.Models.Data;
using Fleet.Models.Defenses;
using Fleet.Models.Leakage;

namespace Fleet.Benchmarks.Attack;

/// <summary>How much of what Gaussian noise takes from an attacker comes back when many messages show the same picture.</summary>
internal static class AveragingBenchmark
{
    private const string Default = "default";
    private const string Published = "published";
    private const string Both = "both";

    /// <summary>The command that runs this measurement.</summary>
    public static Command Command()
    {
        var splits = new Option<string>("--splits") { Description = "Cuts, with commas between.", DefaultValueFactory = _ => "ReLU2,pool2,fc1" };
        var settings = new Option<string>("--settings") { Description = "default, published or both.", DefaultValueFactory = _ => Both };
        settings.AcceptOnlyFromAmong(Default, Published, Both);
        var images = new Option<int>("--images") { Description = "Pictures.", DefaultValueFactory = _ => 10 };
        var sigma = new Option<double>("--sigma") { Description = "Standard deviation of the noise on the activation.", DefaultValueFactory = _ => 0.8 };
        var transmissions = new Option<int>("--transmissions") { Description = "Messages of each picture.", DefaultValueFactory = _ => 64 };
        var seeds = AttackOptions.Seeds();
        var json = AttackOptions.Json();
        AttackOptions.RequireCuts(splits);
        AttackOptions.RequirePositive(images, transmissions, seeds);
        sigma.Validators.Add(parsed =>
        {
            if (!(parsed.GetValueOrDefault<double>() > 0))
            {
                parsed.AddError("--sigma must be greater than 0.");
            }
        });
        var command = new Command("averaging", "rMLE on one message, on the mean of many and without noise, with the bound for attackers without bias.")
        {
            splits, settings, images, sigma, transmissions, seeds, json,
        };
        command.SetAction(parsed => Run(
            AttackOptions.Cuts(parsed.GetValue(splits)!),
            parsed.GetValue(settings)!,
            parsed.GetValue(images),
            parsed.GetValue(sigma),
            parsed.GetValue(transmissions),
            parsed.GetValue(seeds),
            parsed.GetValue(json)));
        return command;
    }

    private static void Run(string[] splits, string which, int images, double sigma, int transmissions, int seeds, bool json)
    {
        LabelledData data = AttackSubject.LoadData();
        var noise = new DefenseChain(new GaussianNoise(sigma));
        var rows = new List<Row>();
        if (!json)
        {
            Console.WriteLine($"lenet5, {data.Test.Name}, {noise.Canonical}; PSNR in dB, means over {images} pictures; bound: {transmissions} messages, without bias");
            Console.WriteLine($"{"seed",4} {"cut",-8} {"settings",-10} {"1",7} {transmissions,7} {"no noise",9} {"closed",7} {"bound",7}");
        }

        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            using AttackSubject subject = AttackSubject.Of(data, seed);
            foreach (string split in splits)
            {
                double bound = subject.Bound(split, images, noise, transmissions).PsnrDb;
                foreach ((string name, RmleSettings settings) in Settings(split, which))
                {
                    double[] psnr = [.. ((int[])[1, transmissions, 0]).Select(count => Psnr(subject, split, settings, images, noise, count))];
                    var row = new Row(seed, split, name, psnr[0], psnr[1], psnr[2], bound);
                    rows.Add(row);
                    if (!json)
                    {
                        Console.WriteLine(row.Text());
                    }
                }
            }
        }

        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { network = AttackSubject.Spec.Name, data = data.Test.Name, defense = noise.Canonical, transmissions, pictures = images, rows = rows.Select(row => row.Fields()) }));
        }
    }

    private static IEnumerable<(string Name, RmleSettings Settings)> Settings(string split, string which)
    {
        if (which is Default or Both)
        {
            yield return (Default, RmleDefaults.For(AttackSubject.Spec, split));
        }

        if (which is Published or Both)
        {
            yield return (Published, RmleSettings.PublishedFor(AttackSubject.Spec, split));
        }
    }

    private static double Psnr(AttackSubject subject, string split, RmleSettings settings, int images, DefenseChain noise, int transmissions) =>
        (transmissions == 0
            ? subject.Average(split, settings, images, DefenseChain.None, 1)
            : subject.Average(split, settings, images, noise, transmissions)).Average(score => score.PsnrDb);

    /// <summary>One network, cut and setting: PSNR with one message, with many and without noise.</summary>
    private sealed record Row(ulong Seed, string Split, string Settings, double One, double Many, double NoNoise, double Bound)
    {
        /// <summary>The share of the gap that many messages close.</summary>
        private double Closed => (Many - One) / (NoNoise - One);

        public string Text() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Seed,4} {Split,-8} {Settings,-10} {One,7:F2} {Many,7:F2} {NoNoise,9:F2} {Closed,7:P0} {Bound,7:F2}");

        public object Fields() => new
        {
            trainingSeed = Seed,
            split = Split,
            settings = Settings,
            psnrDbOne = One,
            psnrDbMany = Many,
            psnrDbNoNoise = NoNoise,
            closed = Closed,
            psnrDbBound = Bound,
        };
    }
}
