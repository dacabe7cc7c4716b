"""Why a next event is thought likely: the past deeds that speak for it, down to their events."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import polars as pl

from detente.forecast.candidates import best_rules
from detente.forecast.rules import Rules
from detente.forecast.traces import find
from detente.forecast.world import World

__all__ = ["Deed", "latest_events", "reasons"]


@dataclass(frozen=True)
class Deed:
    """A past deed that sets off a rule: who, what, to whom, how lately, how often, how telling."""

    actor: str
    root: str
    recipient: str
    days_before: int
    times: int
    confidence: float

    @property
    def text(self) -> str:
        """One line for a table."""
        often = "once" if self.times == 1 else f"{self.times} days so far"
        return (
            f"{self.actor} {self.root} {self.recipient}, {_days(self.days_before)} before, {often} "
            f"({self.confidence:.0%} by this alone)"
        )


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"


def reasons(now: World, *, actor: int, relation: int, recipient: int, rules: Rules) -> list[Deed]:
    """Up to three past deeds between the two, strongest first; none where they never met."""
    facts, size = now.record.facts, now.record.sizes["s"]
    pair = find(now.looks["s o"].keys, np.array([actor * size + recipient]))
    best, triple = best_rules(now, pair, relation=np.array([relation]), rules=rules)
    seen, half = now.looks["s o r"], len(facts.relations) // 2
    found = []
    for confidence, at in zip(best[0], triple[0], strict=True):
        if at < 0:
            continue
        past = int(seen.keys[at] % now.record.sizes["r"])
        ends = facts.entities[actor], facts.entities[recipient]
        one, other = ends if past < half else ends[::-1]
        found.append(
            Deed(
                one,
                facts.relations[past % half],
                other,
                int(seen.since[at]),
                round(float(seen.sums[at, -1])),
                float(confidence),
            )
        )
    return found


def latest_events(events: pl.DataFrame, deeds: Sequence[Deed]) -> list[str]:
    """Identifier of the latest event of each deed, as far as `events` holds it."""
    found = []
    for deed in deeds:
        rows = events.filter(
            (pl.col("actor") == deed.actor)
            & (pl.col("recipient") == deed.recipient)
            & (pl.col("root") == deed.root)
        ).sort("happened_on", "event_id")
        if rows.height:
            found.append(str(rows["event_id"][-1]))
    return found
