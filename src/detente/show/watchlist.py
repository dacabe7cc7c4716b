"""The list of relations and states that an analyst watches: a small TOML file.

title = "South Asia this month"
relations = [["PAK", "RUS"], ["India", "China"]]
states = ["AFG"]          # each with its busiest partners
period = "month"
news_since = 2018-09-01   # what became known from then on is told apart
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any, Final

from detente.core.errors import DetenteError
from detente.core.states import require_state

__all__ = ["WatchList", "load_watch_list"]

_FIELDS: Final = {"title": str, "relations": list, "states": list, "period": str,
                  "news_since": date}  # fmt: skip


@dataclass(frozen=True)
class WatchList:
    """What to brief on; states by ISO code."""

    title: str | None = None
    relations: tuple[tuple[str, str], ...] = ()
    states: tuple[str, ...] = ()
    period: str | None = None
    news_since: date | None = None


def load_watch_list(path: Path) -> WatchList:
    """Read a watch list; states may be given by code or name.

    Raises:
        DetenteError: no such file, no TOML, an unknown field, or nothing to watch in it.
        CodebookError: an unknown state.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise DetenteError(f"{path}: can't be read: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise DetenteError(f"{path}: no TOML: {fault}. See `detente brief --help`.") from fault
    _check(found, path)
    listed = WatchList(
        title=found.get("title"),
        relations=tuple(_pair(row, path) for row in found.get("relations", [])),
        states=tuple(require_state(str(name)) for name in found.get("states", [])),
        period=found.get("period"),
        news_since=found.get("news_since"),
    )
    if not listed.relations and not listed.states:
        raise DetenteError(f"{path}: names neither 'relations' nor 'states', so nothing to watch.")
    return listed


def _check(found: dict[str, Any], path: Path) -> None:
    for name, value in found.items():
        if name not in _FIELDS:
            raise DetenteError(f"{path}: '{name}' is no field. Known: {', '.join(_FIELDS)}.")
        if not isinstance(value, _FIELDS[name]):
            raise DetenteError(f"{path}: '{name}' must be a {_FIELDS[name].__name__}.")


def _pair(row: Any, path: Path) -> tuple[str, str]:
    if not isinstance(row, list) or len(row) != 2:
        raise DetenteError(f'{path}: {row!r} is no relation. Write two states: ["PAK", "RUS"].')
    return require_state(str(row[0])), require_state(str(row[1]))
