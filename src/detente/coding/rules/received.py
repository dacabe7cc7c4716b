"""What the subject gets from somebody: "A received maize from B", "A drew a rebuke from B".

B is the doer. Read as it stands, subject first, the classifier finds no deed or takes it for A's;
so it is given the sentence turned round: "B gave A maize".
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Candidate, Side, Spelt, sides_in
from detente.coding.syntax import is_verb

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["find"]

# What is bought or accepted from somebody is the subject's own deed.
_GETTING: Final = frozenset(
    (
        "receive receives received receiving get got getting obtain obtains obtained obtaining "
        "win wins won winning secure secures secured securing draw draws drew drawing "
        "face faces faced facing gain gains gained gaining earn earns earned"
    ).split()
)
_YET_TO_COME: Final = frozenset({"will", "'ll", "shall", "to"})


def find(doc: Doc, sides: Sequence[Side]) -> Iterator[Candidate]:
    """Each side that something comes from, as the doer, with the subject that gets it."""
    for thing in doc:
        verb = thing.head
        if thing.dep_ != "dobj" or verb.lower_ not in _GETTING or not is_verb(verb):
            continue
        takers = [side for one in _children(verb, "nsubj") for side in sides_in(one, sides)]
        for link in [*_children(verb, "prep"), *_children(thing, "prep")]:
            if link.lower_ != "from":
                continue
            givers = [side for one in _children(link, "pobj") for side in sides_in(one, sides)]
            for giver in givers:
                for taker in takers:
                    words = _turned_round(verb, thing, link, giver, taker)
                    yield Candidate(giver, taker, verb, "received", words)


def _children(token: Token, label: str) -> list[Token]:
    return [child for child in token.children if child.dep_ == label]


def _turned_round(verb: Token, thing: Token, link: Token, giver: Side, taker: Side) -> Spelt:
    """The doer, what it gave, to whom; the thing without the words that name the doer."""
    doer = link.doc.text[max(giver.start, link.idx + len(link)) : giver.end].strip()
    left_out = {token.i for token in link.subtree}
    given = "".join(
        token.text_with_ws for token in thing.subtree if token.i not in left_out
    ).strip()
    later = any(child.lower_ in _YET_TO_COME for child in _children(verb, "aux"))
    before = f"{doer} {'will give' if later else 'gave'} "
    start, end = len(before), len(before) + len(taker.words)
    text = f"{before}{taker.words} {given}."
    return Spelt(text, (0, len(doer)), (start, end))
