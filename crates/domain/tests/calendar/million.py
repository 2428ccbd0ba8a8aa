#!/usr/bin/env python3
"""A million instants, and when a limit that begins there ends: by Python's zoneinfo, for `million.rs` to compare with.

    python3 crates/domain/tests/calendar/million.py > crates/domain/tests/calendar/million.txt
    python3 crates/domain/tests/calendar/million.py 20261122    # all results of one block, to find the one that differs

Nothing here is taken from the program but its table of bank holidays. The rules are those of docs/adr/0019-clocks-as-data.md:

- elapsed: so many hours later;
- calendar: the last millisecond of the local day so many days after the first;
- working hours: so many hours in which it was open, bank holidays closed;
- working days: when it closes on the so many-th working day after the first local day.

The file says what both sides need: the hours, the holidays that are kept otherwise, the limits, and the instants around
which others crowd. The instants themselves are drawn by SplitMix64 from the seed of each block, so that only a hash of each
block's thousand results has to be kept; the first three of each block are written in full.
"""

import csv
import hashlib
import sys
from datetime import date, datetime, time, timedelta, timezone
from pathlib import Path
from zoneinfo import ZoneInfo

LONDON = ZoneInfo("Europe/London")
HERE = Path(__file__).resolve().parent
TABLE = HERE / "../../data/bank-holidays-england-and-wales.csv"

BLOCKS = 1000
A_BLOCK = 1000
IN_FULL = 3
SEED = 20261122
HOUR = 3_600_000
DAY = 24 * HOUR
FIRST, LAST = 2019, 2028

# Name, weekdays (Monday is 0), from, to, and whether the days below are kept otherwise.
HOURS = [
    ("office", [0, 1, 2, 3, 4], "09:00", "17:00", False),
    ("office-kept-otherwise", [0, 1, 2, 3, 4], "09:00", "17:00", True),
    ("small-hours", [0, 1, 2, 3, 4, 5, 6], "00:30", "02:15", False),
    ("left-out-or-twice", [0, 2, 5, 6], "01:15", "01:45", False),
    ("some-evenings", [1, 3, 6], "13:15", "20:15", True),
]
KEPT_OTHERWISE = [
    ("2019-07-03", "closed"),
    ("2020-04-13", "open"),
    ("2021-12-29", "closed"),
    ("2022-09-19", "open"),
    ("2023-03-26", "closed"),
    ("2024-10-25", "closed"),
    ("2025-04-22", "closed"),
    ("2025-12-26", "open"),
    ("2026-12-28", "open"),
    ("2027-03-29", "open"),
    ("2028-01-04", "closed"),
]
LIMITS = [
    ("elapsed", 4),
    ("elapsed", 24),
    ("calendar", 2),
    ("calendar", 14),
    ("calendar", 28),
    ("working_hours", 1),
    ("working_hours", 4),
    ("working_hours", 8),
    ("working_hours", 37),
    ("working_days", 1),
    ("working_days", 2),
    ("working_days", 5),
    ("working_days", 20),
]


def millis(at):
    return (at - datetime(1970, 1, 1, tzinfo=timezone.utc)) // timedelta(milliseconds=1)


