"""The mention that begins at a token, by whichever of the grammar's openings fits."""

from __future__ import annotations

from collections.abc import Sequence

from detente.coding.actors_context import pick
from detente.coding.actors_people import carried, leader_at, role_headed, surname_at
from detente.coding.actors_scan import Mention, Scan, names_at
from detente.coding.actors_side import Found, side_at

__all__ = ["phrase_at"]


def phrase_at(scan: Scan, index: int, floor: int, before: Sequence[Mention]) -> Found | None:
    """The mention that begins at a token (or a little before it, not before `floor`), if any.

    `before` are the mentions so far, which pronouns and 'the envoy' may point back to.
    """
    hit = names_at(scan, index)
    entry = pick(scan, index, hit[0], hit[1]) if hit else None
    if hit and entry:
        if entry.kind == "block":
            return Found(index, index + hit[0], index + hit[0])
        if entry.kind != "leader":
            return side_at(scan, index, hit[0], entry, floor)
        if found := leader_at(scan, index, hit[0], floor):
            return found
    return (
        role_headed(scan, index, floor, before)
        or surname_at(scan, index, floor)
        or carried(scan, index, floor, before)
    )
