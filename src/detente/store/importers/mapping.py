"""Which columns of a table mean what: the mapping that a user writes in TOML.

dataset = "mine"

[columns]                 # column of events = column of the file
happened_on = "when"
actor = "from"
recipient = "to"
cameo = "code"            # or root = "kind"

[values.root]             # words of the file = PLOVER roots
visit = "CONSULT"

[fixed]                   # the same for every row
actor_sector = "GOV"

[read]
states = "cow"            # dialect of the state codes; default iso3 or name, by trial
date = "%d/%m/%Y"         # default %Y-%m-%d
separator = ";"
encoding = "latin-1"

[covered]                 # default: from the first to the last event
from = 2010-01-01
to = 2020-01-01           # exclusive
"""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from detente.core.errors import ImportFileError
from detente.core.states import DIALECTS
from detente.core.tables import EVENTS

__all__ = ["TableMapping", "load_mapping"]

_PARTS = {"dataset", "columns", "values", "fixed", "read", "covered"}
_READ = {"states", "date", "separator", "encoding"}


@dataclass(frozen=True)
class TableMapping:
    """How to read a table as events; without columns, the file's are named as those of events."""

    dataset: str | None = None
    columns: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    fixed: Mapping[str, Any] = field(default_factory=dict)
    states: str | None = None
    date_format: str = "%Y-%m-%d"
    separator: str | None = None
    encoding: str = "utf-8"
    covered: tuple[date, date] | None = None


def load_mapping(path: Path) -> TableMapping:
    """Read a mapping from TOML.

    Raises:
        ImportFileError: it can't be read, isn't TOML, or has a part, column or dialect that
            there isn't.
    """
    try:
        found = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise ImportFileError(f"{path}: can't be read: {fault.strerror}.") from fault
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise ImportFileError(f"{path.name}: not TOML: {fault}.") from fault
    read = found.get("read", {})
    _known(path, "part", found, _PARTS)
    _known(path, "setting of [read]", read, _READ)
    for part in ("columns", "values", "fixed"):
        _known(path, f"column of events in [{part}]", found.get(part, {}), set(EVENTS.names))
    if (states := read.get("states")) is not None:
        _known(path, "dialect of states", [states], set(DIALECTS))
    return TableMapping(
        found.get("dataset"), found.get("columns", {}), found.get("values", {}),
        found.get("fixed", {}), states, read.get("date", "%Y-%m-%d"),
        read.get("separator"), read.get("encoding", "utf-8"), _covered(path, found),
    )  # fmt: skip


def _known(path: Path, kind: str, found: Any, allowed: set[str]) -> None:
    for name in found:
        if name not in allowed:
            raise ImportFileError(
                f"{path.name}: '{name}' is no {kind}; there are {', '.join(sorted(allowed))}."
            )


def _covered(path: Path, found: dict[str, Any]) -> tuple[date, date] | None:
    if "covered" not in found:
        return None
    since, until = found["covered"].get("from"), found["covered"].get("to")
    if not (isinstance(since, date) and isinstance(until, date) and since < until):
        raise ImportFileError(
            f"{path.name}: [covered] needs 'from' and a later 'to', as TOML dates (2010-01-01); "
            f"found from = {since}, to = {until}."
        )
    return since, until
