using Akka.Actor;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>Recognises the messages of Akka's timers, which are private to it.</summary>
/// <remarks>
/// Sound because such a message is of a type nested in Akka's TimerScheduler, has its timer's key as a public property and
/// gives the user's message as <see cref="IWrappedMessage"/>; a test of timers that cannot be saved depends on it. To start a
/// timer again only its public interface is used.
/// </remarks>
internal static class AkkaTimers
{
    private const string Scheduler = "Akka.Actor.Scheduler.TimerScheduler";

    /// <summary>Whether a message tells an actor that one of its timers has gone off.</summary>
    public static bool IsTimer(object message) => message.GetType().DeclaringType?.FullName == Scheduler;

    /// <summary>The key of the timer that a message is of.</summary>
    public static object KeyOf(object message) => message.GetType().GetProperty("Key")!.GetValue(message)!;

    /// <summary>What the actor wants to be told.</summary>
    public static object MessageOf(object message) => ((IWrappedMessage)message).Message;
}