def easter(year):
    """Easter Sunday, by the rule of the prayer book for the Gregorian calendar (Meeus)."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    l = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 22 * l) // 451
    month, day = divmod(h + l - 7 * m + 114, 31)
    return date(year, month, day + 1)


def changes_of_the_clocks(year):
    """01:00 UTC on the last Sundays of March and October."""
    for month in (3, 10):
        day = date(year, month, 31)
        yield datetime.combine(day - timedelta(days=(day.weekday() + 1) % 7), time(1), timezone.utc)


def anchors():
    """Instants and how far around them others crowd."""
    for year in range(FIRST, LAST + 1):
        for change in changes_of_the_clocks(year):
            yield millis(change), 3 * HOUR
            yield millis(change), 4 * DAY
        yield millis(datetime.combine(easter(year), time(12), timezone.utc)), 5 * DAY
        yield millis(datetime(year, 12, 29, tzinfo=timezone.utc)), 8 * DAY
    # Over the end of the table, where working time is not computed.
    yield millis(datetime(2030, 12, 31, tzinfo=timezone.utc)), 20 * DAY


class SplitMix64:
    def __init__(self, seed):
        self.state = seed & (2**64 - 1)

    def next(self):
        self.state = (self.state + 0x9E3779B97F4A7C15) & (2**64 - 1)
        z = self.state
        z = ((z ^ (z >> 30)) * 0xBF58476D1CE4E5B9) & (2**64 - 1)
        z = ((z ^ (z >> 27)) * 0x94D049BB133111EB) & (2**64 - 1)
        return z ^ (z >> 31)


class Opening:
    """Hours of the week, and when they come on each day."""

    def __init__(self, weekdays, opens, closes, kept):
        self.weekdays = set(weekdays)
        self.opens, self.closes = time.fromisoformat(opens), time.fromisoformat(closes)
        self.kept = kept
        self.days = {}

    def on(self, day):
        """When it opens and closes, None where it stays closed, or the year where that is not known."""
        if day not in self.days:
            self.days[day] = self.reckon(day)
        return self.days[day]

    def reckon(self, day):
        if day.weekday() not in self.weekdays:
            return None
        if day.year not in YEARS:
            return day.year
        if self.kept.get(day, day in HOLIDAYS):
            return None
        # Of a time that comes twice the first is meant; one that is left out lies an hour later: fold=0 in both cases.
        opens, closes = (
            millis(datetime.combine(day, at, LONDON).astimezone(timezone.utc)) for at in (self.opens, self.closes)
        )
        return (opens, closes) if opens < closes else None


def local_day(at):
    return datetime.fromtimestamp(at // 1000, LONDON).date()


def end(kind, many, opening, at):
    if kind == "elapsed":
        return at + many * HOUR
    if kind == "calendar":
        next_day = local_day(at) + timedelta(days=many + 1)
        return millis(datetime.combine(next_day, time(0), LONDON).astimezone(timezone.utc)) - 1
    day = local_day(at)
    left = many * HOUR
    if kind == "working_days":
        left, day = many, day + timedelta(days=1)
    while True:
        span = opening.on(day)
        day += timedelta(days=1)
        if isinstance(span, int):
            return "unknown-%d" % span
        if span is None:
            continue
        if kind == "working_days":
            left -= 1
            if left == 0:
                return span[1]
            continue
        begins = max(span[0], at)
        open_for = max(0, span[1] - begins)
        if 0 < open_for and left <= open_for:
            return begins + left
        left -= open_for


def draw(random, crowds):
    """An instant in milliseconds, the hours, and the limit: five numbers each, whatever they are used for."""
    how, where, moved, hours, limit = (random.next() for _ in range(5))
    first = millis(datetime(FIRST, 1, 1, tzinfo=timezone.utc))
    days = (date(LAST + 1, 1, 1) - date(FIRST, 1, 1)).days
    if how % 4 == 0:
        at = first + where % (days * DAY)
    elif how % 4 == 3:
        # On or about a full quarter of an hour: where things open and close.
        nudge = 0 if how % 8 == 3 else moved % 3001 - 1500
        at = first + (where % (days * 96)) * (HOUR // 4) + nudge
    else:
        anchor, spread = crowds[where % len(crowds)]
        at = anchor - spread + moved % (2 * spread + 1)
    return at, hours % len(HOURS), limit % len(LIMITS)


def block(seed, crowds, openings):
    """The results of one block, a line each."""
    random = SplitMix64(seed)
    drawn = (draw(random, crowds) for _ in range(A_BLOCK))
    return [
        "%d %d %d %s" % (at, hours, limit, end(*LIMITS[limit], openings[hours], at)) for at, hours, limit in drawn
    ]


def main():
    crowds = list(anchors())
    kept = {date.fromisoformat(day): how == "closed" for day, how in KEPT_OTHERWISE}
    openings = [Opening(days, opens, closes, kept if other else {}) for _, days, opens, closes, other in HOURS]
    if len(sys.argv) > 1:
        print("\n".join(block(int(sys.argv[1]), crowds, openings)))
        return
    print("# Made by million.py with zoneinfo; do not edit.")
    print("# Columns of a result: instant in ms, hours, limit, end in ms or the year whose holidays are not known.")
    for name, weekdays, opens, closes, other in HOURS:
        print("hours", name, "".join(map(str, weekdays)), opens, closes, "otherwise" if other else "table")
    for day, how in KEPT_OTHERWISE:
        print("kept", day, how)
    for kind, many in LIMITS:
        print("limit", kind, many)
    for at, spread in crowds:
        print("around", at, spread)
    print("span", millis(datetime(FIRST, 1, 1, tzinfo=timezone.utc)), (date(LAST + 1, 1, 1) - date(FIRST, 1, 1)).days)
    for seed in range(SEED, SEED + BLOCKS):
        results = block(seed, crowds, openings)
        digest = hashlib.sha256("".join(line + "\n" for line in results).encode()).hexdigest()
        print("block", seed, len(results), digest)
        for line in results[:IN_FULL]:
            print("row", line)


with open(TABLE, encoding="utf-8") as file:
    HOLIDAYS = {date.fromisoformat(row["date"]) for row in csv.DictReader(file)}
YEARS = {day.year for day in HOLIDAYS}

if __name__ == "__main__":
    main()
