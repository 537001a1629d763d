using System.Globalization;
using System.Text;
using Fleet.Host.Terminal;
using Fleet.Models.Files;

namespace Fleet.Host.Scenarios;

/// <summary>Reads the text files that a user names: regular files of a bounded size, in UTF-8 or with a byte order mark.</summary>
internal static class TextFile
{
    /// <summary>The largest file, in bytes.</summary>
    public const int MostBytes = 1 << 20;

    // Of the first characters of a text in UTF-16 at least so many bytes are 0, and of one in UTF-8 none.
    private const int Sample = 64;

    private static readonly UTF8Encoding Strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>The text of a file; null and a problem if there is none.</summary>
    /// <param name="path">The file.</param>
    /// <param name="expected">What the file should be, with its article.</param>
    /// <param name="problem">What is wrong, and where.</param>
    public static string? Read(string path, string expected, out TextFileProblem? problem)
    {
        try
        {
            problem = Refusal(path, expected);
            if (problem is not null)
            {
                return null;
            }

            using FileStream stream = File.OpenRead(path);
            byte[] content = new byte[MostBytes + 1];
            int length = stream.ReadAtLeast(content, content.Length, throwOnEndOfStream: false);
            problem = length > MostBytes ? TooLarge(null, expected) : null;
            return problem is null ? Decode(content.AsSpan(0, length), out problem) : null;
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            problem = new TextFileProblem($"The file cannot be read: {PlainWords.Of(exception)}");
            return null;
        }
    }

    private static TextFileProblem? Refusal(string path, string expected) => FileKinds.Of(path) switch
    {
        FileKind.Missing => new TextFileProblem($"There is no such file; expected {expected}."),
        FileKind.Folder => new TextFileProblem($"This is a folder; expected {expected}."),
        FileKind.Special => new TextFileProblem($"This is {RegularFile.Special}; expected {expected}."),
        _ => new FileInfo(path).Length is > MostBytes and long length ? TooLarge(length, expected) : null,
    };

    private static TextFileProblem TooLarge(long? length, string expected)
    {
        string most = MostBytes.ToString("#,0", CultureInfo.InvariantCulture);
        string found = length?.ToString("#,0", CultureInfo.InvariantCulture) ?? $"more than {most}";
        return new TextFileProblem($"The file has {found} bytes; expected {expected}, of at most {most} bytes.");
    }

    private static string? Decode(ReadOnlySpan<byte> content, out TextFileProblem? problem)
    {
        problem = null;
        if (content is [0xff, 0xfe, ..] or [0xfe, 0xff, ..] or [0, 0, 0xfe, 0xff, ..])
        {
            using var reader = new StreamReader(new MemoryStream(content.ToArray()), detectEncodingFromByteOrderMarks: true);
            return reader.ReadToEnd();
        }

        ReadOnlySpan<byte> text = content is [0xef, 0xbb, 0xbf, ..] ? content[3..] : content;
        if (text[..Math.Min(Sample, text.Length)].Count((byte)0) > Math.Min(Sample, text.Length) / 4)
        {
            problem = new TextFileProblem("The file holds bytes that are 0, as UTF-16 without a byte order mark does; expected UTF-8. Save it as UTF-8.");
            return null;
        }

        try
        {
            return Strict.GetString(text);
        }
        catch (DecoderFallbackException exception)
        {
            ReadOnlySpan<byte> before = text[..exception.Index];
            int line = before.Count((byte)'\n') + 1;
            int column = Encoding.UTF8.GetCharCount(before[(before.LastIndexOf((byte)'\n') + 1)..]) + 1;
            problem = new TextFileProblem(
                $"The byte 0x{text[exception.Index]:x2} is not UTF-8, as in a file that was saved as Latin-1 or Windows-1252; expected UTF-8. Save it as UTF-8.", line, column);
            return null;
        }
    }
}

/// <summary>Why a text file cannot be read.</summary>
/// <param name="Message">What was found and what was expected.</param>
/// <param name="Line">The line, from 1; 0 for the file as a whole.</param>
/// <param name="Column">The column, from 1; 0 for the file as a whole.</param>
internal sealed record TextFileProblem(string Message, int Line = 0, int Column = 0);
