"""Moves: trends told by verbs alone ('has gravitated towards', 'drift apart', 'mend fences')."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, Final

from detente.coding.claims.drafts import Draft, clause_span
from detente.coding.claims.lexicons import rows
from detente.coding.claims.modality import helpers, is_negated, is_wished
from detente.coding.claims.passages import Passage
from detente.coding.claims.sides import other_side, subject_states

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_moves", "move_at", "move_pair"]

_MODALS: Final = frozenset(
    {
        "will",
        "shall",
        "'ll",
        "wo",
        "may",
        "might",
        "could",
        "would",
        "should",
        "must",
        "can",
        "ought",
    }
)


@cache
def _moves() -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """Verb → what must stand with it, longest first, and the direction."""
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for row in rows("moves"):
        table.setdefault(row["verb"], []).append(
            (tuple(row["with"].split()), int(row["direction"]))
        )
    return {verb: sorted(found, key=lambda f: -len(f[0])) for verb, found in table.items()}


def move_at(verb: Token) -> int | None:
    """Direction of a move that `verb` tells with the words around it, or null."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    for needed, direction in _moves().get(verb.lemma_.lower(), ()):
        if not needed:
            if any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children):
                return direction
            continue
        near = {
            t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 9] if t.head in (verb, *verb.children)
        }
        near |= {t.lower_ for c in verb.children for t in c.children if t.i > verb.i}
        if all(word in near for word in needed):
            return direction
    return None


def find_moves(passage: Passage) -> Iterator[Draft]:
    """Trend claims told by a verb of moving nearer or apart."""
    for token in passage.doc:
        direction = move_at(token)
        if direction is None or helpers(token) & _MODALS or is_wished(token):
            continue
        pair = move_pair(passage, token)
        if pair is None:
            continue
        direction = 0 if is_negated(token) else direction
        fields = {"direction": direction, "level": "change", "presupposed": False}
        yield Draft("trend", token, *clause_span(passage, token), pair, fields)


def move_pair(passage: Passage, verb: Token) -> tuple[str, ...] | None:
    """Who moves, and towards or from whom."""
    movers = subject_states(passage, verb)
    moved = [s for c in verb.children if c.dep_ == "dobj" for s in passage.states_under(c)]
    if verb.dep_ in {"xcomp", "ccomp", "pcomp", "conj"} and not movers and not moved:
        movers = subject_states(passage, verb.head)
    others = other_side(passage, verb, but=movers)
    joined = tuple(dict.fromkeys([*moved, *others]))
    if moved and len(joined) >= 2:
        return joined[:2]
    pair = tuple(dict.fromkeys([*movers, *others]))
    return pair[:2] if len(pair) >= 2 else None
