namespace Fleet.Models.Leakage;

/// <summary>
/// The window of the structural similarity (Wang et al. 2004): a product of equal row and column weights that add up to
/// 1, moved over every position at which it lies inside the picture.
/// </summary>
internal sealed class SsimWindow
{
    // Stabilising constants of the paper: C1 = (K1 range)^2, C2 = (K2 range)^2.
    private const double K1 = 0.01;
    private const double K2 = 0.03;

    private readonly double[] _weights;
    private readonly double _covarianceFactor;

    private SsimWindow(double[] weights, double covarianceFactor)
    {
        double sum = weights.Sum();
        _weights = [.. weights.Select(weight => weight / sum)];
        _covarianceFactor = covarianceFactor;
    }

    /// <summary>All 49 pixels count alike; the covariance is that of a sample, N / (N - 1) times the population's.</summary>
    public static SsimWindow Uniform7 { get; } = new([1, 1, 1, 1, 1, 1, 1], 49.0 / 48);

    /// <summary>Gaussian weights with standard deviation 1.5 and population covariance.</summary>
    public static SsimWindow Gaussian11 { get; } = new(GaussianWeights(5), 1);

    public int Size => _weights.Length;

    /// <summary>The mean over all positions of the window of the similarity of one channel.</summary>
    public double MeanSimilarity(ReadOnlySpan<float> original, ReadOnlySpan<float> reconstruction, int width, double range)
    {
        double[] x = ToDoubles(original);
        double[] y = ToDoubles(reconstruction);
        double[] meanX = Filter(x, width);
        double[] meanY = Filter(y, width);
        double[] meanXX = Filter(Products(x, x), width);
        double[] meanYY = Filter(Products(y, y), width);
        double[] meanXY = Filter(Products(x, y), width);
        double c1 = K1 * range * (K1 * range);
        double c2 = K2 * range * (K2 * range);

        double sum = 0;
        for (int i = 0; i < meanX.Length; i++)
        {
            (double mx, double my) = (meanX[i], meanY[i]);
            double varianceX = _covarianceFactor * (meanXX[i] - (mx * mx));
            double varianceY = _covarianceFactor * (meanYY[i] - (my * my));
            double covariance = _covarianceFactor * (meanXY[i] - (mx * my));
            sum += ((2 * mx * my) + c1) * ((2 * covariance) + c2)
                / (((mx * mx) + (my * my) + c1) * (varianceX + varianceY + c2));
        }

        return sum / meanX.Length;
    }

    /// <summary>The weighted mean under the window at every position inside the picture, first along rows, then columns.</summary>
    private double[] Filter(double[] picture, int width)
    {
        int height = picture.Length / width;
        int outWidth = width - Size + 1;
        int outHeight = height - Size + 1;
        double[] rows = new double[height * outWidth];
        for (int row = 0; row < height; row++)
        {
            for (int column = 0; column < outWidth; column++)
            {
                rows[(row * outWidth) + column] = Weighted(picture, (row * width) + column, 1);
            }
        }

        double[] means = new double[outHeight * outWidth];
        for (int i = 0; i < means.Length; i++)
        {
            means[i] = Weighted(rows, i, outWidth);
        }

        return means;
    }

    private double Weighted(double[] values, int start, int stride)
    {
        double sum = 0;
        for (int k = 0; k < _weights.Length; k++)
        {
            sum += _weights[k] * values[start + (k * stride)];
        }

        return sum;
    }

    private static double[] GaussianWeights(int radius)
    {
        // exp(-k^2 / (2 sigma^2)) = q^(k^2) with q = exp(-1 / 4.5): products alone are the same bits everywhere.
        const double q = 0.80073740291680806;
        double[] weights = new double[(2 * radius) + 1];
        double weight = 1;
        double ratio = q;
        for (int k = 0; k <= radius; k++)
        {
            weights[radius + k] = weights[radius - k] = weight;
            weight *= ratio;
            ratio *= q * q;
        }

        return weights;
    }

    private static double[] ToDoubles(ReadOnlySpan<float> values)
    {
        double[] doubles = new double[values.Length];
        for (int i = 0; i < doubles.Length; i++)
        {
            doubles[i] = values[i];
        }

        return doubles;
    }

    private static double[] Products(double[] a, double[] b)
    {
        double[] products = new double[a.Length];
        for (int i = 0; i < products.Length; i++)
        {
            products[i] = a[i] * b[i];
        }

        return products;
    }
}
