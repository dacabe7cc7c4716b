"""What an address asks for, checked before anything is read."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from datetime import date
from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import Query

from detente.core.codebook import QUADS, ROOTS
from detente.core.errors import CodebookError
from detente.core.pairs import parse_pair
from detente.core.states import require_state
from detente.show.web.record import Asked

__all__ = ["PERIODS", "EventFilter", "event_filter", "window"]

PERIODS = ("day", "week", "month", "quarter", "year")
Name = Annotated[str | None, Query(max_length=60)]
Day = Annotated[str | None, Query(max_length=10)]


def window(
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
    dataset: Name = None,
    period: Annotated[str | None, Query(max_length=10)] = None,
) -> Asked:
    """Days [from, to), dataset and period of the address; empty fields of a form ask for nothing.

    Raises:
        CodebookError: a day or a period that is none, or days that end before they begin.
    """
    if period and period not in PERIODS:
        raise CodebookError(f"'{period}' is no period: {', '.join(PERIODS)}.")
    first, after = _day(since), _day(until)
    if first and after and first >= after:
        raise CodebookError(
            f"The days from {first} to {after} (not included) are none. Give a later 'to'."
        )
    return Asked(first, after, dataset or None, period or None)


def _day(text: str | None) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise CodebookError(f"'{text}' is no day. Write it as 2018-03-01.") from None


@dataclass(frozen=True)
class EventFilter:
    """Which events a list shows; `pair` is both directions of two states."""

    asked: Asked = field(default_factory=Asked)
    actor: str | None = None
    recipient: str | None = None
    pair: tuple[str, str] | None = None
    root: str | None = None
    quad: str | None = None
    words: str | None = None

    def where(self) -> tuple[str, list[Any]]:
        """SQL condition with `?` marks, and their values."""
        conditions, values = ["true"], []
        for text, value in (
            ("dataset = ?", self.asked.dataset),
            ("happened_on >= ?", self.asked.since),
            ("happened_on < ?", self.asked.until),
            ("actor = ?", self.actor),
            ("recipient = ?", self.recipient),
            ("root = ?", self.root),
            ("quad = ?", self.quad),
            ("contains(lower(sentence), lower(?))", self.words),
        ):
            if value is not None:
                conditions.append(text)
                values.append(value)
        if self.pair:
            conditions.append("((actor = ? AND recipient = ?) OR (actor = ? AND recipient = ?))")
            values += [*self.pair, *self.pair[::-1]]
        return " AND ".join(conditions), values

    def query(self, **more: Any) -> str:
        """The filter as the query part of an address, with `more` added."""
        fields = {
            "from": self.asked.since,
            "to": self.asked.until,
            "dataset": self.asked.dataset,
            "actor": self.actor,
            "recipient": self.recipient,
            "pair": ",".join(self.pair) if self.pair else None,
            "root": self.root,
            "quad": self.quad,
            "q": self.words,
            **more,
        }
        return urlencode({name: value for name, value in fields.items() if value is not None})

    def without_window(self) -> EventFilter:
        """The same filter over all days."""
        return replace(self, asked=replace(self.asked, since=None, until=None))


def event_filter(
    since: Annotated[Day, Query(alias="from")] = None,
    until: Annotated[Day, Query(alias="to")] = None,
    dataset: Name = None,
    actor: Name = None,
    recipient: Name = None,
    pair: Name = None,
    root: Name = None,
    quad: Name = None,
    q: Annotated[str | None, Query(max_length=100)] = None,
) -> EventFilter:
    """Filter of the address; states by code or name, empty fields ask for nothing.

    Raises:
        CodebookError: a state, root, class or day that is none.
    """
    if root and root.upper() not in ROOTS:
        raise CodebookError(f"'{root}' is not a PLOVER root. Known roots: {', '.join(ROOTS)}.")
    if quad and quad not in QUADS:
        raise CodebookError(f"'{quad}' is no class of events: {', '.join(QUADS)}.")
    return EventFilter(
        window(since, until, dataset),
        actor=require_state(actor) if actor else None,
        recipient=require_state(recipient) if recipient else None,
        pair=parse_pair(pair) if pair else None,
        root=root.upper() if root else None,
        quad=quad or None,
        words=q.strip() if q and q.strip() else None,
    )
