using Fleet.Models.Attacks;
using Fleet.Models.Attacks.Cases;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>
/// The tables of He, Zhang, Lee, "Model Inversion Attacks Against Collaborative Inference" (ACSAC 2019): PSNR in dB and SSIM
/// as printed there.
/// </summary>
internal static class PaperTables
{
    private static readonly (string Network, string Data, string Split)[] Columns =
    [
        ("lenet5", "mnist", "conv1"), ("lenet5", "mnist", "ReLU2"),
        ("cifar6", "cifar10", "conv11"), ("cifar6", "cifar10", "ReLU22"), ("cifar6", "cifar10", "ReLU32"),
    ];

    /// <summary>The tables, in the order of the paper.</summary>
    public static IReadOnlyList<PaperTable> All { get; } =
    [
        new("acsac-t3", "ACSAC 2019, table 3: white-box, regularised maximum likelihood", Row(
            RmleAttack.CanonicalName, AttackCase.White, (39.69, .9969), (15.10, .5998), (37.59, .9960), (19.47, .6940), (13.38, .1625))),
        new("acsac-t4", "ACSAC 2019, table 4: black-box, inverse network",
        [
            .. Row(InverseNetworkAttack.CanonicalName, "same-set", (39.64, .9887), (20.35, .7334), (49.88, .9993), (19.81, .6939), (15.42, .3124)),
            .. Row(InverseNetworkAttack.CanonicalName, "same-distribution", (40.72, .9950), (20.81, .8046), (49.02, .9992), (19.36, .6802), (13.95, .2196)),
            .. Row(InverseNetworkAttack.CanonicalName, "noise", (14.76, .7188), (7.72, .4310), (48.59, .9996), (12.79, .2930), (12.37, .0440)),
        ]),
        new("acsac-t6", "ACSAC 2019, table 6: query-free, shadow model",
        [
            .. Row(ShadowRmleAttack.CanonicalName, "same-set/same-net", (17.60, .7423), (9.61, .4981), (21.16, .9104), (12.74, .1752), (11.09, .0419)),
            .. Row(ShadowRmleAttack.CanonicalName, "different-set/same-net", (21.53, .9121), (9.27, .4652), (21.45, .9145), (11.51, .1723), (11.98, .0102)),
            .. Row(ShadowRmleAttack.CanonicalName, "same-set/different-net", (12.59, .6430), (8.05, .3790), (17.55, .6344), (12.46, .2714), (10.68, .0247)),
            .. Row(ShadowRmleAttack.CanonicalName, "different-set/different-net", (17.86, .6952), (8.03, .3226), (13.06, .1553), (11.30, .0467), (11.47, .0793)),
        ]),
        new("acsac-t8", "ACSAC 2019, table 8: black-box, shadow model trained on queries", Row(
            ShadowRmleAttack.CanonicalName, "queries", (39.67, .9968), (15.41, .6103), (28.67, .9766), (18.02, .6893), (12.61, .1145))),
    ];

    private static PaperCell[] Row(string attack, string name, params ReadOnlySpan<(double PsnrDb, double Ssim)> values)
    {
        var cells = new PaperCell[values.Length];
        for (int i = 0; i < values.Length; i++)
        {
            (string network, string data, string split) = Columns[i];
            cells[i] = new PaperCell(network, data, split, attack, name, values[i].PsnrDb, values[i].Ssim);
        }

        return cells;
    }
}
