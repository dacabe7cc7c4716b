"""A noun that is a deed: "India's condemnation of", "sanctions on", "arms exports to"."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, Spelt, sides_in
from detente.coding.syntax import is_noun, is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

_DOER_DEPS: Final = frozenset({"poss", "amod", "compound", "nmod"})
_DOER_PREPOSITIONS: Final = frozenset({"by", "of", "from"})
# What one side does at, with or under which another acts: "at B's request", "with B's blessing".
_ATTENDING: Final = frozenset({"at", "with", "under", "on", "upon", "despite", "after"})
_OTHER_PREPOSITIONS: Final = frozenset(
    [
        "on",
        "against",
        "to",
        "toward",
        "towards",
        "with",
        "of",
        "for",
        "in",
        "into",
        "over",
        "at",
        "upon",
        "between",
        "from",
    ]
)

# Words of one side that another answers.
_SAID: Final = frozenset(
    (
        "request requests plea pleas appeal appeals demand demands claim claims call calls charge "
        "charges accusation accusations allegation allegations criticism complaint complaints "
        "protest warning warnings threat threats ultimatum offer offers proposal proposals"
    ).split()
)

_OFFICIAL: Final = frozenset({"GOV", "MIL", "LEG", "REB", None})


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """For every noun, each side that may do it with each side that it may be done to."""
    for noun in doc:
        if not is_noun(noun):
            continue
        doers = [side for token in _doers(noun) for side in sides_in(token, sides)]
        if not doers:
            continue
        others = [side for token in _others(noun) for side in sides_in(token, sides)]
        others = others or [side for token in _helped(noun) for side in sides_in(token, sides)]
        if all(other.state == doers[0].state for other in others):
            yield from _words_answered(noun, doers, sides)
        for actor in doers:
            for other in others:
                if other is not actor:
                    yield Candidate(actor, other, noun, "nominal")


def _doers(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ in _DOER_DEPS:
            yield child
        elif child.dep_ in {"prep", "agent"} and child.lower_ in _DOER_PREPOSITIONS:
            yield from (thing for thing in child.children if thing.dep_ == "pobj")


def _others(noun: Token) -> Iterator[Token]:
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in _OTHER_PREPOSITIONS:
            yield from (thing for thing in child.children if thing.dep_ == "pobj")
        elif child.dep_ in {"amod", "compound", "nmod"}:
            yield child


def _helped(noun: Token) -> Iterator[Token]:
    """Who acts "at the request of B": the subject of the clause that such a phrase goes with."""
    link = noun.head
    if noun.dep_ == "pobj" and link.lower_ in _ATTENDING and is_verb(link.head):
        yield from (child for child in link.head.children if child.dep_ in {"nsubj", "nsubjpass"})


def _words_answered(
    noun: Token, doers: Sequence[Side], sides: Sequence[Side]
) -> Iterator[Candidate]:
    """What a state said to another that answers: "B turned down A's plea for boats"."""
    for actor in doers:
        if actor.sector not in _OFFICIAL:
            continue
        for other in (side for token in _told(noun) for side in sides_in(token, sides)):
            yield Candidate(actor, other, noun, "nominal", _said_to(other, noun, actor))


def _said_to(other: Side, noun: Token, actor: Side) -> Spelt:
    """ "A made a plea to B for boats"."""
    own = {
        token.i for child in noun.children if actor.head in child.subtree for token in child.subtree
    }
    tail = (token for token in noun.subtree if token.i > noun.i and token.i not in own)
    rest = "".join(token.text_with_ws for token in tail).strip(" ,.")
    word = "request" if noun.lower_.startswith("claim") else noun.text
    article = "" if word.endswith("s") else "an " if word[0] in "aeiou" else "a "
    before = f"{actor.words} made {article}{word} to "
    words = f"{before}{other.words} {rest}".rstrip() + "."
    return Spelt(words, (0, len(actor.words)), (len(before), len(before) + len(other.words)))


def _told(noun: Token) -> Iterator[Token]:
    """To whom a word was said: who answers it ("B turned down A's plea", "was refused by B")."""
    verb = noun.head
    if noun.lower_ not in _SAID or not is_verb(verb):
        return
    bare = not any(child.dep_ == "acl" or child.lower_ == "for" for child in noun.children)
    if noun.lower_.startswith("call") and bare:
        return  # by telephone
    if noun.dep_ == "dobj":
        yield from (child for child in verb.children if child.dep_ == "nsubj")
    elif noun.dep_ == "nsubjpass":
        agents = (child for child in verb.children if child.dep_ == "agent")
        yield from (thing for agent in agents for thing in agent.children if thing.dep_ == "pobj")
