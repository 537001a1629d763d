namespace Fleet.Host.Reports;

/// <summary>The style of report.html.</summary>
internal static class ReportStyle
{
    /// <summary>The rules; <see cref="StageBars.Css"/> has those of the stages.</summary>
    public const string Css = """

        :root { --ink: #1b222c; --quiet: #5b6675; --line: #d9dee5; --grid: #e8ecf1; --paper: #fff; --card: #f5f7fa; --accent: #2463a8; --mark: #b3382c; --shade: rgba(27, 34, 44, .28); color-scheme: light dark; }
        @media (prefers-color-scheme: dark) {
          :root { --ink: #e4e8ee; --quiet: #9aa6b5; --line: #39424e; --grid: #2a323c; --paper: #14181d; --card: #1d232b; --accent: #6aa7ea; --mark: #f0857a; --shade: rgba(0, 0, 0, .8); }
        }
        * { box-sizing: border-box; }
        body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", "Liberation Sans", Arial, sans-serif; -webkit-text-size-adjust: 100%; }
        main { max-width: 1120px; margin: 0 auto; padding: 40px 28px 64px; }
        h1 { font-size: 32px; line-height: 1.2; margin: 0 0 6px; letter-spacing: -.01em; overflow-wrap: anywhere; }
        h2 { font-size: 20px; line-height: 1.3; margin: 0 0 4px; }
        section { margin-top: 44px; }
        p { margin: 0; }
        code, pre { font: 13px/1.5 ui-monospace, SFMono-Regular, Menlo, Consolas, "Liberation Mono", monospace; }
        .eyebrow { color: var(--accent); font-size: 13px; font-weight: 600; letter-spacing: .06em; text-transform: uppercase; }
        .lead { color: var(--quiet); }
        .badge { display: inline-block; margin: 4px 0 8px; padding: 3px 10px; border-radius: 4px; color: var(--mark); border: 1px solid currentColor; }
        .warning { color: var(--mark); max-width: 76ch; margin-bottom: 14px; }
        .hint { color: var(--quiet); max-width: 76ch; margin-bottom: 14px; }
        .hashes { display: flex; flex-wrap: wrap; gap: 4px 28px; margin: 14px 0 0; }
        .hashes dt { color: var(--quiet); font-size: 12px; }
        .hashes dd { margin: 0; overflow-wrap: anywhere; }
        .tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(170px, 1fr)); gap: 12px; margin-top: 28px; }
        .tile { background: var(--card); border-radius: 8px; padding: 14px 16px; }
        .tile .name, .tile .note { color: var(--quiet); font-size: 13px; }
        .tile .value { font-size: 30px; line-height: 1.25; font-weight: 600; font-variant-numeric: tabular-nums; letter-spacing: -.01em; }
        .tile .value span { font-size: 15px; font-weight: 400; color: var(--quiet); margin-left: 5px; letter-spacing: 0; }
        .pair { display: grid; grid-template-columns: repeat(auto-fit, minmax(min(100%, 420px), 1fr)); gap: 28px 48px; }
        figure { margin: 0; min-width: 0; }
        .chart figcaption { font-weight: 600; }
        .chart .ytitle { color: var(--quiet); font-size: 12px; margin: 2px 0 10px; }
        .plot { padding: 0 10px 44px 40px; }
        .bars .plot { padding-left: 4px; }
        .plot > svg { display: block; overflow: visible; }
        svg text { fill: var(--ink); font-size: 12px; font-variant-numeric: tabular-nums; }
        svg .tick, svg .title, svg .quiet { fill: var(--quiet); }
        svg .row { font-size: 13px; }
        svg .label { paint-order: stroke; stroke: var(--paper); stroke-width: 3px; stroke-linejoin: round; }
        svg .grid { stroke: var(--grid); }
        svg .axis, svg .mark { stroke: var(--line); }
        svg .bin { fill: var(--accent); opacity: .75; }
        svg .percentile { stroke: var(--mark); stroke-dasharray: 3 3; }
        svg .curve { fill: none; stroke-width: 2; stroke-linejoin: round; }
        .keys { display: flex; flex-wrap: wrap; gap: 4px 18px; font-size: 13px; padding-left: 40px; }
        .key { display: inline-block; width: 12px; height: 12px; border-radius: 2px; margin-right: 8px; vertical-align: -1px; background: currentColor; }
        .key.line { height: 3px; vertical-align: 4px; width: 18px; }
        .c0 { stroke: #3b7dd0; color: #3b7dd0; } .c1 { stroke: #d98318; color: #d98318; } .c2 { stroke: #3a9a5b; color: #3a9a5b; }
        .c3 { stroke: #a25bbf; color: #a25bbf; } .c4 { stroke: #c94f5c; color: #c94f5c; } .c5 { stroke: #6b7785; color: #6b7785; }
        .scroll { overflow-x: auto; margin-top: 6px;
          background: linear-gradient(to right, var(--paper) 30%, transparent) left / 48px 100%, linear-gradient(to left, var(--paper) 30%, transparent) right / 48px 100%,
            linear-gradient(to right, var(--shade), transparent) left / 16px 100%, linear-gradient(to left, var(--shade), transparent) right / 16px 100%, var(--paper);
          background-repeat: no-repeat; background-attachment: local, local, scroll, scroll, local; }
        table { border-collapse: collapse; font-size: 14px; font-variant-numeric: tabular-nums; }
        th, td { text-align: left; padding: 6px 14px 6px 0; border-bottom: 1px solid var(--line); white-space: nowrap; vertical-align: middle; }
        th { color: var(--quiet); font-weight: 500; font-size: 13px; white-space: normal; vertical-align: bottom; }
        th:last-child, td:last-child { padding-right: 2px; }
        .n { text-align: right; }
        .chain { white-space: normal; min-width: 120px; }
        .words { white-space: normal; min-width: 90px; }
        td .quiet { display: block; color: var(--quiet); font-size: 12px; line-height: 1.2; }
        .legend { margin-top: 10px; }
        .whisker { display: block; overflow: visible; }
        .whisker .interval { stroke: var(--accent); stroke-width: 2; }
        .whisker circle { fill: var(--accent); }
        .sheet { margin-top: 18px; }
        .sheet img { display: block; max-width: 100%; height: auto; border: 1px solid var(--line); border-radius: 6px; background: #fff; }
        .sheet figcaption { color: var(--quiet); font-size: 13px; margin-top: 6px; overflow-wrap: anywhere; }
        details summary { cursor: pointer; color: var(--accent); }
        pre { background: var(--card); border-radius: 8px; padding: 14px 16px; overflow-x: auto; }
        @media (max-width: 1180px) { .whisker { display: none; } }
        @media (max-width: 560px) { main { padding: 24px 16px 40px; } h1 { font-size: 26px; } .tiles { grid-template-columns: 1fr 1fr; } .tile .value { font-size: 24px; } }
        @media print { main { max-width: none; padding: 0; } body { font-size: 12px; } section { margin-top: 24px; } .tile, .chart, .sheet, tr { break-inside: avoid; } h2 { break-after: avoid; } .scroll { overflow: visible; } * { print-color-adjust: exact; -webkit-print-color-adjust: exact; } }

        """;
}
