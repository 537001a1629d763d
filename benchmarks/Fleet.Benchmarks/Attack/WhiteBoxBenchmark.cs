using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using Fleet.Models.Attacks;
using Fleet.Models.Data;

namespace Fleet.Benchmarks.Attack;

/// <summary>The default settings of rMLE beside a plain run of the published ones, on the same networks and pictures.</summary>
internal static class WhiteBoxBenchmark
{
    private const int Failed = 1;

    /// <summary>The command that runs this comparison.</summary>
    public static Command Command()
    {
        var splits = new Option<string>("--splits") { Description = "Cuts, with commas between; all: those from conv1 to fc2.", DefaultValueFactory = _ => "all" };
        var images = new Option<int>("--images") { Description = "Pictures, in one batch.", DefaultValueFactory = _ => 10 };
        var seeds = AttackOptions.Seeds();
        var json = AttackOptions.Json();
        AttackOptions.RequireCuts(splits);
        AttackOptions.RequirePositive(images, seeds);
        var command = new Command("white-box", "What the default and the published settings of rMLE recover at each cut, for several training seeds.") { splits, images, seeds, json };
        command.SetAction(parsed => Run(
            AttackOptions.Cuts(parsed.GetValue(splits)!), parsed.GetValue(images), parsed.GetValue(seeds), parsed.GetValue(json)));
        return command;
    }

    private static int Run(string[] splits, int images, int seeds, bool json)
    {
        LabelledData data = AttackSubject.LoadData();
        var rows = new List<Row>();
        if (!json)
        {
            Console.WriteLine($"lenet5, {data.Test.Name}; PSNR in dB / SSIM uniform7, means over {images} pictures");
            Console.WriteLine($"{"seed",4} {"cut",-8} {"default",16} {"published",16}");
        }

        for (ulong seed = 1; seed <= (ulong)seeds; seed++)
        {
            using AttackSubject subject = AttackSubject.Of(data, seed);
            foreach (string split in splits)
            {
                AttackMeasurement own = subject.Attack(split, RmleSettings.DefaultFor(AttackSubject.Spec, split), 0, images, images);
                AttackMeasurement published = subject.Attack(split, RmleSettings.PublishedFor(AttackSubject.Spec, split), 0, images, images);
                var row = new Row(seed, split, own, published);
                rows.Add(row);
                if (!json)
                {
                    Console.WriteLine(row.Text());
                }
            }
        }

        int below = rows.Count(row => !row.Holds);
        if (json)
        {
            Console.WriteLine(JsonSerializer.Serialize(new { network = AttackSubject.Spec.Name, data = data.Test.Name, pictures = images, below, rows = rows.Select(row => row.Fields()) }));
        }
        else
        {
            Console.WriteLine($"{below} of {rows.Count} are below the published settings in PSNR or SSIM.");
        }

        return below == 0 ? 0 : Failed;
    }

    private sealed record Row(ulong Seed, string Split, AttackMeasurement Own, AttackMeasurement Published)
    {
        public bool Holds => Own.PsnrDb >= Published.PsnrDb && Own.Ssim >= Published.Ssim;

        public string Text() => string.Create(
            CultureInfo.InvariantCulture,
            $"{Seed,4} {Split,-8} {Own.PsnrDb,8:F2} / {Own.Ssim:F3} {Published.PsnrDb,8:F2} / {Published.Ssim:F3}{(Holds ? "" : "  below")}");

        public object Fields() => new
        {
            trainingSeed = Seed,
            split = Split,
            ours = new { psnrDb = Own.PsnrDb, ssim = Own.Ssim, seconds = Own.Seconds },
            published = new { psnrDb = Published.PsnrDb, ssim = Published.Ssim, seconds = Published.Seconds },
            equalOrBetter = Holds,
        };
    }
}
