"""The split-inference fleet in SimPy, with processes and resources.

Cells of 50 devices share a link; each link leads to one of the servers, one for every 1,000 devices. A device has
requests at 1/s (Poisson) and computes 20 ms on each (exponential); the activation takes 8 ms on the uplink, the answer
0.16 ms on the downlink, and each way 10 ms of propagation; a server takes up to 8 waiting requests at once and 0.3 ms
for each of them. All queues are first come first served.

Prints one line of JSON: the events after a warm-up of a quarter of the simulated time, the seconds they took, and the
mean latency. An event is an arrival at a device, link or server, an answer at a link or device, or the end of a batch.
"""

import json
import random
import sys
import time

import simpy

DEVICES_PER_CELL = 50
DEVICES_PER_SERVER = 1000
EVENTS_PER_REQUEST = 6
RATE = 1.0
COMPUTE = 0.020
UPLINK = 0.008
DOWNLINK = 0.00016
PROPAGATION = 0.010
BATCH = 8
SERVER = 0.0003


class Fleet:
    """The servers and links, and what is counted."""

    def __init__(self, devices):
        self.environment = simpy.Environment()
        self.random = random.Random(1)
        self.events = 0
        self.answered = 0
        self.latency = 0.0
        cells = -(-devices // DEVICES_PER_CELL)
        self.uplinks = [simpy.Resource(self.environment) for _ in range(cells)]
        self.downlinks = [simpy.Resource(self.environment) for _ in range(cells)]
        self.queues = [simpy.Store(self.environment) for _ in range(max(1, devices // DEVICES_PER_SERVER))]
        for queue in self.queues:
            self.environment.process(self.server(queue))
        for number in range(devices):
            self.environment.process(self.device(number // DEVICES_PER_CELL))

    def device(self, cell):
        environment = self.environment
        compute = simpy.Resource(environment)
        while True:
            yield environment.timeout(self.random.expovariate(RATE))
            self.events += 1
            environment.process(self.request(cell, compute))

    def request(self, cell, compute):
        environment = self.environment
        arrival = environment.now
        with compute.request() as turn:
            yield turn
            yield environment.timeout(self.random.expovariate(1 / COMPUTE))
        self.events += 1
        with self.uplinks[cell].request() as turn:
            yield turn
            yield environment.timeout(UPLINK)
        yield environment.timeout(PROPAGATION)
        self.events += 1
        answer = environment.event()
        yield self.queues[cell % len(self.queues)].put(answer)
        yield answer
        yield environment.timeout(PROPAGATION)
        self.events += 1
        with self.downlinks[cell].request() as turn:
            yield turn
            yield environment.timeout(DOWNLINK)
        self.events += 1
        self.answered += 1
        self.latency += environment.now - arrival

    def server(self, queue):
        while True:
            batch = [(yield queue.get())]
            while queue.items and len(batch) < BATCH:
                batch.append((yield queue.get()))
            yield self.environment.timeout(SERVER * len(batch))
            self.events += 1
            for answer in batch:
                answer.succeed()


def main():
    devices, events = int(sys.argv[1]), int(sys.argv[2])
    measured = events / (EVENTS_PER_REQUEST * RATE * devices)
    fleet = Fleet(devices)
    fleet.environment.run(until=measured / 3)
    before, answered, latency = fleet.events, fleet.answered, fleet.latency
    start = time.perf_counter()
    fleet.environment.run(until=measured / 3 + measured)
    seconds = time.perf_counter() - start
    mean = (fleet.latency - latency) / max(1, fleet.answered - answered)
    print(json.dumps({
        "events": fleet.events - before,
        "seconds": seconds,
        "simulatedSeconds": measured,
        "meanLatencyMs": 1000 * mean,
    }))


main()
