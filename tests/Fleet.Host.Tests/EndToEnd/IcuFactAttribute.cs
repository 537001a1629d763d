using System.Runtime.InteropServices;

namespace Fleet.Host.Tests.EndToEnd;

/// <summary>A test that needs the culture data of ICU, without which a program that is told to use them does not start.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class IcuFactAttribute : FactAttribute
{
    private const int FirstVersion = 50;
    private const int LastVersion = 120;

    public IcuFactAttribute()
    {
        if (!Enumerable.Range(FirstVersion, LastVersion - FirstVersion).Any(version => NativeLibrary.TryLoad($"libicuuc.so.{version}", out _)))
        {
            Skip = "libicu is not on this machine: cultures other than the invariant one cannot be used";
        }
    }
}
