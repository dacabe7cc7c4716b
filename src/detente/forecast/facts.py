"""Event tables as whole numbers: who did what to whom on which day, each fact once.

The rankers of next events know facts, not counts: the same deed reported ten times on a day is one
fact. Every fact is also read backwards (recipient, inverse deed, actor), so that one ranker answers
both "whom will PAK meet?" and "who will meet PAK?".
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np
import numpy.typing as npt
import polars as pl

from detente.relations.events import between_states, prepare

__all__ = ["Facts", "Ints", "both_ways", "facts_from_events", "facts_from_names", "until"]

Ints = npt.NDArray[np.int64]


@dataclass(frozen=True)
class Facts:
    """Distinct facts, sorted by day.

    `actor`, `relation`, `recipient` are positions in `entities` and `relations`; `day` counts from
    `first_day`. `country` and `sector` give each entity a group number, -1 where unknown; `family`
    gives each relation the number of its kind (CAMEO root or quad class).
    """

    actor: Ints
    relation: Ints
    recipient: Ints
    day: Ints
    entities: tuple[str, ...]
    relations: tuple[str, ...]
    first_day: date
    country: Ints
    sector: Ints
    family: Ints

    def __len__(self) -> int:
        return len(self.day)

    def day_of(self, moment: date) -> int:
        """Number of a calendar day, counted from the first day."""
        return (moment - self.first_day).days

    def date_of(self, day: int) -> date:
        """Calendar day of a day number."""
        return self.first_day + timedelta(days=int(day))


def until(facts: Facts, day: int) -> Facts:
    """The facts of days before `day`; names and groups stay."""
    return _where(facts, facts.day < day)


def _where(facts: Facts, keep: npt.NDArray[np.bool_]) -> Facts:
    return replace(
        facts,
        actor=facts.actor[keep],
        relation=facts.relation[keep],
        recipient=facts.recipient[keep],
        day=facts.day[keep],
    )


def both_ways(facts: Facts) -> Facts:
    """Each fact and its inverse; the inverse of relation r is r + number of relations."""
    shift = len(facts.relations)
    inverse = tuple(f"{name} (by)" for name in facts.relations)
    order = np.argsort(np.concatenate([facts.day, facts.day]), kind="stable")
    return replace(
        facts,
        actor=np.concatenate([facts.actor, facts.recipient])[order],
        relation=np.concatenate([facts.relation, facts.relation + shift])[order],
        recipient=np.concatenate([facts.recipient, facts.actor])[order],
        day=np.concatenate([facts.day, facts.day])[order],
        relations=facts.relations + inverse,
        family=np.concatenate([facts.family, facts.family + facts.family.max(initial=-1) + 1]),
    )


def facts_from_names(
    frame: pl.DataFrame,
    *,
    country: dict[str, str] | None = None,
    sector: dict[str, str] | None = None,
    family: dict[str, str] | None = None,
) -> Facts:
    """Facts of a table with the text columns `actor`, `relation`, `recipient` and the date `day`.

    `country`, `sector` (of entities) and `family` (of relations) are groups by name; names that
    they lack are of unknown country and sector, and each a family of its own. An empty table gives
    no facts, with 1970-01-01 as first day.
    """
    facts = frame.select("actor", "relation", "recipient", "day").unique().sort(pl.all())
    entities = tuple(sorted(set(facts["actor"]) | set(facts["recipient"])))
    relations = tuple(sorted(set(facts["relation"])))
    first = facts["day"].min()
    start = first if isinstance(first, date) else date(1970, 1, 1)
    days = (facts["day"] - start).dt.total_days().to_numpy().astype(np.int64)
    order = np.argsort(days, kind="stable")
    return Facts(
        actor=_codes(facts["actor"], entities)[order],
        relation=_codes(facts["relation"], relations)[order],
        recipient=_codes(facts["recipient"], entities)[order],
        day=days[order],
        entities=entities,
        relations=relations,
        first_day=start,
        country=_groups(entities, country or {}),
        sector=_groups(entities, sector or {}),
        family=_groups(relations, family or {name: name for name in relations}),
    )


def facts_from_events(events: pl.DataFrame) -> Facts:
    """Facts between states: one per actor, PLOVER root, recipient and day of happening.

    Args:
        events: one row per event, columns as in `core.tables.EVENTS`. Rows without two different
            states or without a root, and deeds that neither happened nor were announced, are left
            out.

    Raises:
        TableError: a needed column is missing or of another type.
    """
    known = between_states(prepare(events)).filter(pl.col("root").is_not_null())
    named = known.select("actor", "recipient", relation="root", day="happened_on")
    quads = dict(known.select("root", "quad").unique().sort("root", "quad").iter_rows())
    states = {name: name for name in set(known["actor"]) | set(known["recipient"])}
    return facts_from_names(named, country=states, family=quads)


def _codes(names: pl.Series, known: Sequence[str]) -> Ints:
    return np.searchsorted(np.array(known, dtype=object), names.to_numpy()).astype(np.int64)


def _groups(names: Sequence[str], group: dict[str, str]) -> Ints:
    numbers = {name: at for at, name in enumerate(sorted(set(group.values())))}
    return np.array([numbers[group[name]] if name in group else -1 for name in names], np.int64)
