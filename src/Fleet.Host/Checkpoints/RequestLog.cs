using System.Globalization;
using System.IO.Hashing;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using Fleet.Actors.World.Telemetry;
using Fleet.Host.Results;
using Fleet.Models.Files;

namespace Fleet.Host.Checkpoints;

/// <summary>
/// The requests that requests.parquet will hold, in their memory layout, one after another. While a run keeps
/// checkpoints they are written here, because this file can be truncated at any row and continued; a Parquet file, whose
/// directory is at its end, cannot. A checkpoint keeps the number of rows and the hash over them.
/// </summary>
internal sealed class RequestLog : IDisposable
{
    private const int BlockSize = 512;

    private readonly FileStream _stream;
    private readonly XxHash128 _hash;
    private readonly RequestRecord[] _block = new RequestRecord[BlockSize];
    private int _inBlock;

    private RequestLog(FileStream stream, XxHash128 hash, long rows)
    {
        _stream = stream;
        _hash = hash;
        Rows = rows;
    }

    /// <summary>The rows taken so far.</summary>
    public long Rows { get; private set; }

    /// <summary>The bytes that a row takes.</summary>
    public static int RowSize => Unsafe.SizeOf<RequestRecord>();

    /// <summary>Starts an empty file.</summary>
    public static RequestLog Create(string path) =>
        new(new FileStream(path, FileMode.Create, FileAccess.ReadWrite, FileShare.Read), new XxHash128(), 0);

    /// <summary>Cuts a file back to its first rows and goes on behind them.</summary>
    /// <exception cref="DamagedCheckpointException">The file does not begin with the rows that have this hash; it is left as it is.</exception>
    public static RequestLog Resume(string path, long rows, UInt128 hash)
    {
        if (!File.Exists(path))
        {
            throw new DamagedCheckpointException($"{Path.GetFileName(path)} is missing");
        }

        if (RegularFile.IsSpecial(path))
        {
            throw new DamagedCheckpointException($"{Path.GetFileName(path)} is {RegularFile.Special}");
        }

        var stream = new FileStream(path, FileMode.Open, FileAccess.ReadWrite, FileShare.Read);
        try
        {
            XxHash128 found = HashOfFirst(stream, rows);
            if (found.GetCurrentHashAsUInt128() != hash)
            {
                throw new DamagedCheckpointException(string.Create(CultureInfo.InvariantCulture, $"the {rows} requests before it, in {Path.GetFileName(path)}, are damaged"));
            }

            stream.SetLength(rows * RowSize);
            stream.Seek(0, SeekOrigin.End);
            return new RequestLog(stream, found, rows);
        }
        catch
        {
            stream.Dispose();
            throw;
        }
    }

    /// <summary>Takes one row.</summary>
    public void Add(in RequestRecord request)
    {
        _block[_inBlock++] = request;
        Rows++;
        if (_inBlock == BlockSize)
        {
            WriteBlock();
        }
    }

    /// <summary>Brings all rows to the disk and gives the hash over them.</summary>
    public UInt128 FlushToDisk()
    {
        WriteBlock();
        _stream.Flush(flushToDisk: true);
        return _hash.GetCurrentHashAsUInt128();
    }

    /// <summary>Adds all rows to a table.</summary>
    public void CopyTo(ParquetTable<RequestRecord> table)
    {
        WriteBlock();
        _stream.Seek(0, SeekOrigin.Begin);
        for (long left = Rows; left > 0;)
        {
            Span<RequestRecord> rows = _block.AsSpan(0, (int)Math.Min(left, BlockSize));
            _stream.ReadExactly(MemoryMarshal.AsBytes(rows));
            foreach (ref readonly RequestRecord row in rows)
            {
                table.Add(row);
            }

            left -= rows.Length;
        }
    }

    public void Dispose() => _stream.Dispose();

    private static XxHash128 HashOfFirst(FileStream stream, long rows)
    {
        var hash = new XxHash128();
        byte[] buffer = new byte[BlockSize * RowSize];
        for (long left = rows * RowSize; left > 0;)
        {
            int read = stream.Read(buffer, 0, (int)Math.Min(left, buffer.Length));
            if (read == 0)
            {
                break; // too short: the hash will tell
            }

            hash.Append(buffer.AsSpan(0, read));
            left -= read;
        }

        return hash;
    }

    private void WriteBlock()
    {
        ReadOnlySpan<byte> bytes = MemoryMarshal.AsBytes(_block.AsSpan(0, _inBlock));
        _hash.Append(bytes);
        _stream.Write(bytes);
        _inBlock = 0;
    }
}
