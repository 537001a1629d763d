using System.Buffers.Binary;
using System.IO.Hashing;
using System.Runtime.InteropServices;
using System.Text;

namespace Fleet.Actors.World.Telemetry;

/// <summary>
/// A hash of a multiset of records: the sum of the records' own hashes modulo 2^128. It does not depend on their order,
/// and the hashes of parts of a fleet add up to that of the whole.
/// </summary>
internal struct ResultHash
{
    private UInt128 _sum;

    /// <summary>Adds the records of another part of the fleet.</summary>
    public void Add(ResultHash other) => _sum += other._sum;

    /// <summary>Adds a request.</summary>
    public void Add(in RequestRecord record)
    {
        var request = new Request
        {
            Kind = (byte)'r',
            Device = record.Device.Value,
            ClassAndDefense = ClassAndDefense(record.DeviceClass, record.Defense),
            Sequence = record.Sequence,
            Input = record.Input,
            Server = record.Server.Value,
            Arrival = record.Arrival.Nanoseconds,
            Completion = record.Completion.Nanoseconds,
            Outcome = (long)record.Outcome,
            Stages = record.Stages,
        };
        _sum += XxHash128.HashToUInt128(MemoryMarshal.AsBytes(new ReadOnlySpan<Request>(in request)));
    }

    /// <summary>Adds a message the adversary attacks.</summary>
    public void Add(CapturedMessage message)
    {
        var bytes = new Bytes(stackalloc byte[64], 'c');
        bytes.Add(message.Device.Value);
        bytes.Add(ClassAndDefense(message.DeviceClass, message.Defense));
        bytes.Add(message.Sequence);
        bytes.Add(message.Input);
        bytes.Add(message.Server.Value);
        bytes.Add(message.CapturedAt.Nanoseconds);
        bytes.Add(message.ReconstructedAt.Nanoseconds);
        _sum += bytes.Hash();
    }

    /// <summary>Adds a named count.</summary>
    public void Add(string name, long count)
    {
        var bytes = new Bytes(stackalloc byte[32], 'n');
        bytes.Add(unchecked((long)XxHash3.HashToUInt64(Encoding.UTF8.GetBytes(name))));
        bytes.Add(count);
        _sum += bytes.Hash();
    }

    /// <summary>32 hexadecimal digits.</summary>
    public override readonly string ToString() => _sum.ToString("x32");

    // One field, so that the hash of a fleet whose devices never change their defence says nothing of defences.
    private static long ClassAndDefense(int deviceClass, int defense) => ((long)defense << 32) | (uint)deviceClass;

    // What Bytes would write for a request, laid out at once: there is one for every request of a run.
    [StructLayout(LayoutKind.Sequential, Pack = 1)]
    private struct Request
    {
        public byte Kind;
        public long Device;
        public long ClassAndDefense;
        public long Sequence;
        public long Input;
        public long Server;
        public long Arrival;
        public long Completion;
        public long Outcome;
        public StageTimes Stages;
    }

    // Every field as 8 little-endian bytes after one byte that says what kind of record it is.
    private ref struct Bytes
    {
        private readonly Span<byte> _buffer;
        private int _length;

        public Bytes(Span<byte> buffer, char kind)
        {
            _buffer = buffer;
            _buffer[0] = (byte)kind;
            _length = 1;
        }

        public void Add(long value)
        {
            BinaryPrimitives.WriteInt64LittleEndian(_buffer[_length..], value);
            _length += sizeof(long);
        }

        public readonly UInt128 Hash() => XxHash128.HashToUInt128(_buffer[.._length]);
    }
}
