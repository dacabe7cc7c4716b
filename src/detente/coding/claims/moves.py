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
def _moves() -> dict[str, list[tuple[tuple[str, ...], int, str]]]:
    """Verb → what must stand with it, longest first, the direction, and whether it is a level."""
    table: dict[str, list[tuple[tuple[str, ...], int, str]]] = {}
    for row in rows("moves"):
        table.setdefault(row["verb"], []).append(
            (tuple(row["with"].split()), int(row["direction"]), row["kind"])
        )
    return {verb: sorted(found, key=lambda f: -len(f[0])) for verb, found in table.items()}


def move_at(verb: Token) -> int | None:
    """Direction of a move that `verb` tells with the words around it, or null."""
    found = _move_and_kind(verb)
    return found[0] if found and found[1] == "change" else None


def _move_and_kind(verb: Token) -> tuple[int, str] | None:
    """Direction of what `verb` tells with the words around it: a move, or how two sides stand."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    for needed, direction, kind in _moves().get(verb.lemma_.lower(), ()):
        if not needed:
            if any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children):
                return direction, kind
            continue
        near = {
            t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 9] if t.head in (verb, *verb.children)
        }
        below = [t for c in verb.children for t in c.children if t.i > verb.i]
        near |= {t.lower_ for t in below} | {t.lower_ for c in below for t in c.children}
        if all(word in near for word in needed):
            return direction, kind
    return None


def find_moves(passage: Passage) -> Iterator[Draft]:
    """Trend claims told by a verb of moving nearer or apart."""
    for token in passage.doc:
        found = _move_and_kind(token)
        if found is None or helpers(token) & _MODALS or is_wished(token):
            continue
        pair = move_pair(passage, token)
        if pair is None:
            continue
        direction, kind = found
        if _is_over(token):
            direction, kind = -direction, "change"
        elif is_negated(token) and not _is_record(token):
            direction = 0
        fields = {"direction": direction, "level": kind, "presupposed": False}
        yield Draft("trend", token, *clause_span(passage, token), pair, fields)


def _is_over(verb: Token) -> bool:
    """'Are no longer on speaking terms', 'do not trust each other any more'."""
    words = " ".join(token.lower_ for token in verb.subtree)
    ended = "any more" in words or "anymore" in words
    return "no longer" in words or (is_negated(verb) and ended)


def _is_record(verb: Token) -> bool:
    """'Have never been closer' says that they are closest now."""
    words = {token.lower_ for token in verb.children}
    return "never" in words and any(token.tag_ in {"JJR", "RBR"} for token in verb.children)


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
