"""The annual figures of CONTRACTS section 4 in DuckDB: one line of JSON in, one line of JSON out."""

import json
import sys
import time

import duckdb

FIGURES = """
WITH judged AS (
    SELECT c.id, c.team,
        max(h.received) AS last_any,
        max(h.received) FILTER (h.team = c.team) AS last_same,
        max(h.received) FILTER (h.outcome = $rejected) AS rejected_any,
        max(h.received) FILTER (h.team = c.team AND h.outcome = $rejected) AS rejected_same,
        max(h.received) FILTER (h.outcome = $accepted AND h.discharged < c.received) AS discharged_any,
        max(h.received) FILTER (h.team = c.team AND h.outcome = $accepted AND h.discharged < c.received) AS discharged_same,
        max(h.received) FILTER (h.team = c.team AND h.outcome = $accepted AND h.discharged < c.received
                                AND abs(h.due - c.due) > 300) AS other_pregnancy
    FROM counted c JOIN fact h ON h.person = c.person AND h.received < c.received
    GROUP BY c.id, c.team)
SELECT team,
    count(*) FILTER (rejected_same = last_same),
    count(*) FILTER (discharged_same = last_same),
    count(rejected_same),
    count(discharged_same),
    count(*) FILTER (other_pregnancy = last_same),
    count(*) FILTER (rejected_any = last_any),
    count(*) FILTER (discharged_any = last_any)
FROM judged GROUP BY team
"""


class Probe:
    def __init__(self):
        self.con = duckdb.connect()

    def load(self, ask):
        self.lists, self.outcomes = ask["lists"], ask["outcomes"]
        self.con.execute(
            """CREATE TABLE fact (person INTEGER NOT NULL, kind UTINYINT NOT NULL, team UTINYINT NOT NULL,
               received BIGINT NOT NULL, outcome UTINYINT NOT NULL, discharged BIGINT, assessed BIGINT, due INTEGER,
               reasons USMALLINT NOT NULL)"""
        )
        # In the order of receipt, so that a period is a range: faster here than the order of people.
        columns = "{'person': 'INTEGER', 'kind': 'UTINYINT', 'team': 'UTINYINT', 'received': 'BIGINT', 'outcome': 'UTINYINT', 'discharged': 'BIGINT', 'assessed': 'BIGINT', 'due': 'INTEGER', 'reasons': 'USMALLINT'}"
        source = f"read_csv('{ask['load']}', header = false, columns = {columns})"
        self.con.execute(f"INSERT INTO fact SELECT * FROM {source} ORDER BY received")
        return {"facts": self.con.execute("SELECT count(*) FROM fact").fetchone()[0], "version": duckdb.__version__}

    def draw(self, ask):
        self.con.execute(f"SET threads = {ask['threads']}")
        period = [ask["from"], ask["to"]]
        outcome = {"rejected": self.outcomes["rejected"], "accepted": self.outcomes["accepted"]}
        con = self.con
        begun = time.perf_counter()
        con.execute(
            """CREATE OR REPLACE TEMP TABLE counted AS
               SELECT rowid AS id, person, team, received, outcome, due, reasons
               FROM fact WHERE kind = 0 AND received >= ? AND received < ?""",
            period,
        )
        figures = con.execute(FIGURES, outcome).fetchall()
        people = con.execute(
            "SELECT team, count(*) FROM (SELECT DISTINCT team, person FROM counted) GROUP BY team"
        ).fetchall()
        everybody = con.execute("SELECT count(*) FROM (SELECT DISTINCT person FROM counted)").fetchone()[0]
        counts = con.execute("SELECT team, outcome, reasons, count(*) FROM counted GROUP BY ALL").fetchall()
        partners = con.execute(
            "SELECT team, count(*) FROM fact WHERE kind = 1 AND assessed >= ? AND assessed < ? GROUP BY team", period
        ).fetchall()
        seconds = time.perf_counter() - begun
        return {"seconds": seconds, "answer": self.answer(figures, people, everybody, counts, partners)}

    def answer(self, figures, people, everybody, counts, partners):
        rows = {}

        def row(team):
            nothing = {"people": 0, "outcomes": [0] * 5, "figures": [0] * 7, "reasons": {}, "partners": 0}
            return rows.setdefault(str(team), nothing)

        for team, *seven in figures:
            row(team)["figures"] = seven
        for team, number in people:
            row(team)["people"] = number
        for team, number in partners:
            row(team)["partners"] = number
        for team, outcome, reasons, number in counts:
            row(team)["outcomes"][outcome] += number
            if outcome == self.outcomes["rejected"]:
                for reason in self.lists[reasons] or ["not recorded"]:
                    given = row(team)["reasons"]
                    given[reason] = given.get(reason, 0) + number
        every = {"people": everybody, "outcomes": [0] * 5, "figures": [0] * 7, "reasons": {}, "partners": 0}
        for one in rows.values():
            for name in ("outcomes", "figures"):
                every[name] = [a + b for a, b in zip(every[name], one[name])]
            every["partners"] += one["partners"]
            for reason, number in one["reasons"].items():
                every["reasons"][reason] = every["reasons"].get(reason, 0) + number
        return {**rows, "all": every}


probe = Probe()
for line in sys.stdin:
    asked = json.loads(line)
    told = probe.load(asked) if "load" in asked else probe.draw(asked)
    print(json.dumps(told), flush=True)
