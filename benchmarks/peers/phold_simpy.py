"""PHOLD in SimPy, with callbacks: entities send each other events in two fixed halves.

Each event sends one event at now + 0.1 + Exp(0.9) to a uniformly random entity, 90 % to the sender's own half.
Prints one line of JSON: the events after a warm-up of a quarter of the simulated time, and the seconds they took.
"""

import json
import random
import sys
import time

import simpy

LOOKAHEAD = 0.1
MEAN_BEYOND = 0.9
OWN_HALF = 0.9


class Entity:
    """Counts what reaches it, and answers each event with one to somebody else."""

    def __init__(self, world, number):
        self.world = world
        self.number = number
        self.received = 0

    def receive(self, _event):
        world = self.world
        self.received += 1
        half = world.half
        upper = (self.number >= half) == (world.random() < OWN_HALF)
        target = int(world.random() * half) + (half if upper else 0)
        world.send(target, LOOKAHEAD + world.exponential(1 / MEAN_BEYOND))


class World:
    """The entities and what they share."""

    def __init__(self, count):
        generator = random.Random(1)
        self.environment = simpy.Environment()
        self.random = generator.random
        self.exponential = generator.expovariate
        self.half = count // 2
        self.entities = [Entity(self, number) for number in range(2 * self.half)]
        self.receivers = [entity.receive for entity in self.entities]
        for number in range(2 * self.half):
            self.send(number, self.exponential(1.0))

    def send(self, target, delay):
        self.environment.timeout(delay).callbacks.append(self.receivers[target])

    def received(self):
        return sum(entity.received for entity in self.entities)


def main():
    count, events = int(sys.argv[1]), int(sys.argv[2])
    measured = events / count  # an event lies 1.0 ahead on average, so each entity has one in a unit of time
    world = World(count)
    world.environment.run(until=measured / 3)
    before = world.received()
    start = time.perf_counter()
    world.environment.run(until=measured / 3 + measured)
    seconds = time.perf_counter() - start
    print(json.dumps({"events": world.received() - before, "seconds": seconds, "simulatedSeconds": measured}))


main()
