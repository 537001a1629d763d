namespace Fleet.Host.Terminal;

/// <summary>What a user reads of the exception that ended a command.</summary>
internal static class FailureText
{
    private const string OutOfMemory =
        "there is not enough memory. The forecast that stands before a run, and in fleetsim validate, says how much it is expected to need.";

    /// <summary>Its message, or a sentence in the place of one that says nothing to a user.</summary>
    public static string Of(Exception exception)
    {
        for (Exception? cause = exception; cause is not null; cause = cause.InnerException)
        {
            if (cause is OutOfMemoryException)
            {
                return OutOfMemory;
            }
        }

        return exception.Message;
    }
}
