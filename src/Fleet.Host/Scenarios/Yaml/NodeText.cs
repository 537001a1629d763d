namespace Fleet.Host.Scenarios.Yaml;

/// <summary>Writes a value in one line, as a user would.</summary>
internal static class NodeText
{
    /// <summary>The text: plain, or in brackets for lists and braces for maps.</summary>
    public static string Of(ScenarioNode node) => node switch
    {
        ScalarNode scalar => scalar.Text,
        ListNode list => $"[{string.Join(", ", list.Items.Select(Of))}]",
        MapNode map => $"{{ {string.Join(", ", map.Entries.Select(e => $"{e.Key.Text}: {Of(e.Value)}"))} }}",
        _ => "",
    };
}
