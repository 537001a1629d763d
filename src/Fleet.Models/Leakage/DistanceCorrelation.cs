namespace Fleet.Models.Leakage;

/// <summary>
/// The dependence between two samples of vectors, of any lengths, by the distances within each: 0 in the limit if and only
/// if they are independent, 1 if one is the other scaled, shifted and rotated.
/// </summary>
/// <remarks>
/// Szekely, Rizzo, Bakirov, "Measuring and Testing Dependence by Correlation of Distances", Annals of Statistics 35, 2007.
/// The corrected form is that of Szekely and Rizzo, "The Distance Correlation t-test of Independence in High Dimension",
/// Journal of Multivariate Analysis 117, 2013, with the U-centring of their "Partial Distance Correlation", Annals of
/// Statistics 42, 2014.
/// </remarks>
public static class DistanceCorrelation
{
    private const int LeastForCorrection = 4;

    /// <summary>
    /// The distance correlation of the sample, in [0, 1]: the root of dCov^2 / sqrt(dVar^2(x) dVar^2(y)) with doubly centred
    /// Euclidean distances; 0 if one of the samples is constant. In small samples of long vectors it is near 1 even for
    /// independent ones: compare equal sample sizes, or take <see cref="CorrectedSquare"/>.
    /// </summary>
    /// <param name="x">Vectors, at least two, such as pictures.</param>
    /// <param name="y">As many vectors, such as the messages they became.</param>
    public static double Of(IReadOnlyList<float[]> x, IReadOnlyList<float[]> y)
    {
        (double[,] a, double[,] b) = (Distances(x, x.Count), Distances(y, x.Count));
        Centre(a, unbiased: false);
        Centre(b, unbiased: false);
        double variances = Product(a, a) * Product(b, b);
        return variances > 0 ? Math.Sqrt(Math.Max(0, Product(a, b) / Math.Sqrt(variances))) : 0;
    }

    /// <summary>
    /// The bias-corrected square of the distance correlation, at most 1: its mean is 0 for independent samples, so it may be
    /// negative. NaN for fewer than four vectors; 0 if one of the samples is constant.
    /// </summary>
    /// <inheritdoc cref="Of"/>
    public static double CorrectedSquare(IReadOnlyList<float[]> x, IReadOnlyList<float[]> y)
    {
        if (x.Count < LeastForCorrection)
        {
            return double.NaN;
        }

        (double[,] a, double[,] b) = (Distances(x, x.Count), Distances(y, x.Count));
        Centre(a, unbiased: true);
        Centre(b, unbiased: true);
        double variances = Product(a, a) * Product(b, b);
        return variances > 0 ? Product(a, b) / Math.Sqrt(variances) : 0;
    }

    private static double[,] Distances(IReadOnlyList<float[]> vectors, int count)
    {
        if (vectors.Count != count || count < 2 || vectors.Any(vector => vector.Length != vectors[0].Length))
        {
            throw new ArgumentException("A distance correlation needs two samples of as many vectors, at least two, each of one length.", nameof(vectors));
        }

        var distances = new double[count, count];
        for (int i = 0; i < count; i++)
        {
            for (int j = i + 1; j < count; j++)
            {
                distances[i, j] = distances[j, i] = Distance(vectors[i], vectors[j]);
            }
        }

        return distances;
    }

    private static double Distance(ReadOnlySpan<float> x, ReadOnlySpan<float> y)
    {
        double squares = 0;
        for (int i = 0; i < x.Length; i++)
        {
            double difference = (double)x[i] - y[i];
            squares += difference * difference;
        }

        return Math.Sqrt(squares);
    }

    /// <summary>Takes the means of rows and columns out: with n, or for no bias with n - 2 and a diagonal of 0.</summary>
    private static void Centre(double[,] distances, bool unbiased)
    {
        int n = distances.GetLength(0);
        var rows = new double[n];
        double all = 0;
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                rows[i] += distances[i, j];
            }

            all += rows[i];
        }

        double rowCount = unbiased ? n - 2 : n;
        double grand = all / (unbiased ? (n - 1) * (n - 2.0) : (double)n * n);
        for (int i = 0; i < n; i++)
        {
            for (int j = 0; j < n; j++)
            {
                // The matrix is symmetric: the sum of a column is that of its row.
                distances[i, j] = unbiased && i == j ? 0 : distances[i, j] - (rows[i] / rowCount) - (rows[j] / rowCount) + grand;
            }
        }
    }

    private static double Product(double[,] a, double[,] b)
    {
        double sum = 0;
        for (int i = 0; i < a.GetLength(0); i++)
        {
            for (int j = 0; j < a.GetLength(1); j++)
            {
                sum += a[i, j] * b[i, j];
            }
        }

        return sum;
    }
}
