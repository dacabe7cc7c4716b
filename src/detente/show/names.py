"""Names of states for people."""

from __future__ import annotations

from functools import cache

from detente.core.errors import CodebookError
from detente.core.states import state_name

__all__ = ["side_name"]


@cache
def side_name(side: str | None) -> str:
    """Name of a state for people; a code of no state stands for itself, null is 'unnamed'.

    >>> side_name("PAK"), side_name("NATO"), side_name(None)
    ('Pakistan', 'NATO', 'unnamed')
    """
    if side is None:
        return "unnamed"
    try:
        return state_name(side)
    except CodebookError:
        return side
