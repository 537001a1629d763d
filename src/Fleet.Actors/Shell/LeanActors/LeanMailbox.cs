using Akka.Actor;
using Akka.Configuration;
using Akka.Dispatch;
using Akka.Dispatch.MessageQueues;

namespace Fleet.Actors.Shell.LeanActors;

/// <summary>
/// The mailbox type of entities. Their messages wait in the inbox of their region, so all of them share one queue that
/// is always empty.
/// </summary>
/// <remarks>
/// Sound because <see cref="RegionDispatcher.Dispatch"/> is the only way from an actor reference to the queue of a
/// mailbox. If there were another, <see cref="NoQueue.Enqueue"/> would throw. System messages do not pass through the
/// queue: the mailbox links them itself.
/// </remarks>
internal sealed class LeanMailbox(Settings settings) : MailboxType(settings, Config.Empty)
{
    private readonly NoQueue _queue = new();

    public override IMessageQueue Create(IActorRef owner, ActorSystem system) => _queue;

    private sealed class NoQueue : IMessageQueue
    {
        public bool HasMessages => false;

        public int Count => 0;

        public void Enqueue(IActorRef receiver, Envelope envelope) =>
            throw new InvalidOperationException($"{envelope.Message.GetType().Name} came to the mailbox of {receiver.Path} instead of its region's inbox.");

        public bool TryDequeue(out Envelope envelope)
        {
            envelope = default;
            return false;
        }

        public void CleanUp(IActorRef owner, IMessageQueue deadletters)
        {
        }
    }
}
