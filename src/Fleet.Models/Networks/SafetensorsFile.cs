using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using System.Text.Json;
using Fleet.Models.Text;

namespace Fleet.Models.Networks;

/// <summary>
/// Reads and writes weights in the safetensors format: 8 bytes little-endian header length, a JSON header of names, data
/// types, shapes and offsets, then the raw little-endian elements without gaps. Float32 is written; float16, bfloat16 and
/// float64 are read too, rounded to the nearest float32.
/// </summary>
internal static class SafetensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const string Float32 = "F32";
    private const int LengthBytes = sizeof(ulong);
    private const int Alignment = 8;

    /// <summary>The longest header that the format allows.</summary>
    private const ulong MostHeaderBytes = 100_000_000;

    /// <summary>Writes arrays and text metadata. Equal arguments give equal bytes.</summary>
    public static void Write(Stream stream, IReadOnlyList<WeightArray> arrays, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        byte[] header = Header(arrays, metadata);
        Span<byte> length = stackalloc byte[LengthBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(length, (ulong)header.Length);
        stream.Write(length);
        stream.Write(header);
        foreach (WeightArray array in arrays)
        {
            stream.Write(LittleEndian(array.Values));
        }
    }

    /// <summary>Reads a whole file.</summary>
    /// <exception cref="InvalidDataException">The bytes are no such file; the text says what is wrong, in one line.</exception>
    public static (IReadOnlyList<WeightArray> Arrays, IReadOnlyDictionary<string, string> Metadata) Read(byte[] file)
    {
        if (ForeignWeights.OfContent(file) is { } foreign)
        {
            throw new InvalidDataException($"The file is {foreign.What}, not safetensors. {foreign.Help}");
        }

        if (file.Length < LengthBytes)
        {
            throw new InvalidDataException($"The weights file has {file.Length} bytes; a safetensors file begins with {LengthBytes} for the length of its header. It is torn, or another kind of file.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > MostHeaderBytes)
        {
            throw new InvalidDataException($"The weights file claims a header of {length} bytes; {MostHeaderBytes} are the most. It is no safetensors file, or damaged.");
        }

        if (length > (ulong)(file.Length - LengthBytes))
        {
            throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The weights file is torn: its header has {length} bytes, of which {file.Length - LengthBytes} are there. Copy or save it again."));
        }

        ReadOnlyMemory<byte> data = file.AsMemory(LengthBytes + (int)length);
        try
        {
            using JsonDocument header = JsonDocument.Parse(file.AsMemory(LengthBytes, (int)length));
            return Parse(header.RootElement, data);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            // The second: text that is no UTF-8.
            throw new InvalidDataException("The header of the weights file is damaged: it is no JSON text. It is no safetensors file, or damaged.", e);
        }
    }

    /// <summary>The elements as the bytes of the file.</summary>
    public static byte[] LittleEndian(float[] values)
    {
        var bytes = new byte[values.Length * sizeof(float)];
        for (int i = 0; i < values.Length; i++)
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(i * sizeof(float)), values[i]);
        }

        return bytes;
    }

    private static byte[] Header(IReadOnlyList<WeightArray> arrays, IReadOnlyList<KeyValuePair<string, string>> metadata)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteStartObject(MetadataKey);
            foreach ((string key, string value) in metadata)
            {
                json.WriteString(key, value);
            }

            json.WriteEndObject();
            long offset = 0;
            foreach (WeightArray array in arrays)
            {
                long end = offset + ((long)array.Values.Length * sizeof(float));
                WriteEntry(json, array, offset, end);
                offset = end;
            }

            json.WriteEndObject();
        }

        // The format allows trailing blanks, so that the elements start at a multiple of 8 bytes.
        byte[] blanks = Encoding.ASCII.GetBytes(new string(' ', (int)((Alignment - (buffer.Length % Alignment)) % Alignment)));
        buffer.Write(blanks);
        return buffer.ToArray();
    }

    private static void WriteEntry(Utf8JsonWriter json, WeightArray array, long start, long end)
    {
        json.WriteStartObject(array.Name);
        json.WriteString("dtype", Float32);
        json.WriteStartArray("shape");
        foreach (long size in array.Shape)
        {
            json.WriteNumberValue(size);
        }

        json.WriteEndArray();
        json.WriteStartArray("data_offsets");
        json.WriteNumberValue(start);
        json.WriteNumberValue(end);
        json.WriteEndArray();
        json.WriteEndObject();
    }

    private static (IReadOnlyList<WeightArray>, IReadOnlyDictionary<string, string>) Parse(JsonElement header, ReadOnlyMemory<byte> data)
    {
        List<(Entry Entry, WeightArray Array)> arrays = [];
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        long expectedStart = 0;

        // The format lets the header name the arrays in any order.
        if (header.ValueKind != JsonValueKind.Object)
        {
            throw Damaged("the JSON text is no object");
        }

        List<Entry> entries = [.. header.EnumerateObject().Where(item => !item.NameEquals(MetadataKey)).Select(Describe)];
        foreach (Entry entry in entries.OrderBy(entry => entry.Start).ThenBy(entry => entry.End))
        {
            if (entry.End > data.Length)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The weights file is torn: {PlainText.Line(entry.Name)} ends at byte {entry.End} of the elements, of which {data.Length} are there. Copy or save it again."));
            }

            if (entry.Start != expectedStart || entry.End < entry.Start)
            {
                throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The weights {PlainText.Line(entry.Name)} lie at [{entry.Start}, {entry.End}] of {data.Length} bytes; they should start at {expectedStart}."));
            }

            arrays.Add((entry, ReadArray(entry, data.Span[(int)entry.Start..(int)entry.End])));
            expectedStart = entry.End;
        }

        if (header.TryGetProperty(MetadataKey, out JsonElement texts))
        {
            foreach (JsonProperty item in texts.ValueKind == JsonValueKind.Object ? texts.EnumerateObject() : throw Damaged($"{MetadataKey} is no object"))
            {
                metadata[item.Name] = item.Value.ValueKind == JsonValueKind.String ? item.Value.GetString()! : throw Damaged($"{MetadataKey} holds something else than text");
            }
        }

        string? twice = arrays.GroupBy(item => item.Array.Name, StringComparer.Ordinal).FirstOrDefault(group => group.Skip(1).Any())?.Key;
        if (twice is not null)
        {
            throw new InvalidDataException($"The weights {PlainText.Line(twice)} are there twice.");
        }

        return expectedStart == data.Length
            ? ([.. arrays.OrderBy(item => item.Entry.Position).Select(item => item.Array)], metadata)
            : throw new InvalidDataException(string.Create(CultureInfo.InvariantCulture, $"The weights file describes {expectedStart} bytes of elements and holds {data.Length}."));
    }

    private static Entry Describe(JsonProperty item, int position)
    {
        string name = item.Name;
        if (item.Value.ValueKind != JsonValueKind.Object
            || !item.Value.TryGetProperty("dtype", out JsonElement type) || type.ValueKind != JsonValueKind.String
            || !TryRead(item.Value, "shape", out long[] shape)
            || !TryRead(item.Value, "data_offsets", out long[] offsets) || offsets.Length != 2)
        {
            throw Damaged($"the entry {PlainText.Line(name)} lacks a dtype, a shape of whole numbers from 0 on or two data_offsets");
        }

        return new Entry(name, position, type.GetString()!, shape, offsets[0], offsets[1]);
    }

    private static bool TryRead(JsonElement entry, string key, out long[] numbers)
    {
        numbers = [];
        if (!entry.TryGetProperty(key, out JsonElement list) || list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        List<long> read = [];
        foreach (JsonElement item in list.EnumerateArray())
        {
            if (item.ValueKind != JsonValueKind.Number || !item.TryGetInt64(out long number) || number < 0)
            {
                return false;
            }

            read.Add(number);
        }

        numbers = [.. read];
        return true;
    }

    private static InvalidDataException Damaged(string reason) => new($"The header of the weights file is damaged: {reason}.");

    private static WeightArray ReadArray(Entry entry, ReadOnlySpan<byte> bytes)
    {
        int size = entry.Type switch
        {
            "F64" or "I64" => 8,
            Float32 => 4,
            "F16" or "BF16" => 2,
            _ => throw new InvalidDataException($"The weights {PlainText.Line(entry.Name)} are of type {PlainText.Line(entry.Type)}; F32, F16, BF16 and F64 are read."),
        };
        if (entry.Shape.Aggregate(1.0, (product, length) => product * length) * size != bytes.Length)
        {
            throw new InvalidDataException($"The weights {PlainText.Line(entry.Name)} of shape {PlainText.Line(string.Join('x', entry.Shape))} do not fill {bytes.Length} bytes.");
        }

        var values = new float[bytes.Length / size];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = ReadElement(entry.Type, bytes[(i * size)..]);
        }

        return new WeightArray(entry.Name, entry.Shape, values);
    }

    private static float ReadElement(string type, ReadOnlySpan<byte> bytes) => type switch
    {
        "F64" => (float)BinaryPrimitives.ReadDoubleLittleEndian(bytes),
        "F16" => (float)BinaryPrimitives.ReadHalfLittleEndian(bytes),
        // The upper half of a float32.
        "BF16" => BitConverter.Int32BitsToSingle(BinaryPrimitives.ReadInt16LittleEndian(bytes) << 16),
        // Counters, such as num_batches_tracked: no network has a place for them.
        "I64" => BinaryPrimitives.ReadInt64LittleEndian(bytes),
        _ => BinaryPrimitives.ReadSingleLittleEndian(bytes),
    };

    /// <summary>What the header says about an array.</summary>
    private sealed record Entry(string Name, int Position, string Type, long[] Shape, long Start, long End);
}
