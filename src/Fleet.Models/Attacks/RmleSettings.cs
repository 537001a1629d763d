namespace Fleet.Models.Attacks;

public sealed record RmleSettings
{
    public TotalVariationForm Tv { get; init; } = TotalVariationForm.MeanSquared;
    public double TvWeight { get; init; }
    public double LearningRate { get; init; } = 0.1;
    public double FinalRate { get; init; } = 0;
    public int Iterations { get; init; } = 1000;
    public double Epsilon { get; init; } = 1e-8;
    public bool AmsGrad { get; init; } = true;
    public bool Clamp { get; init; } = true;
}
