using Fleet.Actors.Kernel;
using Fleet.Actors.Shell;
using Fleet.Actors.World.Arrivals;
using Fleet.Actors.World.Topology;
using Fleet.Host.Results;

namespace Fleet.Host.Tests.Results;

public sealed class RequestSelectionTests
{
    [Fact]
    public void As_many_requests_as_the_limit_are_all_kept()
    {
        RequestSelection selection = RequestSelection.Plan(RequestsMode.All, RequestsMode.MaxRows, seed: 1);
        Assert.True(selection.Everything);
        Assert.True(selection.Includes(17, 4));
    }

    [Fact]
    public void Beyond_the_limit_the_share_kept_is_just_below_limit_over_expectation()
    {
        const int Keys = 200_000;
        RequestSelection selection = RequestSelection.Plan(RequestsMode.All, 4.0 * RequestsMode.MaxRows, seed: 1);
        int kept = Enumerable.Range(0, Keys).Count(i => selection.Includes(i / 100, i % 100));

        // 5 standard deviations of a binomial count around a quarter.
        Assert.InRange(kept, (Keys / 4) - 970, (Keys / 4) + 970);
    }

    [Fact]
    public void The_choice_is_a_function_of_seed_device_and_sequence()
    {
        bool[] Choices(ulong seed, bool backwards)
        {
            RequestSelection selection = RequestSelection.Plan(RequestsMode.Sample(500), 1000, seed);
            IEnumerable<int> order = Enumerable.Range(0, 1000);
            bool[] choices = new bool[1000];
            foreach (int i in backwards ? order.Reverse() : order) choices[i] = selection.Includes(i % 7, i);
            return choices;
        }

        Assert.Equal(Choices(3, backwards: false), Choices(3, backwards: true));
        Assert.NotEqual(Choices(3, backwards: false), Choices(4, backwards: false));
    }

    [Fact]
    public void None_keeps_nothing()
    {
        RequestSelection selection = RequestSelection.Plan(RequestsMode.None, 10, seed: 1);
        Assert.DoesNotContain(Enumerable.Range(0, 1000), i => selection.Includes(i, i));
    }

    [Fact]
    public void Expected_requests_are_devices_times_rate_times_duration()
    {
        DeviceClassSpec Class(int count, double rate) => new()
        {
            Name = "c",
            Count = count,
            Arrivals = new PoissonArrivals(rate),
            Inputs = new InputSpec(1),
            Compute = new ComputeSpec(1),
            EdgeFlops = 0,
            CloudFlops = 0,
            ActivationBytes = 0,
            AnswerBytes = 0,
            Link = "link",
        };
        FleetSpec fleet = new()
        {
            Seed = 1,
            Duration = SimTime.FromSeconds(10),
            DeviceClasses = [Class(100, 0.5), Class(2, 3)],
            Links = [],
            Servers = [],
        };
        Assert.Equal(560, RequestSelection.ExpectedRequests(fleet), 9);
    }

    [Theory]
    [InlineData("all", "all")]
    [InlineData("none", "none")]
    [InlineData("10_000", "10000")]
    [InlineData("5000000", "5000000")]
    public void Modes_are_read_as_written(string text, string canonical)
    {
        Assert.True(RequestsMode.TryParse(text, out RequestsMode mode));
        Assert.Equal(canonical, mode.ToString());
    }

    [Theory]
    [InlineData("some")]
    [InlineData("0")]
    [InlineData("-3")]
    [InlineData("5000001")]
    [InlineData("")]
    public void Other_modes_are_refused(string text) => Assert.False(RequestsMode.TryParse(text, out _));
}
