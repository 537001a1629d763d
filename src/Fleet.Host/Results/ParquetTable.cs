using System.IO.Compression;
using Parquet;
using Parquet.Schema;

namespace Fleet.Host.Results;

/// <summary>
/// Streams rows to a Parquet file in row groups, so that memory does not grow with the file. The same rows give the
/// same bytes: compression is fixed and nothing in the file depends on the clock or the machine.
/// </summary>
internal sealed class ParquetTable<TRow> : IDisposable
{
    /// <summary>Rows in a row group: 19 columns of 8 bytes hold about 15 MB until it is written.</summary>
    public const int RowGroupSize = 100_000;

    // Rows are taken apart into columns by the block: few enough to be still in the processor's cache.
    private const int BlockSize = 256;

    private readonly string _path;
    private readonly ParquetColumn<TRow>[] _columns;
    private readonly TRow[] _block = new TRow[BlockSize];
    private readonly FileStream _stream;
    private readonly ParquetWriter _writer;
    private int _inBlock;
    private int _inColumns;
    private bool _closed;

    /// <summary>Starts a file; it stands under its name once <see cref="Complete"/> is called.</summary>
    public ParquetTable(string path, IReadOnlyList<ParquetColumn<TRow>> columns)
    {
        _path = path;
        _columns = [.. columns];
        _stream = new FileStream(Partial, FileMode.Create, FileAccess.ReadWrite);
        ParquetSchema schema = new(columns.Select(column => column.Field));
        // Better levels of the managed compressor take twenty times as long for a file two fifths smaller.
        ParquetOptions options = new() { CompressionMethod = CompressionMethod.Zstd, CompressionLevel = CompressionLevel.Fastest };
        foreach (ParquetColumn<TRow> column in columns) options.ColumnEncodingHints[column.Field.Path.ToString()] = column.Encoding;
        _writer = Wait(ParquetWriter.CreateAsync(schema, _stream, options));
    }

    /// <summary>The rows taken so far.</summary>
    public long Rows { get; private set; }

    private string Partial => _path + AtomicFile.PartialSuffix;

    /// <summary>Writes all rows as one file.</summary>
    public static void Write(string path, IReadOnlyList<ParquetColumn<TRow>> columns, IEnumerable<TRow> rows)
    {
        using ParquetTable<TRow> table = new(path, columns);
        foreach (TRow row in rows) table.Add(row);
        table.Complete();
    }

    /// <summary>Takes one row.</summary>
    public void Add(in TRow row)
    {
        _block[_inBlock++] = row;
        Rows++;
        if (_inColumns + _inBlock == RowGroupSize)
        {
            WriteRowGroup();
        }
        else if (_inBlock == BlockSize)
        {
            FillColumns();
        }
    }

    /// <summary>Writes what is left and gives the file its name.</summary>
    public void Complete()
    {
        // A file without any row group is one that some readers refuse.
        if (_inColumns + _inBlock > 0 || Rows == 0) WriteRowGroup();
        Close(flush: true);
        File.Move(Partial, _path, overwrite: true);
    }

    /// <summary>Removes the file if it was not completed.</summary>
    public void Dispose()
    {
        if (_closed) return;
        Close(flush: false);
        File.Delete(Partial);
    }

    private void FillColumns()
    {
        ReadOnlySpan<TRow> rows = _block.AsSpan(0, _inBlock);
        foreach (ParquetColumn<TRow> column in _columns) column.Set(_inColumns, rows);
        _inColumns += _inBlock;
        _inBlock = 0;
    }

    private void WriteRowGroup()
    {
        FillColumns();
        using ParquetRowGroupWriter group = _writer.CreateRowGroup();
        foreach (ParquetColumn<TRow> column in _columns) Wait(column.WriteAsync(group, _inColumns));
        group.CompleteValidate();
        _inColumns = 0;
    }

    private void Close(bool flush)
    {
        _closed = true;
        Wait(_writer.DisposeAsync().AsTask());
        if (flush) _stream.Flush(flushToDisk: true);
        _stream.Dispose();
    }

    /// <summary>The sink is called from the simulation, which is synchronous: a full row group holds it up until written.</summary>
    private static void Wait(Task task) => task.GetAwaiter().GetResult();

    private static T Wait<T>(Task<T> task) => task.GetAwaiter().GetResult();
}
