using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.Tests.Support;
using Fleet.Actors.World.Entities;
using Fleet.Actors.World.Topology;

namespace Fleet.Actors.Tests.World.Entities;

public sealed class ServerStateTests
{
    private static readonly SimTime Wait = SimTime.FromMilliseconds(5);

    [Fact]
    public void A_full_batch_starts_at_once()
    {
        ServerState server = Server(batchSize: 2);
        server.Enqueue(Request(0, 0));
        Assert.False(server.CanStart(SimTime.Zero));
        server.Enqueue(Request(1, 0));
        Assert.True(server.CanStart(SimTime.Zero));
        int worker = server.Start(SimTime.Zero);
        Assert.Equal([0, 1], server.BatchOf(worker).ToArray().Select(r => r.Request));
    }

    [Fact]
    public void A_partial_batch_starts_when_its_oldest_request_has_waited()
    {
        ServerState server = Server(batchSize: 3);
        server.Enqueue(Request(0, 1));
        server.Enqueue(Request(1, 4));
        Assert.True(server.NeedsTimer);
        Assert.Equal(SimTime.FromMilliseconds(6), server.BatchDue);
        Assert.False(server.CanStart(SimTime.FromMilliseconds(5.999)));
        Assert.True(server.CanStart(SimTime.FromMilliseconds(6)));
    }

    [Fact]
    public void Without_a_free_worker_nothing_starts_and_nothing_needs_waking()
    {
        ServerState server = Server(batchSize: 1);
        server.Enqueue(Request(0, 0));
        int worker = server.Start(SimTime.Zero);
        server.Enqueue(Request(1, 0));
        Assert.False(server.CanStart(SimTime.FromSeconds(1)));
        Assert.False(server.NeedsTimer);
        server.Finish(worker);
        Assert.True(server.CanStart(SimTime.FromSeconds(1)));
    }

    [Fact]
    public void A_batch_takes_the_oldest_and_never_more_than_its_size()
    {
        ServerState server = Server(batchSize: 2);
        for (int i = 0; i < 5; i++)
        {
            server.Enqueue(Request(i, i));
        }

        int worker = server.Start(SimTime.FromMilliseconds(10));
        Assert.Equal([0, 1], server.BatchOf(worker).ToArray().Select(r => r.Request));
        Assert.Equal(3, server.Waiting);
    }

    [Fact]
    public void A_batch_of_one_starts_at_once_whatever_the_wait()
    {
        ServerState server = Server(batchSize: 1);
        server.Enqueue(Request(0, 3));
        Assert.True(server.CanStart(SimTime.FromMilliseconds(3)));
    }

    private static ServerState Server(int batchSize) => new(new ServerId(0), new EventSource(new EntityId(0)), new ServerSpec
    {
        Name = "cloud",
        Workers = 1,
        BatchSize = batchSize,
        BatchWait = Wait,
        Compute = Fleets.Unlimited,
    });

    private static QueuedRequest Request(int request, double arrivedAtMs) =>
        new(request, new LinkId(0), default, SimTime.FromMilliseconds(arrivedAtMs));
}
