using System.Globalization;
using Fleet.Host.Plots;
using Fleet.Models.Leakage;
using Fleet.Models.Tensors;

namespace Fleet.Host.Results;

/// <summary>A contact sheet as a file.</summary>
/// <param name="Name">The file name, such as rmle-ReLU1-none.png.</param>
/// <param name="Caption">What the sheet shows, in one line.</param>
/// <param name="Image">The picture.</param>
internal sealed record SheetFile(string Name, string Caption, ContactSheetImage Image)
{
    /// <summary>One sheet per knowledge, attack, adaptivity, split and defence, in the order of the leakage rows.</summary>
    /// <param name="messages">The attacked messages; those without pictures are counted, not shown.</param>
    /// <param name="picture">The shape of the pictures.</param>
    public static IReadOnlyList<SheetFile> Of(IReadOnlyList<AttackedMessage> messages, TensorShape picture)
    {
        List<SheetFile> sheets = [];
        foreach ((LeakageGroup group, List<AttackedMessage> members) in LeakageSummary.Groups(messages, m => m.Sample))
        {
            PicturePair[] pairs =
            [
                .. members.Where(m => m.Original is not null && m.Reconstruction is not null)
                    .Take(ContactSheet.MaxPairs)
                    .Select(m => new PicturePair(m.Original!, m.Reconstruction!, m.Sample.Metrics[LeakageMetrics.PsnrDb], m.Sample.Metrics[LeakageMetrics.Ssim])),
            ];
            if (pairs.Length == 0) continue;
            string caption = Describe(group, pairs.Length, members.Count);
            sheets.Add(new SheetFile(FreeName(group, sheets), caption, ContactSheet.Render(caption, pairs, picture)));
        }

        return sheets;
    }

    private static string Describe(LeakageGroup group, int shown, int all)
    {
        string adaptive = group.Adaptive ? "adaptive " : string.Empty;
        string noun = all == 1 ? "message" : "messages";
        string count = shown == all
            ? string.Create(CultureInfo.InvariantCulture, $"{all} {noun}")
            : string.Create(CultureInfo.InvariantCulture, $"first {shown} of {all} messages");
        return $"{adaptive}{group.Attack}, {group.Knowledge} | split {group.Split} | defence {group.Defense} | {count}";
    }

    /// <summary>Attack, split and defence name the sheet; a number tells apart what these three do not.</summary>
    private static string FreeName(LeakageGroup group, List<SheetFile> taken)
    {
        string adaptive = group.Adaptive ? "-adaptive" : string.Empty;
        string stem = FileNames.Safe($"{group.Attack}{adaptive}-{group.Split}-{group.Defense}");
        string name = stem + ".png";
        for (int i = 2; taken.Exists(sheet => sheet.Name == name); i++)
        {
            name = string.Create(CultureInfo.InvariantCulture, $"{stem}-{i}.png");
        }

        return name;
    }
}
