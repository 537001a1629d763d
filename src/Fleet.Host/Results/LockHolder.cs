using System.Diagnostics;
using System.Globalization;

namespace Fleet.Host.Results;

/// <summary>The process that works in a folder, as the folder's lock names it.</summary>
/// <param name="Process">Its number.</param>
/// <param name="Host">The machine it runs on: a folder may be shared by several.</param>
/// <param name="Since">When it started, UTC.</param>
/// <param name="Command">Its command line.</param>
/// <param name="Token">Tells this lock from every other.</param>
internal sealed record LockHolder(int Process, string Host, DateTimeOffset Since, string Command, Guid Token)
{
    private const int MaxCommand = 200;

    /// <summary>This process, with a new token.</summary>
    public static LockHolder New()
    {
        using Process self = System.Diagnostics.Process.GetCurrentProcess();
        string command = string.Join(' ', Environment.GetCommandLineArgs().Skip(1).Prepend("fleetsim"));
        string line = string.Concat(command.Select(letter => char.IsControl(letter) ? ' ' : letter));
        return new LockHolder(
            Environment.ProcessId,
            Environment.MachineName,
            new DateTimeOffset(self.StartTime.ToUniversalTime()),
            line.Length <= MaxCommand ? line : line[..MaxCommand] + "...",
            Guid.NewGuid());
    }

    /// <summary>The text in the lock: five lines.</summary>
    public string Text => string.Create(CultureInfo.InvariantCulture, $"process {Process}\nhost {Host}\nsince {Since:O}\ncommand {Command}\ntoken {Token}\n");

    /// <summary>The process in words.</summary>
    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture, $"process {Process} on {Host}, started at {Since.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC ({Command})");

    /// <summary>Reads the text; null if it is not whole, as when its writer has only just begun.</summary>
    public static LockHolder? Parse(string text)
    {
        string[] lines = text.Split('\n');
        return lines.Length >= 5
            && int.TryParse(After("process "), NumberStyles.None, CultureInfo.InvariantCulture, out int process)
            && DateTimeOffset.TryParse(After("since "), CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind, out DateTimeOffset since)
            && Guid.TryParse(After("token "), out Guid token)
            ? new LockHolder(process, After("host "), since, After("command "), token)
            : null;

        string After(string key) => Array.Find(lines, line => line.StartsWith(key, StringComparison.Ordinal))?[key.Length..] ?? "";
    }
}
