namespace Fleet.Models.Tests.Support;

/// <summary>Keeps what is reported, on the reporting thread and in its order.</summary>
internal sealed class Reports<T>(Action<T>? then = null) : IProgress<T>
{
    private readonly List<T> _items = [];

    public IReadOnlyList<T> Items => _items;

    public void Report(T value)
    {
        _items.Add(value);
        then?.Invoke(value);
    }
}
