namespace Fleet.Host.Terminal;

/// <summary>Writes each different line once.</summary>
/// <param name="writer">Where to.</param>
internal sealed class OnceWriter(TextWriter writer)
{
    private readonly HashSet<string> _written = new(StringComparer.Ordinal);

    /// <summary>Writes a line that was not written before.</summary>
    public void WriteLine(string line)
    {
        if (_written.Add(line))
        {
            writer.WriteLine(line);
        }
    }
}
