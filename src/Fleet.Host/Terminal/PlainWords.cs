using System.Globalization;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Text.Json;

namespace Fleet.Host.Terminal;

/// <summary>What went wrong, in words for users: the one place where exceptions of the framework become text.</summary>
internal static class PlainWords
{
    private const string ParameterRemark = " (Parameter '";

    private const string NoMemory =
        "there is not enough memory. The forecast that stands before a run, and in fleetsim validate, says how much it is expected to need.";

    /// <summary>The message of an exception without names of types and parameters, and without stack traces.</summary>
    public static string Of(Exception exception) => exception switch
    {
        _ when WantsMemory(exception) => NoMemory,
        AggregateException { InnerException: { } inner } => Of(inner),
        TypeInitializationException { InnerException: { } inner } => Of(inner),
        TargetInvocationException { InnerException: { } inner } => Of(inner),
        JsonException json => OfJson(json),
        UnauthorizedAccessException or IOException or ExternalException => FirstLine(exception.Message),
        NullReferenceException or InvalidCastException or IndexOutOfRangeException or KeyNotFoundException or ObjectDisposedException
            or NotImplementedException or DivideByZeroException or OverflowException or ArgumentNullException =>
            $"this is a fault of fleetsim itself: {FirstLine(exception.Message)} Please report it.",
        ArgumentException => WithoutParameter(exception.Message),
        _ => exception.Message,
    };

    /// <summary>A message without the parameter that the framework appends to it.</summary>
    public static string WithoutParameter(string message)
    {
        int remark = message.IndexOf(ParameterRemark, StringComparison.Ordinal);
        return remark < 0 ? message : message[..remark];
    }

    private static bool WantsMemory(Exception? exception)
    {
        while (exception is not (null or OutOfMemoryException))
        {
            exception = exception.InnerException;
        }

        return exception is not null;
    }

    private static string OfJson(JsonException exception)
    {
        string place = exception.LineNumber is { } line
            ? string.Create(CultureInfo.InvariantCulture, $"line {line + 1}, byte {(exception.BytePositionInLine ?? 0) + 1}: ")
            : "";
        string message = exception.Message;
        foreach (string remark in (string[])[" Path: ", " LineNumber: "])
        {
            int at = message.IndexOf(remark, StringComparison.Ordinal);
            message = at < 0 ? message : message[..at];
        }

        return $"it is not valid JSON: {place}{message}";
    }

    // The tensor library appends its native stack.
    private static string FirstLine(string message) => WithoutParameter(message.Split('\n', 2)[0].TrimEnd());
}
