"""The rule of verdicts: when a difference of two means counts, and what a claim makes of it.

Written down in decisions/0052; its rate of wrong verdicts on simulated records stands in
docs/quality.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from math import ceil, hypot
from typing import Final

from scipy.stats import t as student

from detente.shifts.claim_record import Mean, Record, in_words

__all__ = [
    "BLUNT",
    "MIN_EVENTS",
    "MIN_POINTS",
    "Finding",
    "Side",
    "Window",
    "compare",
    "judge",
    "signed",
]

MIN_EVENTS: Final = 20
"""Fewer events of the pair in either window: not enough data."""
MIN_POINTS: Final = 0.5
"""Smallest difference, in Goldstein points, that is called a change."""
BLUNT: Final = 2.0
"""A band wider than this either way could hide a real change: it is no finding of 'none'."""
MIN_BLOCKS: Final = 5


@dataclass(frozen=True)
class Window:
    """Days `[start, end)` that are asked about, and how many of them the record covers."""

    start: date
    end: date
    covered: int

    @property
    def days(self) -> int:
        """Length of the window."""
        return (self.end - self.start).days

    @property
    def words(self) -> str:
        """'1 January 2014 to 31 December 2014'."""
        return in_words(self.start, self.end)

    @classmethod
    def of(cls, record: Record, view: str, start: date, end: date) -> Window:
        """The window `[start, end)` as one view of a record covers it."""
        return cls(start, end, record.covered(view, start, end))


@dataclass(frozen=True)
class Finding:
    """What the record says: verdict, its numbers in words, and what would be needed to say more."""

    verdict: str
    why: str
    reading: str = "change"
    change: float | None = None
    low: float | None = None
    high: float | None = None
    within: Mean | None = None
    before: Mean | None = None
    window: Window | None = None
    against: Window | None = None
    cause_pair: tuple[str, str] | None = None
    turned_on: date | None = None
    needed: str | None = None

    def but(self, **changes: object) -> Finding:
        """A copy with some fields changed."""
        return replace(self, **changes)  # type: ignore[arg-type]


@dataclass(frozen=True)
class Side:
    """One of the two things compared: its events, its days, and how a sentence names it."""

    mean: Mean
    window: Window
    name: str
    beside: Mean | None = None
    """What is taken off its mean, such as the mean of all pairs in the same days."""

    @property
    def weight(self) -> float:
        """Mean weight, what it is beside taken off."""
        return self.mean.weight - (self.beside.weight if self.beside else 0.0)

    @property
    def error(self) -> float:
        """Standard error of `weight`."""
        return hypot(self.mean.error, self.beside.error if self.beside else 0.0)


def compare(within: Side, before: Side, direction: int, *, reading: str = "change") -> Finding:
    """Verdict on a claim that the first stands higher (lower, no different) than the second."""
    base = Finding(
        "not enough data", "", reading, within=within.mean, before=before.mean,
        window=within.window, against=before.window,
    )  # fmt: skip
    short = [side for side in (within, before) if _too_few(side.mean)]
    if short:
        return base.but(why=_counts(within, before), needed=_needed(short))
    change = within.weight - before.weight
    freedom = max(min(within.mean.blocks, before.mean.blocks) - 1, 1)
    half = float(student.ppf(0.95, freedom)) * hypot(within.error, before.error)
    low, high = change - half, change + half
    moved = (low > 0 or high < 0) and abs(change) >= MIN_POINTS
    sign = (change > 0) - (change < 0) if moved else 0
    found = base.but(
        why=_numbers(within, before, change, low, high), change=change, low=low, high=high
    )
    if not moved and half > BLUNT:
        weakest = max((within, before), key=lambda side: side.error)
        more = ceil(weakest.mean.events * ((half / BLUNT) ** 2 - 1))
        return found.but(
            why=f"{found.why} The band is too wide to tell a change from none.",
            needed=f"About {max(more, 1)} more reports {weakest.name} would narrow it enough.",
        )
    return found.but(verdict=judge(sign, direction))


def judge(sign: int, direction: int) -> str:
    """Verdict from the sign that the record shows (0: no clear one) and the one that is claimed."""
    if direction == 0:
        return "supported" if sign == 0 else "contradicted"
    if sign == 0:
        return "mixed"
    return "supported" if sign == direction else "contradicted"


def _too_few(mean: Mean) -> bool:
    return mean.events < MIN_EVENTS or mean.blocks < MIN_BLOCKS


def _reports(number: int) -> str:
    return f"{number:,} {'report' if number == 1 else 'reports'}"


def _counts(within: Side, before: Side) -> str:
    parts = [f"{_reports(side.mean.events)} {side.name}" for side in (within, before)]
    text = " and ".join(parts)
    return f"{text[0].upper()}{text[1:]}; at least {MIN_EVENTS} are needed in each."


def _needed(short: list[Side]) -> str:
    parts = []
    for side in short:
        missing = max(MIN_EVENTS - side.mean.events, 1)
        part = f"{missing} more {'report' if missing == 1 else 'reports'} of {side.window.words}"
        if side.window.days - side.window.covered > 0.1 * side.window.days:
            part += f" (the record covers {side.window.covered} of these {side.window.days:,} days)"
        parts.append(part)
    text = "; ".join(parts)
    return f"At least {text}."


def signed(points: float) -> str:
    """Points with their sign and two places.

    >>> signed(-1.318), signed(0.0)
    ('−1.32', '+0.00')
    """
    return f"{points:+.2f}".replace("-", "−")


def _numbers(within: Side, before: Side, change: float, low: float, high: float) -> str:
    return (
        f"Mean weight {_level(within)} over {_reports(within.mean.events)} {within.name}, against "
        f"{_level(before)} over {_reports(before.mean.events)} {before.name}: {signed(change)} "
        f"points (90 % band {signed(low)} to {signed(high)})."
    )


def _level(side: Side) -> str:
    if side.beside is None:
        return signed(side.mean.weight)
    return f"{signed(side.mean.weight)} ({signed(side.weight)} off the usual)"
