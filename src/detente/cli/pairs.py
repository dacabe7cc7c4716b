"""Two states in one word of the command line."""

from __future__ import annotations

import re
from contextlib import suppress

from detente.core.errors import CodebookError, DetenteError
from detente.core.states import require_state

__all__ = ["parse_pair"]

_BETWEEN = re.compile(r"[,:–-]")


def parse_pair(text: str) -> tuple[str, str]:
    """Two states, by code or name, with a comma, colon or hyphen between them.

    A name may hold such a sign itself.

    Raises:
        DetenteError: not two parts.
        CodebookError: two parts, of which one is no state.

    >>> parse_pair("PAK:Russia"), parse_pair("Guinea-Bissau-PRT")
    (('PAK', 'RUS'), ('GNB', 'PRT'))
    """
    parts = [(text[: at.start()], text[at.end() :]) for at in _BETWEEN.finditer(text)]
    parts = [(one, other) for one, other in parts if one.strip() and other.strip()]
    for one, other in parts:
        with suppress(CodebookError):
            return require_state(one), require_state(other)
    if len(parts) != 1:
        raise DetenteError(f"'{text}' is no relation. Write two states as one word, as PAK,RUS.")
    return require_state(parts[0][0]), require_state(parts[0][1])
