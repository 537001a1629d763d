using System.Diagnostics;

namespace Fleet.Tests.Common;

/// <summary>Files that are no regular ones. To open a pipe that nobody writes waits for ever.</summary>
internal static class SpecialFiles
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>Makes a named pipe in the place of a file.</summary>
    public static string Pipe(string path)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.Delete(path);
        using Process made = Process.Start("mkfifo", [path]);
        made.WaitForExit();
        Assert.Equal(0, made.ExitCode);
        return path;
    }

    /// <summary>What a call gives that must end; fails if it does not.</summary>
    public static Task<T> Ends<T>(Func<T> call) => Task.Run(call).WaitAsync(Patience);
}
