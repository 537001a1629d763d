using ParquetSharp;
using ParquetSharp.IO;
using ParquetSharp.Schema;

namespace Fleet.Host.Results;

/// <summary>
/// Streams rows to a Parquet file in row groups, so that memory does not grow with the file. The same rows give the
/// same bytes: compression is fixed and nothing in the file depends on the clock or the machine.
/// </summary>
internal sealed class ParquetTable<TRow> : IDisposable
{
    /// <summary>Rows in a row group, which waits in memory, encoded and mostly compressed, until it is full.</summary>
    public const int RowGroupSize = 100_000;

    // Rows are taken apart into columns by the block: few enough to be still in the processor's cache.
    private const int BlockSize = 500;

    private readonly string _path;
    private readonly ParquetColumn<TRow>[] _columns;
    private readonly ColumnWriter[] _columnWriters;
    private readonly TRow[] _block = new TRow[BlockSize];
    private readonly FileStream _file;
    private readonly ManagedOutputStream _output;
    private readonly ParquetFileWriter _writer;
    private RowGroupWriter? _group;
    private int _inBlock;
    private int _inGroup;
    private bool _closed;
    private bool _complete;

    /// <summary>Starts a file; it stands under its name once <see cref="Complete"/> is called.</summary>
    public ParquetTable(string path, IReadOnlyList<ParquetColumn<TRow>> columns)
    {
        _path = path;
        _columns = [.. columns];
        _columnWriters = new ColumnWriter[columns.Count];
        using GroupNode schema = new("schema", Repetition.Required, [.. columns.Select(column => column.Node())]);
        using WriterProperties properties = Properties();
        // A file that the library opens itself is inherited by every process that is started meanwhile, and its room with it.
        _file = new FileStream(Partial, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        _output = new ManagedOutputStream(_file, leaveOpen: true);
        try
        {
            _writer = Guarded(() => new ParquetFileWriter(_output, schema, properties));
        }
        catch
        {
            Remove(); // there was no room for its first bytes
            throw;
        }
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
        if (_inBlock == BlockSize) WriteBlock();
    }

    /// <summary>Writes what is left and gives the file its name.</summary>
    /// <exception cref="IOException">The disk is full or the file cannot be written.</exception>
    public void Complete()
    {
        // A file without any row group is one that some readers refuse.
        if (_inBlock > 0 || Rows == 0) WriteBlock();
        Guarded(() =>
        {
            EndGroup();
            _writer.Close();
        });
        Guarded(Close);
        _file.Flush(flushToDisk: true);
        _file.Dispose();
        File.Move(Partial, _path, overwrite: true);
        _complete = true;
    }

    /// <summary>Removes the file if it was not completed.</summary>
    public void Dispose()
    {
        if (_complete) return;
        try
        {
            if (!_closed) Close();
        }
        catch (ParquetException)
        {
            // What it could not write any more is not missed.
        }
        finally
        {
            Remove();
        }
    }

    private void Remove()
    {
        _output.Dispose();
        _file.Dispose();
        File.Delete(Partial);
    }

    private void WriteBlock() => Guarded(() =>
    {
        if (_group is null) BeginGroup();
        ReadOnlySpan<TRow> rows = _block.AsSpan(0, _inBlock);
        for (int i = 0; i < _columns.Length; i++) _columns[i].Write(_columnWriters[i], rows);
        _inGroup += _inBlock;
        _inBlock = 0;
        if (_inGroup == RowGroupSize) EndGroup();
    });

    private void BeginGroup()
    {
        _group = _writer.AppendBufferedRowGroup();
        for (int i = 0; i < _columns.Length; i++) _columnWriters[i] = _group.Column(i);
    }

    private void EndGroup()
    {
        if (_group is null) return;
        foreach (ColumnWriter column in _columnWriters) column.Dispose();
        _group.Close();
        _group.Dispose();
        _group = null;
        _inGroup = 0;
    }

    private void Close()
    {
        _closed = true;
        _group?.Dispose();
        _writer.Dispose();
        _output.Dispose();
    }

    private WriterProperties Properties()
    {
        using WriterPropertiesBuilder builder = new();
        // Better levels take several times as long for a file little smaller.
        builder.Compression(Compression.Zstd).CompressionLevel(1);
        foreach (ParquetColumn<TRow> column in _columns) column.Encode(builder);
        return builder.Build();
    }

    /// <summary>The library reports a full disk as an exception of its own, whose message holds that of the stream and its stack.</summary>
    private T Guarded<T>(Func<T> action)
    {
        try
        {
            return action();
        }
        catch (ParquetException problem)
        {
            throw new IOException($"{_path} cannot be written: {Reason(problem.Message)}", problem);
        }
    }

    /// <summary>The line that the system said, "No space left on device", without the type before and the stack behind it.</summary>
    private static string Reason(string message)
    {
        const string type = "System.IO.IOException: ";
        int start = message.IndexOf(type, StringComparison.Ordinal);
        return start < 0 ? message : message[(start + type.Length)..].Split('\n')[0].Split(" : '")[0];
    }

    private void Guarded(Action action) => Guarded(() =>
    {
        action();
        return true;
    });
}
