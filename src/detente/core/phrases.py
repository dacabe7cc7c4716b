"""Phrases that every room may need; nothing heavy is loaded here, since `detente --help` waits."""

from __future__ import annotations

__all__ = ["counted"]


def counted(number: int, thing: str, *, plural: str | None = None) -> str:
    """A number with its noun.

    >>> counted(1, "event"), counted(1200, "event"), counted(0, "reply", plural="replies")
    ('1 event', '1,200 events', 'no replies')
    """
    noun = thing if number == 1 else (plural or thing + "s")
    return f"{number:,} {noun}" if number else f"no {noun}"
