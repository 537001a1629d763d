using System.Runtime.InteropServices;
using ParquetSharp;
using ParquetSharp.Schema;

namespace Fleet.Host.Results;

/// <summary>Takes one value out of a row.</summary>
internal delegate T ColumnValue<TRow, out T>(in TRow row);

/// <summary>A column of a Parquet file: its name and type, and how it takes its values out of rows.</summary>
internal abstract class ParquetColumn<TRow>(string name, string type)
{
    private const string Optional = "optional ";

    /// <summary>The name in the file.</summary>
    public string Name { get; } = name;

    /// <summary>The type as the documentation names it: int32, int64, double, bool or string; optional if it may be null.</summary>
    public string Type { get; } = type;

    private bool IsOptional => Type.StartsWith(Optional, StringComparison.Ordinal);

    private string ValueType => IsOptional ? Type[Optional.Length..] : Type;

    /// <summary>The column in the file's schema.</summary>
    public PrimitiveNode Node()
    {
        using LogicalType logical = ValueType == "string" ? LogicalType.String() : LogicalType.None();
        PhysicalType physical = ValueType switch
        {
            "int32" => PhysicalType.Int32,
            "int64" => PhysicalType.Int64,
            "double" => PhysicalType.Double,
            "bool" => PhysicalType.Boolean,
            _ => PhysicalType.ByteArray,
        };
        return new PrimitiveNode(Name, IsOptional ? Repetition.Optional : Repetition.Required, logical, physical);
    }

    /// <summary>
    /// Says how values are encoded before they are compressed: texts, of which there are few different ones, by their number
    /// in a dictionary; whole numbers by the differences between neighbours. So the compressor has a quarter of the work.
    /// </summary>
    public void Encode(WriterPropertiesBuilder properties)
    {
        if (ValueType is "int32" or "int64") properties.DisableDictionary(Name).Encoding(Name, ParquetSharp.Encoding.DeltaBinaryPacked);
    }

    /// <summary>Writes the rows' values behind those written before.</summary>
    public abstract void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows);

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

    /// <summary>So many places of an array that grows to what is asked of it.</summary>
    protected static Span<T> Places<T>(ref T[] places, int count)
    {
        if (count > places.Length) places = new T[count];
        return places.AsSpan(0, count);
    }
}

internal sealed class NumberColumn<TRow, T>(string name, string type, ColumnValue<TRow, T> value)
    : ParquetColumn<TRow>(name, type)
    where T : unmanaged
{
    private T[] _values = [];

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        Span<T> values = Places(ref _values, rows.Length);
        for (int i = 0; i < values.Length; i++) values[i] = value(rows[i]);
        ((ColumnWriter<T>)writer).WriteBatch(values);
    }
}

/// <remarks>The writer takes the values that are there one behind the other, and for each row whether it has one.</remarks>
internal sealed class OptionalColumn<TRow, T>(string name, string type, ColumnValue<TRow, T?> value)
    : ParquetColumn<TRow>(name, type)
    where T : unmanaged
{
    private T[] _values = [];
    private short[] _present = [];

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        Span<T> values = Places(ref _values, rows.Length);
        Span<short> present = Places(ref _present, rows.Length);
        int count = 0;
        for (int i = 0; i < rows.Length; i++)
        {
            T? x = value(rows[i]);
            present[i] = (short)(x.HasValue ? 1 : 0);
            if (x.HasValue) values[count++] = x.GetValueOrDefault();
        }

        ((ColumnWriter<T>)writer).WriteBatch(rows.Length, present, default, values[..count]);
    }
}

/// <remarks>
/// The writer takes texts as addresses of their UTF-8 bytes. Each different text is encoded once and stays where it is for
/// as long as the column is written; the texts of a table are few.
/// </remarks>
internal sealed class TextColumn<TRow>(string name, ColumnValue<TRow, string> value)
    : ParquetColumn<TRow>(name, "string")
{
    private readonly Dictionary<string, byte[]> _encoded = new(StringComparer.Ordinal);
    private ByteArray[] _values = [];

    public override void Write(ColumnWriter writer, ReadOnlySpan<TRow> rows)
    {
        Span<ByteArray> values = Places(ref _values, rows.Length);
        string? before = null;
        for (int i = 0; i < values.Length; i++)
        {
            string text = value(rows[i]);
            // Neighbours mostly have the very same text; to look it up would take half the time of writing.
            values[i] = ReferenceEquals(text, before) ? values[i - 1] : Encoded(text);
            before = text;
        }

        ((ColumnWriter<ByteArray>)writer).WriteBatch(values);
    }

    private ByteArray Encoded(string text)
    {
        if (!_encoded.TryGetValue(text, out byte[]? bytes))
        {
            bytes = GC.AllocateUninitializedArray<byte>(System.Text.Encoding.UTF8.GetByteCount(text), pinned: true);
            _ = System.Text.Encoding.UTF8.GetBytes(text, bytes);
            _encoded.Add(text, bytes);
        }

        return new ByteArray(Marshal.UnsafeAddrOfPinnedArrayElement(bytes, 0), bytes.Length);
    }
}
