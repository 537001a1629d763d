using System.Globalization;
using DuckDB.NET.Data;

namespace Fleet.Host.Tests.Results;

/// <summary>Asks DuckDB about the files of a folder.</summary>
internal static class Database
{
    /// <summary>The rows of a query, each value as text; null is an empty text.</summary>
    public static IReadOnlyList<string[]> Query(string folder, string sql)
    {
        using DuckDBConnection connection = new("DataSource=:memory:");
        connection.Open();
        using (DuckDBCommand setting = connection.CreateCommand())
        {
            setting.CommandText = $"SET file_search_path = '{folder}'";
            setting.ExecuteNonQuery();
        }

        using DuckDBCommand command = connection.CreateCommand();
        command.CommandText = sql;
        using DuckDBDataReader reader = command.ExecuteReader();
        List<string[]> rows = [];
        while (reader.Read())
        {
            rows.Add([.. Enumerable.Range(0, reader.FieldCount).Select(i =>
                reader.IsDBNull(i) ? string.Empty : Convert.ToString(reader.GetValue(i), CultureInfo.InvariantCulture)!)]);
        }

        return rows;
    }

    public static double Number(string text) => double.Parse(text, CultureInfo.InvariantCulture);
}
