"""What the record says of a cause: did the effect's relation move as said, after the cause's did?

The words are 'timing fits', 'does not fit', 'not testable': events can refute an order, never show
a cause. The cause is dated by the year that its words name, else by the week that best splits the
events of its pair, if they clearly moved there.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import date
from math import hypot
from typing import Any, Final

import numpy as np

from detente.shifts.claim_record import Mean, Record, names_of
from detente.shifts.verdict_rule import MIN_EVENTS, Finding, Side, Window, compare
from detente.shifts.verdict_trends import moved_since

__all__ = ["cause_verdict", "driving_pair", "named_pairs", "turning_day"]

Pair = tuple[str, str]

# Largest of many t-values, a tenth of the window left out at each end: 5 % of still series pass
# (Andrews 1993, Econometrica 61(4), table I: 2.97 squared is 8.8).
_CLEAR: Final = 2.97
_EARLIER_DAYS: Final = 28
_SHARP: Final = 1.0
_YEAR: Final = re.compile(r"\b((?:19|20)\d\d)\b")
_ADVICE: Final = re.compile(r"\b(?:must|should|ought to|needs? to)\b", re.IGNORECASE)
_WORDS: Final = {"supported": "timing fits", "contradicted": "does not fit"}


def cause_verdict(
    record: Record,
    view: str,
    claim: Mapping[str, Any],
    start: date,
    end: date,
    *,
    named: Sequence[Pair] = (),
) -> Finding:
    """Verdict on a cause; `named` are the pairs that the article speaks of, most often first."""
    effect = (claim["effect_states"] or [])[:2]
    if len(effect) < 2:
        return Finding("not testable", "The effect names no pair of states.", "cause")
    if _ADVICE.search(claim["effect_text"] or ""):
        return Finding(
            "not testable", "The effect is advice, not something that came about.", "cause"
        )
    pair = (effect[0], effect[1])
    driver = driving_pair(claim["cause_states"] or [], pair, named=named)
    if driver is None:
        return _undriven(record, view, pair, (start, end), claim["direction"] or 0)
    turn = _named_day(claim, start, end) or turning_day(record, view, driver, start, end)
    if turn is None:
        return _undated(record, view, pair, driver, (start, end), claim["direction"] or 0)
    return _at(record, view, (pair, driver), (start, turn, end), claim["direction"] or 0)


def driving_pair(cause: Sequence[str], effect: Pair, *, named: Sequence[Pair] = ()) -> Pair | None:
    """The pair that dates the cause: its own, or its one state with the side of the effect that
    the article names together with it; else with the effect's second side."""
    if len(cause) >= 2:
        return (cause[0], cause[1]) if set(cause[:2]) != set(effect) else None
    if len(cause) == 1 and cause[0] not in effect:
        for pair in named:
            if cause[0] in pair and set(pair) & set(effect):
                return pair
        return cause[0], effect[1]
    return None


def named_pairs(claims: Sequence[Mapping[str, Any]]) -> list[Pair]:
    """Pairs that trends and causes of an article speak of, most often first."""
    counts: Counter[Pair] = Counter()
    for claim in claims:
        for states in (claim["states"], claim["cause_states"] or [], claim["effect_states"] or []):
            if len(states) == 2:
                one, two = sorted(states)
                counts[one, two] += 1
    return sorted(counts, key=lambda pair: (-counts[pair], pair))


def _named_day(claim: Mapping[str, Any], start: date, end: date) -> date | None:
    year = _YEAR.search(claim["cause_text"] or "")
    day = date(int(year[1]), 1, 1) if year else None
    return day if day is not None and start < day < end else None


def _undriven(
    record: Record, view: str, pair: Pair, window: tuple[date, date], direction: int
) -> Finding:
    """Not testable, since no other relation dates the cause; what the effect did is told."""
    moved = moved_since(record, view, pair, *window, direction=direction)
    why = (
        "The cause names no other pair of states to date it by. "
        f"Of {names_of(pair)}, as the effect: {moved.why}"
    )
    return moved.but(verdict="not testable", why=why, reading="cause", needed=None)


