using Fleet.Models.Data;
using Fleet.Models.Networks;

namespace Fleet.Host.Commands;

/// <summary>Networks and data sets by the names that options give.</summary>
internal static class NetworkOption
{
    /// <summary>The network of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static NetworkSpec Network(string name) => NetworkCatalog.TryFind(name, out NetworkSpec? spec)
        ? spec
        : throw ListOption.Unknown("network", name, NetworkCatalog.Names);

    /// <summary>The data set of a name.</summary>
    /// <exception cref="UsageException">There is none.</exception>
    public static DatasetInfo Dataset(string name) => DatasetCatalog.TryFind(name, out DatasetInfo? info)
        ? info
        : throw ListOption.Unknown("data set", name, DatasetCatalog.Names);
}
