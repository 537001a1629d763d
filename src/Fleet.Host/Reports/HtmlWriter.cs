using System.Net;
using System.Text;

namespace Fleet.Host.Reports;

/// <summary>Builds a page. Everything that is not a literal of ours goes through <see cref="Text"/>.</summary>
internal sealed class HtmlWriter
{
    private readonly StringBuilder _page = new();

    /// <summary>Adds markup as it is.</summary>
    public HtmlWriter Raw(string markup)
    {
        _page.Append(markup);
        return this;
    }

    /// <summary>Adds markup as it is, and ends the line.</summary>
    public HtmlWriter Line(string markup) => Raw(markup).Raw("\n");

    /// <summary>Adds text, with what means something in a page escaped.</summary>
    public HtmlWriter Text(string text) => Raw(Escape(text));

    /// <summary>Text for the inside of an element or an attribute.</summary>
    public static string Escape(string text) => WebUtility.HtmlEncode(text);

    /// <summary>The text of a chain, which may go on in the next line behind each +.</summary>
    public static string Chain(string text) => Escape(text).Replace("+", "+<wbr>", StringComparison.Ordinal);

    /// <summary>Adds a table. Cells are markup.</summary>
    /// <param name="columns">The headings; one that starts with # stands over numbers, which are right-aligned.</param>
    /// <param name="rows">The cells of each row.</param>
    public void Table(IReadOnlyList<string> columns, IEnumerable<IReadOnlyList<string>> rows)
    {
        Line("<div class=\"scroll\"><table>");
        Raw("<thead><tr>");
        foreach (string column in columns) Raw($"<th{Class(column)}>{Escape(column.TrimStart('#'))}</th>");
        Line("</tr></thead>");
        Line("<tbody>");
        foreach (IReadOnlyList<string> row in rows)
        {
            Raw("<tr>");
            for (int i = 0; i < row.Count; i++) Raw($"<td{Class(columns[i])}>{row[i]}</td>");
            Line("</tr>");
        }

        Line("</tbody></table></div>");
    }

    public override string ToString() => _page.ToString();

    private static string Class(string column) => column switch
    {
        ['#', ..] => " class=\"n\"",
        "defence" => " class=\"chain\"",
        "attack" => " class=\"words\"",
        _ => string.Empty,
    };
}