def _undated(
    record: Record, view: str, pair: Pair, driver: Pair, window: tuple[date, date], direction: int
) -> Finding:
    """Not testable, with what can be said: how far the record covers it, how the effect moved."""
    asked = Window.of(record, view, *window)
    own = record.pair(view, driver, *window)
    other = record.pair(view, pair, *window)
    names = names_of(driver), names_of(pair)
    if own.events < MIN_EVENTS:
        why = f"Too few reports of {names[0]} in {asked.words} to date the cause: {own.events}."
    else:
        why = (
            f"No week in {asked.words} clearly parts the {own.events:,} reports of {names[0]} into "
            "a before and an after, so the cause can't be dated by them."
        )
    moved = moved_since(record, view, pair, *window, direction=direction)
    if moved.change is not None:
        why += f" Of {names[1]}: {moved.why}"
    else:
        why += f" Of {names[1]} there are {other.events:,}."
    needed = None
    if asked.covered < 0.9 * asked.days:
        needed = (
            f"Events of the whole of {asked.words}; the record covers {asked.covered} of its "
            f"{asked.days} days."
        )
    return Finding(
        "not testable", why, "cause", within=other, window=asked, cause_pair=driver, needed=needed
    )


def _at(
    record: Record, view: str, pairs: tuple[Pair, Pair], days: tuple[date, date, date],
    direction: int,
) -> Finding:  # fmt: skip
    """The effect's pair after and before the day on which the cause's pair turned."""
    (pair, driver), (start, turn, end) = pairs, days
    when = f"{turn.day} {turn:%B %Y}"
    after, before = (
        Side(record.pair(view, pair, *part), Window.of(record, view, *part), name)
        for part, name in (
            ((turn, end), f"from {when} on, when {names_of(driver)} turned"),
            ((start, turn), "before that day"),
        )
    )
    found = compare(after, before, direction, reading="cause").but(
        cause_pair=driver, turned_on=turn
    )
    verdict = _WORDS.get(found.verdict, "not testable")
    if verdict == "timing fits":
        own = turning_day(record, view, pair, start, end)
        if own is None:
            why = f"{found.why} No one week parts them clearly, so the order can't be read."
            return found.but(verdict="not testable", why=why)
        if (turn - own).days > _EARLIER_DAYS:
            first = f"But the effect's relation turned first, on {own.day} {own:%B %Y}."
            return found.but(verdict="does not fit", why=f"{found.why} {first}")
    if found.verdict == "mixed" and _half(found) <= _SHARP:
        return found.but(verdict="does not fit", why=f"{found.why} No move where one is claimed.")
    if found.verdict == "mixed":
        why = f"{found.why} No clear move, and the band is too wide to rule one out."
        return found.but(verdict=verdict, why=why)
    return found.but(verdict=verdict)


def _half(found: Finding) -> float:
    return ((found.high or 0.0) - (found.low or 0.0)) / 2


def turning_day(record: Record, view: str, pair: Pair, start: date, end: date) -> date | None:
    """First day after the week in `[start, end)` that best splits the pair's events into two
    means, or null where they don't clearly differ. The middle four fifths are searched."""
    cells = record.cells(view, pair).within(start, end)
    count = int(cells.count.sum())
    if count < MIN_EVENTS:
        return None
    week = (cells.day - start.toordinal()) // 7
    edges = np.flatnonzero(np.diff(week)) + 1
    seen = np.cumsum(cells.count)[edges - 1]
    edges = edges[(seen >= 0.1 * count) & (seen <= 0.9 * count)]
    if not edges.size:
        return None
    head, total = np.cumsum(cells.count)[edges - 1], np.cumsum(cells.total)[edges - 1]
    mean = cells.total.sum() / count
    gain = (total - head * mean) ** 2 / (head * (count - head))
    best = int(edges[int(np.argmax(gain))])
    day = date.fromordinal(start.toordinal() + 7 * (int(week[best - 1]) + 1))
    one, two = record.pair(view, pair, start, day), record.pair(view, pair, day, end)
    return day if _apart(one, two) else None


def _apart(one: Mean, two: Mean) -> bool:
    error = hypot(one.error, two.error)
    return error > 0 and abs(two.weight - one.weight) / error >= _CLEAR
