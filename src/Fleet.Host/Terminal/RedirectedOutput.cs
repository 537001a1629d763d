using System.Text;

namespace Fleet.Host.Terminal;

/// <summary>Standard output or standard error where it leads to a file or another program, which may not take it.</summary>
/// <param name="inner">The stream of the process.</param>
/// <param name="isResult">
/// Whether it takes results. What cannot be written of them is an <see cref="OutputException"/>; of progress and messages it
/// costs nothing else, since nobody reads it.
/// </param>
internal sealed class RedirectedOutput(TextWriter inner, bool isResult) : TextWriter(inner.FormatProvider)
{
    public override Encoding Encoding => inner.Encoding;

    public override void Write(char value) => Try(() => inner.Write(value));

    public override void Write(char[] buffer, int index, int count) => Try(() => inner.Write(buffer, index, count));

    public override void Write(ReadOnlySpan<char> buffer) => Write(buffer.ToString());

    public override void Write(string? value) => Try(() => inner.Write(value));

    public override void WriteLine() => Try(inner.WriteLine);

    /// <inheritdoc/>
    /// <remarks>In one piece, so that the lines of several threads do not mix.</remarks>
    public override void WriteLine(string? value) => Try(() => inner.WriteLine(value));

    public override void Flush() => Try(inner.Flush);

    private void Try(Action write)
    {
        try
        {
            write();
        }
        catch (IOException problem)
        {
            if (isResult)
            {
                throw new OutputException($"the output cannot be written: {PlainWords.Of(problem).TrimEnd('.')}.", problem);
            }
        }
    }
}

/// <summary>Standard output does not take the results. The message says why, and where they are if they are anywhere.</summary>
internal sealed class OutputException(string message, Exception cause) : Exception(message, cause)
{
    /// <summary>The same, where the results are files too.</summary>
    /// <param name="place">Where; null for nowhere.</param>
    public OutputException With(string? place) => new(place is null ? Message : $"{Message} The results are in {place}", this);
}

/// <summary>Shows results before their files are written. What the output does not take is reported once the files are written.</summary>
internal sealed class ShownResults
{
    private OutputException? _lost;

    /// <summary>Shows some.</summary>
    public void Show(Action show)
    {
        try
        {
            show();
        }
        catch (OutputException lost)
        {
            _lost = lost;
        }
    }

    /// <summary>To be called when the files stand.</summary>
    /// <param name="place">Where; null where there are none.</param>
    /// <exception cref="OutputException">The output did not take something.</exception>
    public void ThrowIfLost(string? place)
    {
        if (_lost is not null)
        {
            throw _lost.With(place);
        }
    }
}
