using Fleet.Host.Scenarios.Yaml;

namespace Fleet.Host.Scenarios;

/// <summary>A file or folder that a scenario names.</summary>
/// <param name="Written">The path as the user wrote it.</param>
/// <param name="FullPath">
/// The absolute path: what a file writes is relative to the folder of that file, what an argument writes to the current one.
/// </param>
public sealed record FileReference(string Written, string FullPath)
{
    /// <summary>The reference that a value of a scenario makes.</summary>
    internal static FileReference From(ScalarNode node)
    {
        string folder = node.At.Source.IsFile ? Path.GetDirectoryName(node.At.Source.Name) ?? "" : "";
        return new FileReference(node.Text, Path.GetFullPath(Path.Combine(folder, node.Text)));
    }
}
