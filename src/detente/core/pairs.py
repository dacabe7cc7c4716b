"""Two states in one word, as people type them on the command line or in an address."""

from __future__ import annotations

import re
from contextlib import suppress

from detente.core.errors import CodebookError
from detente.core.states import require_state

__all__ = ["parse_pair"]

_BETWEEN = re.compile(r"[,:–-]")


def parse_pair(text: str) -> tuple[str, str]:
    """Two states, by code or name, with a comma, colon or hyphen between them.

    A name may hold such a sign itself.

    Raises:
        CodebookError: not two parts, or one of them is no state.

    >>> parse_pair("PAK:Russia"), parse_pair("Guinea-Bissau-PRT")
    (('PAK', 'RUS'), ('GNB', 'PRT'))
    """
    parts = [(text[: at.start()], text[at.end() :]) for at in _BETWEEN.finditer(text)]
    parts = [(one, other) for one, other in parts if one.strip() and other.strip()]
    for one, other in parts:
        with suppress(CodebookError):
            return require_state(one), require_state(other)
    if len(parts) != 1:
        raise CodebookError(f"'{text}' is no relation. Write two states as one word, as PAK,RUS.")
    return require_state(parts[0][0]), require_state(parts[0][1])
