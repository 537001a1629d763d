using Fleet.Models.Attacks;

namespace Fleet.Models.Tests.Attacks;

/// <summary>The two forms of total variation as plain loops.</summary>
internal static class PlainVariation
{
    public static double Of(float[] picture, int side, TotalVariationForm form)
    {
        double roots = 0, horizontal = 0, vertical = 0;
        for (int row = 0; row < side; row++)
        {
            for (int column = 0; column < side; column++)
            {
                double here = picture[(row * side) + column];
                double dx = column + 1 < side ? picture[(row * side) + column + 1] - here : 0;
                double dy = row + 1 < side ? picture[((row + 1) * side) + column] - here : 0;
                roots += Math.Sqrt((dx * dx) + (dy * dy));
                horizontal += dx * dx;
                vertical += dy * dy;
            }
        }

        return form == TotalVariationForm.Paper ? roots : (horizontal + vertical) / (side * (side - 1.0));
    }
}
