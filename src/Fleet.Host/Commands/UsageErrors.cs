using System.CommandLine;
using System.CommandLine.Parsing;
using Fleet.Host.Scenarios;
using Fleet.Models.Text;

namespace Fleet.Host.Commands;

/// <summary>Says what is wrong with a command line: what was found, what is expected, and the nearest name.</summary>
internal static class UsageErrors
{
    /// <summary>Has every option and argument that takes a text refuse an empty one.</summary>
    public static void RefuseEmptyValues(Command command)
    {
        foreach (Option option in command.Options.Where(option => TakesText(option.ValueType)))
        {
            option.Validators.Add(result => Refuse(result, result.Tokens, option.Name, option.HelpName));
        }

        foreach (Argument argument in command.Arguments.Where(argument => TakesText(argument.ValueType)))
        {
            argument.Validators.Add(result => Refuse(result, result.Tokens, argument.Name, argument.HelpName));
        }

        foreach (Command inner in command.Subcommands)
        {
            RefuseEmptyValues(inner);
        }
    }

    /// <summary>Writes all problems of a command line, each in a line.</summary>
    public static void Print(ParseResult parsed, TextWriter error)
    {
        Command command = parsed.CommandResult.Command;
        string[] unknown = [.. Causes(parsed.UnmatchedTokens, command)];
        IEnumerable<string> messages = unknown.Length > 0
            ? [.. unknown.Select(token => Unknown(token, command)), .. parsed.Errors.Where(e => e.SymbolResult is not CommandResult).Select(Message)]
            : parsed.Errors.Select(Message);
        foreach (string message in messages.Distinct())
        {
            error.WriteLine(message);
        }

        error.WriteLine($"Try 'fleetsim {Path(parsed.CommandResult)}--help'.");
    }

    /// <summary>
    /// The words that are wrong in themselves: what stands behind an unknown command was meant for that one, and words without
    /// a place may be the values of unknown options.
    /// </summary>
    private static IEnumerable<string> Causes(IReadOnlyList<string> unknown, Command command)
    {
        if (command.Subcommands.Count > 0 && unknown.FirstOrDefault(token => !IsOption(token)) is { } name)
        {
            return [name];
        }

        return unknown.Any(IsOption) ? unknown.Where(IsOption) : unknown.Take(1);
    }

    private static bool IsOption(string token) => token.StartsWith('-');

    private static string Unknown(string token, Command command)
    {
        bool isOption = IsOption(token);
        bool isCommand = !isOption && command.Subcommands.Count > 0;
        string[] names = isCommand
            ? [.. command.Subcommands.Select(inner => inner.Name)]
            : [.. command.Options.Concat(command.Parents.OfType<Command>().SelectMany(parent => parent.Options.Where(option => option.Recursive))).Select(option => option.Name)];
        string whole = command is RootCommand ? "fleetsim" : command.Name;
        string what = isCommand ? $"'{token}' is not a command of {whole}; expected {UserText.Choice(names)}."
            : isOption ? $"'{token}' is not an option of {whole}."
            : $"'{token}' is one argument too many for {whole}.";
        return NearestName.Find(token, names) is { } nearest && (isOption || isCommand) ? $"{what} Did you mean '{nearest}'?" : what;
    }

    private static string Message(ParseError error)
    {
        OptionResult? option = error.SymbolResult as OptionResult ?? error.SymbolResult?.Parent as OptionResult;
        return option is not null && error.Message.Contains("expected type", StringComparison.Ordinal)
            ? $"{option.Option.Name} is '{string.Join(' ', option.Tokens.Select(token => token.Value))}'; expected {Expected(option.Option.ValueType)}."
            : error.Message;
    }

    private static string Expected(Type type)
    {
        Type value = Nullable.GetUnderlyingType(type) ?? type;
        return value == typeof(ulong) ? "a whole number of at least 0"
            : value == typeof(int) || value == typeof(long) ? "a whole number"
            : value == typeof(double) ? "a number"
            : value == typeof(bool) ? "true or false"
            : "another value";
    }

    private static void Refuse(SymbolResult result, IReadOnlyList<Token> tokens, string name, string? expected)
    {
        if (tokens.Any(token => string.IsNullOrWhiteSpace(token.Value)))
        {
            result.AddError($"{name} is empty; expected {expected ?? "a value"}.");
        }
    }

    private static bool TakesText(Type type) => type == typeof(string) || type == typeof(string[]);

    private static string Path(CommandResult result) => result.Parent is CommandResult parent ? $"{Path(parent)}{result.Command.Name} " : "";
}
