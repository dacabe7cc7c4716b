"""A verb with its doer and the other side: active, passive, relatives, control, coordination."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, names_people, sides_in, sides_within
from detente.coding.syntax import is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["blamed_for", "find"]

# What is done with forces by their own side.
_SENT: Final = frozenset(
    (
        "deployed dispatched sent massed mobilised mobilized moved stationed flown landed withdrawn"
    ).split()
)


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """For every verb, each side of its doer with each side of the rest of its clause."""
    for verb in doc:
        if not is_verb(verb) or verb.dep_ in {"aux", "auxpass"}:
            continue
        doers = _doers(verb)
        actors = [side for doer in doers for side in _acting(doer, sides)]
        if not actors:
            continue
        others = [*sides_within(verb, sides, without=doers), *_sufferers(verb, sides)]
        if verb.dep_ == "parataxis":  # "B's troops, says A, have marched into C"
            others += sides_within(verb.head, sides, without=[*doers, verb])
        for actor in actors:
            for other in others:
                if other is not actor:
                    yield Candidate(actor, other, verb, "clause")


def _acting(doer: Token, sides: Sequence[Side]) -> list[Side]:
    """The sides that a doer names; else where people are from, or who sent or fired it."""
    named = list(sides_in(doer, sides))
    if named or not is_noun(doer):
        return named
    behind = [thing for link in _behind(doer) for thing in link.children if thing.dep_ == "pobj"]
    return [side for thing in behind for side in sides_in(thing, sides)]


def _behind(doer: Token) -> Iterator[Token]:
    """Prepositions before who stands behind a doer: "surgeons from A", "shots fired by A"."""
    for child in doer.children:
        origin = child.lower_ == "from" and names_people(doer)
        if origin or (child.lower_ == "in" and doer.dep_ == "nsubj"):
            yield child
        elif child.dep_ == "acl":
            yield from (inner for inner in child.children if inner.dep_ == "agent")


def _doers(verb: Token) -> list[Token]:
    """Heads of the noun phrases that do what `verb` says."""
    by = [
        thing
        for child in verb.children
        if child.dep_ == "agent"
        for thing in child.children
        if thing.dep_ == "pobj"
    ]
    if by or _is_passive(verb):
        return by or _sent(verb)
    own = [child for child in verb.children if child.dep_ == "nsubj"]
    if own:
        return [_antecedent(token) for token in own]
    return _borrowed(verb)


def _sent(verb: Token) -> list[Token]:
    """Forces that are sent somewhere, which the words give as suffering it."""
    if verb.lower_ not in _SENT:
        return []
    return [child for child in verb.children if child.dep_ == "nsubjpass"]


def _borrowed(verb: Token) -> list[Token]:
    """Doer of a verb without a subject of its own, taken from what governs it."""
    above = verb.head
    if verb.dep_ == "xcomp":
        objects = [child for child in above.children if child.dep_ in {"dobj", "nsubjpass"}]
        return objects or _doers(above)
    if verb.dep_ == "pcomp" and (blamed := blamed_for(verb)):
        return blamed
    if verb.dep_ in {"conj", "advcl", "pcomp"} and above != verb:
        return _doers(above if is_verb(above) else above.head)
    if verb.dep_ == "acl" and verb.tag_ != "VBN":
        return [above]
    return []


def blamed_for(verb: Token) -> list[Token]:
    """Who is accused or thanked of having done it: "A accused B of bugging", "thanked B for"."""
    above = verb.head.head
    if verb.dep_ != "pcomp" or verb.head.lower_ not in {"of", "for"} or not is_verb(above):
        return []
    return [child for child in above.children if child.dep_ in {"dobj", "nsubjpass"}]


def _antecedent(token: Token) -> Token:
    """What a relative pronoun stands for, in "it was A that did it" too."""
    clause = token.head
    if token.tag_ not in {"WDT", "WP"} or clause.dep_ not in {"relcl", "ccomp"}:
        return token
    if not is_verb(clause.head):
        return clause.head
    return next((child for child in clause.head.children if child.dep_ == "attr"), token)


def _is_passive(verb: Token) -> bool:
    if any(child.dep_ in {"nsubjpass", "auxpass"} for child in verb.children):
        return True
    if verb.dep_ == "advcl" and verb.tag_ == "VBN":
        return any(child.dep_ == "agent" for child in verb.children)
    return bool(verb.dep_ == "acl" and verb.tag_ == "VBN")


def _sufferers(verb: Token, sides: Sequence[Side]) -> Iterator[Side]:
    """Sides that suffer the verb and stand above it: "the soldiers killed by NATO"."""
    if verb.dep_ in {"acl", "relcl"} and _is_passive(verb):
        yield from sides_in(verb.head, sides)
        for link in verb.head.children:  # "coaches built by A for B"
            if link.dep_ == "prep" and link.i > verb.i and link.lower_ in {"for", "to", "in"}:
                for thing in link.children:
                    yield from sides_in(thing, sides)
    elif verb.dep_ == "advcl" and verb.tag_ == "VBN":  # "Urged by A to wait, B said"
        for child in verb.head.children:
            if child.dep_ in {"nsubj", "nsubjpass"}:
                yield from sides_in(child, sides)
