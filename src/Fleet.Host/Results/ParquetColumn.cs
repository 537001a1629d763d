using Parquet;
using Parquet.Schema;

namespace Fleet.Host.Results;

/// <summary>Takes one value out of a row.</summary>
internal delegate T ColumnValue<TRow, out T>(in TRow row);

/// <summary>A column of a Parquet file: its name and type, and the values of the row group being filled.</summary>
internal abstract class ParquetColumn<TRow>(DataField field, string type)
{
    /// <summary>The name in the file.</summary>
    public string Name => Field.Name;

    /// <summary>The type as the documentation names it: int32, int64, double, bool or string; optional if it may be null.</summary>
    public string Type { get; } = type;

    /// <summary>
    /// How values are encoded before they are compressed: texts, of which there are few different ones, by their number in
    /// a dictionary; whole numbers by the differences between neighbours. So the compressor has a quarter of the work.
    /// </summary>
    public EncodingHint Encoding => Type switch
    {
        "string" => EncodingHint.Dictionary,
        "int32" or "int64" => EncodingHint.DeltaBinaryPacked,
        _ => EncodingHint.Default,
    };

    /// <summary>The column in the file's schema.</summary>
    public DataField Field { get; } = field;

    /// <summary>Puts the rows' values at a position of the row group and those that follow.</summary>
    public abstract void Set(int position, ReadOnlySpan<TRow> rows);

    /// <summary>Writes the first values as the next column of the row group.</summary>
    public abstract Task WriteAsync(ParquetRowGroupWriter group, int count);

    public static ParquetColumn<TRow> Int32(string name, ColumnValue<TRow, int> value) =>
        new NumberColumn<TRow, int>(name, "int32", value);

    public static ParquetColumn<TRow> OptionalInt32(string name, ColumnValue<TRow, int?> value) =>
        new OptionalColumn<TRow, int>(name, "optional int32", value);

    public static ParquetColumn<TRow> Int64(string name, ColumnValue<TRow, long> value) =>
        new NumberColumn<TRow, long>(name, "int64", value);

    public static ParquetColumn<TRow> Double(string name, ColumnValue<TRow, double> value) =>
        new NumberColumn<TRow, double>(name, "double", value);

    /// <summary>A double that is null where the value is not a number.</summary>
    public static ParquetColumn<TRow> OptionalDouble(string name, ColumnValue<TRow, double> value) =>
        new OptionalColumn<TRow, double>(name, "optional double", (in TRow row) => value(row) is var x && double.IsNaN(x) ? null : x);

    public static ParquetColumn<TRow> Bool(string name, ColumnValue<TRow, bool> value) =>
        new NumberColumn<TRow, bool>(name, "bool", value);

    public static ParquetColumn<TRow> OptionalBool(string name, ColumnValue<TRow, bool?> value) =>
        new OptionalColumn<TRow, bool>(name, "optional bool", value);

    public static ParquetColumn<TRow> Text(string name, ColumnValue<TRow, string> value) =>
        new TextColumn<TRow>(name, value);

    /// <summary>The places for so many values from a position on.</summary>
    protected static Span<T> Reserve<T>(ref T[] values, int position, int count)
    {
        if (position + count > values.Length) Array.Resize(ref values, Math.Max(position + count, 2 * values.Length));
        return values.AsSpan(position, count);
    }
}

internal sealed class NumberColumn<TRow, T>(string name, string type, ColumnValue<TRow, T> value)
    : ParquetColumn<TRow>(new DataField(name, typeof(T), isNullable: false), type)
    where T : struct
{
    private T[] _values = [];

    public override void Set(int position, ReadOnlySpan<TRow> rows)
    {
        Span<T> places = Reserve(ref _values, position, rows.Length);
        for (int i = 0; i < places.Length; i++) places[i] = value(rows[i]);
    }

    public override Task WriteAsync(ParquetRowGroupWriter group, int count) =>
        group.WriteAsync<T>(Field, _values.AsMemory(0, count));
}

internal sealed class OptionalColumn<TRow, T>(string name, string type, ColumnValue<TRow, T?> value)
    : ParquetColumn<TRow>(new DataField(name, typeof(T), isNullable: true), type)
    where T : struct
{
    private T?[] _values = [];

    public override void Set(int position, ReadOnlySpan<TRow> rows)
    {
        Span<T?> places = Reserve(ref _values, position, rows.Length);
        for (int i = 0; i < places.Length; i++) places[i] = value(rows[i]);
    }

    public override Task WriteAsync(ParquetRowGroupWriter group, int count) =>
        group.WriteAsync<T>(Field, _values.AsMemory(0, count));
}

/// <remarks>Keeps texts as the writer takes them: it would copy an array of strings into one of these for each row group.</remarks>
internal sealed class TextColumn<TRow>(string name, ColumnValue<TRow, string> value)
    : ParquetColumn<TRow>(new DataField(name, typeof(string), isNullable: false), "string")
{
    private ReadOnlyMemory<char>[] _values = [];

    public override void Set(int position, ReadOnlySpan<TRow> rows)
    {
        Span<ReadOnlyMemory<char>> places = Reserve(ref _values, position, rows.Length);
        for (int i = 0; i < places.Length; i++) places[i] = value(rows[i]).AsMemory();
    }

    public override Task WriteAsync(ParquetRowGroupWriter group, int count) =>
        group.WriteAsync<ReadOnlyMemory<char>>(Field, _values.AsMemory(0, count));
}
