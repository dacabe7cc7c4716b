"""A side that may do or suffer something, and a candidate pair of sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Candidate", "Side", "Spelt", "names_people", "sides_in", "sides_within"]


_TELLS_WHICH: Final = frozenset({"amod", "compound", "nmod"})
# Nouns of people, of forces, vessels and bodies, and of what strikes or speaks for them: these act
# as people do.
_PEOPLE: Final = re.compile(
    r"(?:[eo]rs?|ists?|ants?|ees?|m[ae]n|ians?|crews?|counsel|people|troops|paratroops|forces|police|"
    r"marines|commandos|jets?|planes?|aircraft|tanks?|ships?|boats?|drones?|submarines?|migs?|"
    r"frigates?|vessels?|missiles?|rockets?|artillery|batter(?:y|ies)|guns?|(?:air)?strikes?|raids?|"
    r"attacks?|shelling|bombs?|bombing|bombardment|gunfire|fire|shells?|offensive|"
    r"guards?|surgeons?|medics?|nurses?|pilots?|officials?|armou?r|columns?|convoys?|squadrons?|fleets?|flotillas?|corvettes?|warships?|brigades?|divisions?|"
    r"battalions?|regiments?|ferry|ferries|hospitals?|"
    r"organi[sz]ations?|groups?|movement|part(?:y|ies)|militias?|regime|government|authorities|"
    r"ministry|cabinet|parliament|courts?|service|agency|immigration|customs|council|commission|fund|"
    r"banks?|firms?|compan(?:y|ies)|envoys?|delegates?|students|residents|nationals|crowds?|mobs?|youths|"
    r"delegation|unit|units|army|navy|statement|communiqu[eé]|broadcast|note)$"
)


@dataclass(frozen=True)
class Side:
    """Words of a sentence that name a state or somebody of it."""

    start: int
    end: int
    state: str
    sector: str | None
    words: str
    how: str
    head: Token

    @property
    def is_place(self) -> bool:
        """Named as where something is, not as who does it."""
        return self.how == "place"

    @property
    def of_thing(self) -> bool:
        """Does it only tell which thing is meant: "the Ukraine episode", "Indian wheat"?

        What names people does not count: "Jordanian unionists" act.
        """
        above = self.head.head
        if self.head.dep_ not in _TELLS_WHICH or self.start <= above.idx < self.end:
            return False
        # "Iranian and American delegates": both are delegates.
        return not (self.is_person or names_people(above) or above.tag_.startswith("NNP"))

    @property
    def is_person(self) -> bool:
        """A person or an office, as against a state, a capital or a demonym."""
        return self.how in {"role", "leader", "carried"}


def names_people(noun: Token) -> bool:
    """Does a noun name people, forces or bodies, or what strikes or speaks for them?"""
    return bool(_PEOPLE.search(noun.lower_))


@dataclass(frozen=True)
class Spelt:
    """Words to be read in a sentence's stead, with [start, end) of the two sides in them."""

    text: str
    actor: tuple[int, int]
    recipient: tuple[int, int]


@dataclass(frozen=True)
class Candidate:
    """`actor` may have done to `recipient` what the word `trigger` carries.

    `spelt`: how the classifier is to read it; null: the sentence as it stands.
    """

    actor: Side
    recipient: Side
    trigger: Token
    rule: str
    spelt: Spelt | None = None


# Children through which a noun phrase still names the same doer: "Pakistan's foreign ministry",
# "Russian troops", "the government of Japan", "France and Germany".
_CORE: Final = frozenset({"poss", "amod", "compound", "nmod", "appos", "conj", "flat"})
_BREAKS: Final = frozenset({"relcl", "advcl"})


def sides_in(head: Token, sides: Sequence[Side]) -> Iterator[Side]:
    """Sides that the noun phrase of `head` names as itself."""
    inside = {head.i}
    queue = [head]
    while queue:
        token = queue.pop()
        for child in token.children:
            if (
                child.dep_ in _CORE
                or (child.dep_ == "prep" and child.lower_ == "of")
                or (child.dep_ == "pobj" and token.lower_ == "of")
            ):
                inside.add(child.i)
                queue.append(child)
    for side in sides:
        if side.head.i in inside or head.i in range(_first(side), _last(side) + 1):
            yield side


def sides_within(
    word: Token, sides: Sequence[Side], *, without: Sequence[Token] = ()
) -> Iterator[Side]:
    """Sides anywhere under `word`, save under `without` and in relative or adverbial clauses."""
    # What a relative clause stands on governs it: leaving that out would leave out the clause.
    branches = [branch for branch in without if not branch.is_ancestor(word)]
    left_out = {token.i for branch in branches for token in branch.subtree}
    for side in sides:
        if side.head.i in left_out or side.head.i == word.i:
            continue
        token = side.head
        while token != word and token.head != token and token.dep_ not in _BREAKS:
            token = token.head
        if token == word:
            yield side


def _first(side: Side) -> int:
    first = side.head.left_edge if side.head.left_edge.idx >= side.start else side.head
    return int(first.i)


def _last(side: Side) -> int:
    doc = side.head.doc
    last = int(side.head.i)
    while last + 1 < len(doc) and doc[last + 1].idx < side.end:
        last += 1
    return last
