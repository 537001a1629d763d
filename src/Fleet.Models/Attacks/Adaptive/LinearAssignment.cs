namespace Fleet.Models.Attacks.Adaptive;

/// <summary>
/// The cheapest way to give each of n rows a column of its own: the Hungarian method (Kuhn, "The Hungarian method for the
/// assignment problem", Naval Research Logistics Quarterly 2, 1955) by shortest augmenting paths (Jonker, Volgenant,
/// Computing 38, 1987). O(n^3).
/// </summary>
internal static class LinearAssignment
{
    /// <summary>The column of each row. Equal costs give equal assignments.</summary>
    /// <param name="cost">The cost of each pair, finite; as many columns as rows.</param>
    public static int[] Solve(double[,] cost)
    {
        int n = cost.GetLength(0);
        var rowPrice = new double[n];
        var columnPrice = new double[n];
        int[] rowOf = [.. Enumerable.Repeat(-1, n)];
        for (int row = 0; row < n; row++)
        {
            Augment(cost, row, rowOf, rowPrice, columnPrice);
        }

        var columns = new int[n];
        for (int column = 0; column < n; column++)
        {
            columns[rowOf[column]] = column;
        }

        return columns;
    }

    /// <summary>Gives one more row a column, and moves others where that is cheaper: a shortest path by Dijkstra's method.</summary>
    private static void Augment(double[,] cost, int start, int[] rowOf, double[] rowPrice, double[] columnPrice)
    {
        int n = rowOf.Length;
        double[] distance = [.. Enumerable.Repeat(double.PositiveInfinity, n)];
        int[] previous = [.. Enumerable.Repeat(-1, n)];
        var done = new bool[n];
        (int row, int from, double reached) = (start, -1, 0);
        while (true)
        {
            int nearest = -1;
            for (int column = 0; column < n; column++)
            {
                if (done[column])
                {
                    continue;
                }

                double through = reached + cost[row, column] - rowPrice[row] - columnPrice[column];
                if (through < distance[column])
                {
                    (distance[column], previous[column]) = (through, from);
                }

                if (nearest < 0 || distance[column] < distance[nearest])
                {
                    nearest = column;
                }
            }

            done[nearest] = true;
            reached = distance[nearest];
            if (rowOf[nearest] < 0)
            {
                Reprice(start, nearest, done, distance, rowOf, rowPrice, columnPrice);
                Shift(start, nearest, previous, rowOf);
                return;
            }

            (from, row) = (nearest, rowOf[nearest]);
        }
    }

    private static void Reprice(int start, int end, bool[] done, double[] distance, int[] rowOf, double[] rowPrice, double[] columnPrice)
    {
        rowPrice[start] += distance[end];
        for (int column = 0; column < done.Length; column++)
        {
            if (done[column] && column != end)
            {
                double less = distance[end] - distance[column];
                columnPrice[column] -= less;
                rowPrice[rowOf[column]] += less;
            }
        }
    }

    /// <summary>Along the path, each column goes to the row that led to it.</summary>
    private static void Shift(int start, int end, int[] previous, int[] rowOf)
    {
        int column = end;
        while (previous[column] >= 0)
        {
            rowOf[column] = rowOf[previous[column]];
            column = previous[column];
        }

        rowOf[column] = start;
    }
}
