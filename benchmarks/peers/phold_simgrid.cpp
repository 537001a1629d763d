// PHOLD in SimGrid, with S4U actors: entities send each other events in two fixed halves. Each event sends one event at
// now + 0.1 + Exp(0.9) to a uniformly random entity, 90 % to the sender's own half. Prints one line of JSON: the events
// after a warm-up of a quarter of the simulated time, and the seconds they took.
//
// "mailboxes": an actor for each entity, with a mailbox. What it has to send later waits in a queue of its own, so an
// entity takes what arrives in between; this is the model as PHOLD defines it.
// "sleepers": an actor for each event under way, which sleeps until its instant. No message is sent at all, so this is
// the least that one event can cost here.

#include <chrono>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <functional>
#include <queue>
#include <random>
#include <string>
#include <unistd.h>
#include <utility>
#include <vector>

#include <simgrid/s4u.hpp>

namespace s4u = simgrid::s4u;

namespace {

constexpr double kLookahead = 0.1;
constexpr double kMeanBeyond = 0.9;
constexpr double kOwnHalf = 0.9;

class Draws {
public:
  explicit Draws(unsigned seed) : generator_(seed) {}
  double uniform() { return uniform_(generator_); }
  double exponential(double mean) { return -mean * std::log1p(-uniform()); }

private:
  std::minstd_rand generator_;
  std::uniform_real_distribution<double> uniform_;
};

struct World {
  int half = 0;
  std::vector<s4u::Mailbox*> mailboxes;
  std::vector<long> received;
  long events = 0;

  int target(int sender, Draws& draws) const
  {
    const bool upper = (sender >= half) == (draws.uniform() < kOwnHalf);
    return static_cast<int>(draws.uniform() * half) + (upper ? half : 0);
  }

  void receive(int entity)
  {
    received[entity]++;
    events++;
  }
};

World world;
int token; // what the messages carry: nothing but their coming

void entity(int number)
{
  using Later = std::pair<double, int>; // when, to whom
  Draws draws(number + 1);
  std::priority_queue<Later, std::vector<Later>, std::greater<>> outbox;
  outbox.emplace(draws.exponential(1.0), number);

  int* message = nullptr;
  std::vector<s4u::CommPtr> incoming{world.mailboxes[number]->get_async<int>(&message)};
  while (true) {
    const double now = s4u::Engine::get_clock();
    if (outbox.empty() || outbox.top().first > now) {
      const double wait = outbox.empty() ? -1 : outbox.top().first - now;
      if (s4u::Comm::wait_any_for(incoming, wait) == 0) {
        incoming[0] = world.mailboxes[number]->get_async<int>(&message);
        world.receive(number);
        const int to = world.target(number, draws);
        outbox.emplace(s4u::Engine::get_clock() + kLookahead + draws.exponential(kMeanBeyond), to);
      }
    } else {
      const int to = outbox.top().second;
      outbox.pop();
      world.mailboxes[to]->put_init(&token, 0)->detach();
    }
  }
}

void sleeper(int number)
{
  Draws draws(number + 1);
  int at = number;
  s4u::this_actor::sleep_for(draws.exponential(1.0));
  while (true) {
    world.receive(at);
    at = world.target(at, draws);
    s4u::this_actor::sleep_for(kLookahead + draws.exponential(kMeanBeyond));
  }
}

void observer(double measured)
{
  s4u::this_actor::sleep_for(measured / 3);
  const long before = world.events;
  const auto start = std::chrono::steady_clock::now();
  s4u::this_actor::sleep_for(measured);
  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::printf("{\"events\": %ld, \"seconds\": %.6f, \"simulatedSeconds\": %.6f}\n", world.events - before, seconds.count(),
              measured);
  std::fflush(stdout);
  _exit(0); // the actors go on for ever, and ending each of them in order takes longer than the run
}

// One host whose messages to itself take no time: all delays are the entities' own.
s4u::Host* platform()
{
  auto* zone = s4u::create_full_zone("zone");
  auto* host = zone->create_host("host", 1e9);
  auto* link = zone->create_link("link", 1e12);
  link->set_sharing_policy(s4u::Link::SharingPolicy::FATPIPE)->set_latency(0)->seal();
  zone->add_route(host->get_netpoint(), host->get_netpoint(), nullptr, nullptr, {s4u::LinkInRoute(link)}, true);
  zone->seal();
  return host;
}

} // namespace

int main(int argc, char** argv)
{
  s4u::Engine engine(&argc, argv);
  if (argc != 4) {
    std::fprintf(stderr, "usage: phold_simgrid ENTITIES EVENTS mailboxes|sleepers\n");
    return 2;
  }
  const int count = std::atoi(argv[1]);
  const bool mailboxes = std::string(argv[3]) == "mailboxes";
  world.half = count / 2;
  world.received.resize(2 * world.half);
  s4u::Host* host = platform();
  for (int i = 0; mailboxes && i < 2 * world.half; i++)
    world.mailboxes.push_back(s4u::Mailbox::by_name("entity-" + std::to_string(i)));
  for (int i = 0; i < 2 * world.half; i++)
    s4u::Actor::create("entity", host, mailboxes ? entity : sleeper, i);
  s4u::Actor::create("observer", host, observer, std::atof(argv[2]) / count);
  engine.run();
  return 0;
}
