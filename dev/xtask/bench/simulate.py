"""The line for assessments of simulate.toml in ciw and in simpy: a question a line, an answer a line.

A question has the days (which of them are working days, and from which weekday on), the rate of arrivals a day, each member's minutes on
each weekday, the minutes of an assessment, the weeks of leave, the first and the last measured day, and a seed. The answer has, for each
replication, how long those waited who came in the measured days and were seen: the mean in days, and the share within the target; and the
processor time of all.
"""

import json
import math
import random
import sys
import time

import ciw
import simpy


def seen_each_day(m, rng):
    """How many the staff who are there can see on each day. Leave is taken in whole weeks, one in each part of the year."""
    seen = [0] * len(m["working"])
    part = 52.0 / m["leave_weeks"]
    for week_of_minutes in m["members"]:
        starts = {}
        for day, working in enumerate(m["working"]):
            minutes = week_of_minutes[(m["weekday"] + day) % 7]
            if not working or not minutes:
                continue
            week = day / 7
            which = int(week // part)
            if which not in starts:
                starts[which] = which * part + rng.random() * (part - 1)
            if not starts[which] <= week < starts[which] + 1:
                seen[day] += minutes // m["minutes"]
    return seen


# When on a day staff see people: at its end.
AT = 0.999


def by_ciw(m, rng):
    seen = seen_each_day(m, rng)
    days = [day for day, places in enumerate(seen) if places]
    network = ciw.create_network(
        arrival_distributions=[ciw.dists.Exponential(rate=m["rate"])],
        service_distributions=[ciw.dists.Deterministic(value=0.0)],
        number_of_servers=[ciw.Slotted(slots=[day + AT for day in days], slot_sizes=[seen[day] for day in days])],
    )
    ciw.seed(rng.randrange(2**32))
    simulation = ciw.Simulation(network)
    simulation.simulate_until_max_time(len(m["working"]))
    for record in simulation.get_all_records():
        yield math.floor(record.arrival_date), math.floor(record.service_start_date)


def by_simpy(m, rng):
    env = simpy.Environment()
    line = simpy.Store(env)
    seen = []

    def arrivals():
        while True:
            yield env.timeout(rng.expovariate(m["rate"]))
            line.put(math.floor(env.now))

    def staff(places):
        for day, today in enumerate(places):
            if not today:
                continue
            yield env.timeout(day + AT - env.now)
            for _ in range(min(today, len(line.items))):
                came = yield line.get()
                seen.append((came, day))

    env.process(arrivals())
    env.process(staff(seen_each_day(m, rng)))
    env.run(until=len(m["working"]))
    return seen


LIBRARIES = {"ciw": by_ciw, "simpy": by_simpy}


def answer(question):
    simulate, m = LIBRARIES[question["library"]], question["model"]
    rng = random.Random(question["seed"])
    means, shares = [], []
    began = time.process_time()
    for _ in range(question["replications"]):
        waits = [seen - came for came, seen in simulate(m, rng) if m["first"] <= came < m["last"]]
        means.append(sum(waits) / len(waits))
        shares.append(sum(wait <= m["target"] for wait in waits) / len(waits))
    return {"means": means, "shares": shares, "seconds": time.process_time() - began}


for line in sys.stdin:
    print(json.dumps(answer(json.loads(line))), flush=True)
