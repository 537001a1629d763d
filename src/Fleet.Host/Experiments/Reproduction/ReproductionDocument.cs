using System.Text;
using Fleet.Host.Results;
using Fleet.Models.Files;

namespace Fleet.Host.Experiments.Reproduction;

/// <summary>A Markdown document whose sections commands write: each between two marks, the rest by hand.</summary>
internal static class ReproductionDocument
{
    /// <summary>Puts a section into its place, or at the end where it has none yet.</summary>
    public static void Write(string path, string id, string section)
    {
        string text = File.Exists(path) ? RegularFile.ReadAllText(path) : "";
        string begin = $"<!-- begin {id} -->\n";
        string end = $"<!-- end {id} -->\n";
        int from = text.IndexOf(begin, StringComparison.Ordinal);
        int to = text.IndexOf(end, StringComparison.Ordinal);
        string block = begin + section + end;
        string changed = from >= 0 && to > from
            ? text[..from] + block + text[(to + end.Length)..]
            : text + (text.Length == 0 || text.EndsWith("\n\n", StringComparison.Ordinal) ? "" : "\n") + block;
        AtomicFile.Write(path, Encoding.UTF8.GetBytes(changed));
    }
}
