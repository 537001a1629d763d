using System.Buffers.Binary;
using System.Text;
using System.Text.Json;

namespace Fleet.Models.Networks;

/// <summary>
/// Reads and writes weights in the safetensors format: 8 bytes little-endian header length, a JSON header of names, data
/// types, shapes and offsets, then the raw little-endian elements without gaps. Only float32 is used here.
/// </summary>
internal static class SafetensorsFile
{
    private const string MetadataKey = "__metadata__";
    private const string Float32 = "F32";
    private const int LengthBytes = sizeof(ulong);
    private const int Alignment = 8;

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
    /// <exception cref="InvalidDataException">The bytes are no such file; the text says what is wrong.</exception>
    public static (IReadOnlyList<WeightArray> Arrays, IReadOnlyDictionary<string, string> Metadata) Read(byte[] file)
    {
        if (file.Length < LengthBytes)
        {
            throw new InvalidDataException($"The weights file has {file.Length} bytes; its header alone needs more.");
        }

        ulong length = BinaryPrimitives.ReadUInt64LittleEndian(file);
        if (length > (ulong)(file.Length - LengthBytes))
        {
            throw new InvalidDataException($"The header of the weights file claims {length} bytes; {file.Length - LengthBytes} follow.");
        }

        ReadOnlyMemory<byte> data = file.AsMemory(LengthBytes + (int)length);
        try
        {
            using JsonDocument header = JsonDocument.Parse(file.AsMemory(LengthBytes, (int)length));
            return Parse(header.RootElement, data);
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException or KeyNotFoundException or FormatException)
        {
            throw new InvalidDataException($"The header of the weights file is damaged: {e.Message}", e);
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
        List<WeightArray> arrays = [];
        var metadata = new Dictionary<string, string>(StringComparer.Ordinal);
        long expectedStart = 0;
        foreach (JsonProperty entry in header.EnumerateObject())
        {
            if (entry.NameEquals(MetadataKey))
            {
                foreach (JsonProperty item in entry.Value.EnumerateObject())
                {
                    metadata[item.Name] = item.Value.GetString() ?? "";
                }
            }
            else
            {
                arrays.Add(ReadEntry(entry.Name, entry.Value, data, ref expectedStart));
            }
        }

        return expectedStart == data.Length
            ? (arrays, metadata)
            : throw new InvalidDataException($"The weights file describes {expectedStart} bytes of elements and holds {data.Length}.");
    }

    private static WeightArray ReadEntry(string name, JsonElement entry, ReadOnlyMemory<byte> data, ref long expectedStart)
    {
        string? type = entry.GetProperty("dtype").GetString();
        if (!string.Equals(type, Float32, StringComparison.Ordinal))
        {
            throw new InvalidDataException($"The weights {name} are of type {type}; only {Float32} is read.");
        }

        long[] shape = [.. entry.GetProperty("shape").EnumerateArray().Select(size => size.GetInt64())];
        long[] offsets = [.. entry.GetProperty("data_offsets").EnumerateArray().Select(offset => offset.GetInt64())];
        if (offsets.Length != 2 || offsets[0] != expectedStart || offsets[1] < offsets[0] || offsets[1] > data.Length)
        {
            throw new InvalidDataException($"The weights {name} lie at [{string.Join(", ", offsets)}] of {data.Length} bytes; they should start at {expectedStart}.");
        }

        long elements = (offsets[1] - offsets[0]) / sizeof(float);
        if (shape.Any(size => size < 1) || shape.Aggregate(1.0, (product, size) => product * size) * sizeof(float) != offsets[1] - offsets[0])
        {
            throw new InvalidDataException($"The weights {name} of shape {string.Join('x', shape)} do not fill {offsets[1] - offsets[0]} bytes.");
        }

        expectedStart = offsets[1];
        ReadOnlySpan<byte> bytes = data.Span[(int)offsets[0]..(int)offsets[1]];
        var values = new float[elements];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = BinaryPrimitives.ReadSingleLittleEndian(bytes[(i * sizeof(float))..]);
        }

        return new WeightArray(name, shape, values);
    }
}
