namespace Fleet.Models.Attacks;

/// <summary>The forms of the objective by the names that scenario files and results use.</summary>
public static class TotalVariationForms
{
    /// <summary>All of them; the first is the default.</summary>
    public static IReadOnlyList<(string Name, TotalVariationForm Value)> All { get; } =
        [("paper", TotalVariationForm.Paper), ("mean-squared", TotalVariationForm.MeanSquared)];

    /// <summary>The name of a form.</summary>
    public static string NameOf(TotalVariationForm form) => All.First(one => one.Value == form).Name;
}
