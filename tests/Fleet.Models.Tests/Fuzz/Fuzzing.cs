using System.Runtime.InteropServices;
using Fleet.Models.Randomness;

namespace Fleet.Models.Tests.Fuzz;

/// <summary>
/// Runs cases made from a number each: any failure names the number, and that case alone can be run again. A case may take at
/// most a second of processor time and say at most a megabyte.
/// </summary>
internal static partial class Fuzzing
{
    private const int MostMessage = 1_000_000;
    private const int ThreadCpuTime = 3;
    private const ulong Seed = 20_261_125;
    private static readonly TimeSpan MostTime = TimeSpan.FromSeconds(1);

    /// <summary>Runs the cases 0 to <paramref name="cases"/> - 1, or those of <see cref="FuzzRange"/>.</summary>
    /// <param name="cases">How many.</param>
    /// <param name="one">Runs one and gives what it says to the user, empty for nothing; throws nothing.</param>
    public static void Run(int cases, Func<Random, string> one)
    {
        (int first, cases) = FuzzRange.Of(0, cases);
        for (int number = first; number < first + cases; number++)
        {
            TimeSpan before = ProcessorTime();
            string message;
            try
            {
                message = one(new CounterRandom(Seed, 0, RandomPurpose.Attack, (ulong)number));
            }
            catch (Exception escaped)
            {
                throw new InvalidOperationException($"Case {number} let an exception escape: {escaped.Message}", escaped);
            }

            TimeSpan took = ProcessorTime() - before;
            Assert.True(took < MostTime, $"Case {number} took {took.TotalSeconds} s of processor time.");
            Assert.True(message.Length < MostMessage, $"Case {number} says {message.Length} characters.");
            Assert.False(message.Any(c => char.IsControl(c) && c != '\n'), $"Case {number} says control characters.");
            Assert.DoesNotContain("(Parameter", message, StringComparison.Ordinal);
        }
    }

    /// <summary>The bytes with a few changes: other bits and bytes, numbers at their limits, parts left out, doubled or torn off.</summary>
    public static byte[] Mutate(byte[] source, Random random)
    {
        List<byte> bytes = [.. source];
        int changes = 1 + random.Next(4);
        for (int i = 0; i < changes && bytes.Count > 0; i++)
        {
            int at = random.Next(bytes.Count);
            int count = 1 + random.Next(Math.Min(16, bytes.Count - at));
            switch (random.Next(8))
            {
                case 0:
                    bytes[at] ^= (byte)(1 << random.Next(8));
                    break;
                case 1:
                    bytes[at] = (byte)random.Next(256);
                    break;
                case 2:
                    Overwrite(bytes, at, [0xFF, 0xFF, 0xFF, 0xFF]);
                    break;
                case 3:
                    Overwrite(bytes, at, [0x7F, 0xFF, 0xFF, 0xFF]);
                    break;
                case 4:
                    Overwrite(bytes, at, [0, 0, 0, (byte)random.Next(3)]);
                    break;
                case 5:
                    bytes.RemoveRange(at, count);
                    break;
                case 6:
                    bytes.InsertRange(at, bytes.GetRange(random.Next(bytes.Count - count + 1), count));
                    break;
                default:
                    bytes.RemoveRange(at, bytes.Count - at);
                    break;
            }
        }

        return [.. bytes];
    }

    private static void Overwrite(List<byte> bytes, int at, ReadOnlySpan<byte> values)
    {
        for (int i = 0; i < values.Length && at + i < bytes.Count; i++)
        {
            bytes[at + i] = values[i];
        }
    }

    /// <summary>That of this thread, so that nothing beside the test counts.</summary>
    private static TimeSpan ProcessorTime() =>
        GetTime(ThreadCpuTime, out TimeSpec time) == 0 ? new TimeSpan((time.Seconds * TimeSpan.TicksPerSecond) + (time.Nanoseconds / 100)) : TimeSpan.Zero;

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out TimeSpec time);

    [StructLayout(LayoutKind.Sequential)]
    private struct TimeSpec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
