using System.Text;

namespace Fleet.Host.Results;

/// <summary>File names from names that users choose.</summary>
public static class FileNames
{
    private const int MaxLength = 100;

    /// <summary>
    /// A name for a file or folder: ASCII letters, digits, <c>. _ + -</c> stay, every run of other characters becomes
    /// one hyphen. Never empty, never hidden, at most 100 characters.
    /// </summary>
    public static string Safe(string name)
    {
        ArgumentNullException.ThrowIfNull(name);
        StringBuilder safe = new();
        foreach (char c in name)
        {
            if (char.IsAsciiLetterOrDigit(c) || c is '.' or '_' or '+' or '-')
            {
                safe.Append(c);
            }
            else if (safe.Length > 0 && safe[^1] != '-')
            {
                safe.Append('-');
            }
        }

        string trimmed = safe.ToString().TrimStart('.', '-').TrimEnd('.', '-');
        if (trimmed.Length > MaxLength)
        {
            trimmed = trimmed[..MaxLength];
        }

        return trimmed.Length == 0 ? "unnamed" : trimmed;
    }
}
