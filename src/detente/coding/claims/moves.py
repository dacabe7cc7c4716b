"""Moves: trends told by verbs alone ('has gravitated towards', 'drift apart', 'mend fences')."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, Final

from detente.coding.claims.attitudes import Standing, attitude_at
from detente.coding.claims.degrees import (
    is_compared,
    is_no_longer,
    is_record,
    is_turned,
    is_unreal,
)
from detente.coding.claims.doubts import is_doubted
from detente.coding.claims.drafts import Draft, clause_span
from detente.coding.claims.holders import subject_of
from detente.coding.claims.lexicons import rows
from detente.coding.claims.modality import is_negated
from detente.coding.claims.passages import Passage
from detente.coding.claims.paths import path_at
from detente.coding.claims.relation_nouns import RELATION_NOUNS
from detente.coding.claims.sides import other_side, relation_pair, subject_states
from detente.coding.claims.turns import turn_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_moves", "move_at", "move_pair", "plain_move_at"]


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
    found = _standing_at(verb)
    return found.direction if found and found.level == "change" else None


def plain_move_at(verb: Token) -> int | None:
    """The same whatever its clause denies: 'won't pick a fight' is of a hostile move."""
    found = _standing_at(verb)
    if found is None or found.direction:
        return found.direction if found and found.level == "change" else None
    idiom = _idiom_at(verb)
    return idiom.direction if idiom is not None else turn_at(verb) or path_at(verb)


def _standing_at(verb: Token) -> Standing | None:
    """What `verb` tells with the words around it: a move, or how two sides stand."""
    turned = turn_at(verb)
    if turned is not None:
        return _held(verb, Standing(turned, "change"))
    idiom = _idiom_at(verb)
    if idiom is not None:
        return _held(verb, idiom)
    path = path_at(verb)
    if path is not None:
        new = verb.lemma_ != "be" or any(is_compared(c) for c in verb.children)
        return _held(verb, Standing(path, "change" if new else "level"))
    return attitude_at(verb)


def _idiom_at(verb: Token) -> Standing | None:
    """A verb with the words that make it an idiom ('mend fences')."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    for needed, direction, kind in _moves().get(verb.lemma_.lower(), ()):
        if not needed:
            if any(child.dep_ in {"dobj", "nsubjpass"} for child in verb.children):
                return Standing(direction, kind)
            continue
        near = {
            t.lower_ for t in verb.doc[verb.i + 1 : verb.i + 9] if t.head in (verb, *verb.children)
        }
        below = [t for c in verb.children for t in c.children if t.i > verb.i]
        near |= {t.lower_ for t in below} | {t.lower_ for c in below for t in c.children}
        if all(word in near for word in needed):
            return Standing(direction, kind)
    return None


def _held(verb: Token, said: Standing) -> Standing:
    """The move as its clause has it: ended, denied, 'barely', or at a record."""
    if is_record(verb):
        return said
    if is_no_longer(verb):
        return Standing(-said.direction, "change")
    if is_turned(verb) and said.level == "level":
        return replace(said, direction=-said.direction)
    return replace(said, direction=0) if is_negated(verb) else said


def find_moves(passage: Passage) -> Iterator[Draft]:
    """Trend claims told by verbs and adjectives of standing, of moving nearer or apart."""
    for token in passage.doc:
        found = _standing_at(token)
        if found is None or is_unreal(token):
            continue
        pair = move_pair(passage, token)
        if pair is None:
            continue
        direction = 0 if is_doubted(token) else found.direction
        fields = {"direction": direction, "level": found.level, "presupposed": False}
        yield Draft("trend", token, *clause_span(passage, token), pair, fields)


def move_pair(passage: Passage, verb: Token) -> tuple[str, ...] | None:
    """Who moves, and towards or from whom."""
    subject = subject_of(verb)
    if subject is not None and subject.lemma_.lower() in RELATION_NOUNS:
        return relation_pair(passage, subject)
    movers = subject_states(passage, verb)
    moved = [s for c in verb.children if c.dep_ == "dobj" for s in passage.states_under(c)]
    if verb.dep_ in {"xcomp", "ccomp", "pcomp", "conj"} and not movers and not moved:
        movers = subject_states(passage, verb.head)
    others = other_side(passage, verb, but=movers)
    joined = tuple(dict.fromkeys([*moved, *others]))
    if moved and len(joined) >= 2:
        return joined[:2]
    pair = tuple(dict.fromkeys([*movers, *others]))
    if len(pair) < 2:
        pair = _between(passage, verb)
    if len(pair) < 2 and _points_back(verb, subject):
        pair = passage.pair or ()
    return pair[:2] if len(pair) >= 2 else None


_POINTING: Final = frozenset({"they", "them", "both"})


def _points_back(verb: Token, subject: Token | None) -> bool:
    """'They get on better', 'pushed them together': the two that the text is on."""
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    sides = [*objects, subject] if subject is not None else objects
    return any(side.lower_ in _POINTING for side in sides)


def _between(passage: Passage, verb: Token) -> tuple[str, ...]:
    """'Suspicion has given way to trust between X and Y': the two wherever they hang."""
    for token in verb.subtree:
        if token.lower_ in {"between", "among"}:
            return passage.states_under(token)
    return ()
