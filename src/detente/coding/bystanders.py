"""Which of a sentence's deeds name a state that only stands by?

"A suspended ties with B over the pardon of an officer of C", "A and B lifted their ban on goods of
C": the classifier weighs each pair alone and takes C for a recipient too, or the two who act
together for each other's; and whoever occurs only in what somebody else is accused of. Of 40 such
deeds (gold sentences, example corpus, half of PLV_train) the grammar was right to leave out 36.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final, Protocol, TypeVar

from detente.coding.syntax import governors, is_noun

if TYPE_CHECKING:
    from spacy.tokens import Token

    from detente.coding.rules import Candidate

__all__ = ["without_bystanders"]

_CLAUSES: Final = frozenset(
    {"acl", "relcl", "advcl", "ccomp", "pcomp", "csubj", "parataxis", "npadvmod"}
)
# Prepositions of where, when, why and through whom.
_CIRCUMSTANCE: Final = frozenset(
    (
        "over about regarding concerning in inside at near during after before since despite amid "
        "because by through via"
    ).split()
)
_TOPIC: Final = frozenset({"amod", "compound", "nmod"})
_SUBJECTS: Final = frozenset({"nsubj", "nsubjpass"})
# What two sides do to each other although the words go on to name a third.
_OF_EACH_OTHER: Final = ("sign", "initial", "ink", "conclud", "ratif")
# Whom these verbs take as their object is accused or asked, and nobody else.
_ADDRESSING: Final = frozenset(
    (
        "accuse accuses accused accusing blame blames blamed blaming criticise criticises "
        "criticised criticising criticize criticizes criticized criticizing condemn condemns "
        "condemned condemning denounce denounces denounced denouncing urge urges urged urging "
        "ask asks asked asking order orders ordered ordering press presses pressed pressing"
    ).split()
)

_TELLING: Final = frozenset({"tell", "tells", "told", "telling", "briefed", "briefing"})


class _Deed(Protocol):
    @property
    def pair(self) -> Candidate: ...
    @property
    def root(self) -> str: ...


_AnyDeed = TypeVar("_AnyDeed", bound=_Deed)


def without_bystanders(deeds: Sequence[_AnyDeed]) -> list[_AnyDeed]:
    """The deeds of a sentence, save those whose recipient another one's words only bring in.

    Left out is a deed of the same actor and root as another whose recipient stands nearer to the
    verb; what two did together to a third, as a deed of theirs to each other; and what somebody
    else is accused of or asked for.
    """
    apart = [
        one
        for one in deeds
        if not (
            _is_of_third(one, deeds) or _spoke_to_another(one.pair) or _told_reporters(one.pair)
        )
    ]
    return [one for one in apart if not any(_stands_nearer(other, one) for other in apart)]


def _is_of_third(one: _AnyDeed, deeds: Sequence[_AnyDeed]) -> bool:
    """Did those who act side by side do it to somebody else?"""
    if one.pair.rule != "reciprocal" or one.root == "CONSULT":
        return False
    if one.pair.trigger.lower_.startswith(_OF_EACH_OTHER):
        return False
    both = {one.pair.actor.state, one.pair.recipient.state}
    return any(
        other.root == one.root
        and other.pair.actor.state in both
        and other.pair.recipient.state not in both
        and not _is_location(other.pair)
        for other in deeds
    )


def _spoke_to_another(pair: Candidate) -> bool:
    """Do the words accuse or ask somebody else, and name the recipient only in saying of what?"""
    verb = pair.trigger
    if verb.lower_ not in _ADDRESSING:
        return False
    line = list(governors(pair.recipient.head))
    below = line[: line.index(verb)] if verb in line else []
    addressed = any(child.dep_ == "dobj" and is_noun(child) for child in verb.children)
    return addressed and any(token.dep_ in _CLAUSES | {"xcomp"} for token in below)


def _told_reporters(pair: Candidate) -> bool:
    """Is the recipient only who wrote it down: "told journalists in Moscow"?"""
    return pair.recipient.sector == "MED" and pair.trigger.lower_ in _TELLING


def _is_location(pair: Candidate) -> bool:
    """Is the recipient where the verb took place, or with whom: "agreed in C", "with C"?"""
    link = pair.recipient.head.head
    return link.dep_ == "prep" and link.head == pair.trigger and link.lower_ in {"in", "at", "with"}


def _stands_nearer(other: _Deed, one: _Deed) -> bool:
    """Is `one` the deed of `other`, with a recipient that its words only bring in?"""
    same = other.root == one.root and other.pair.actor.state == one.pair.actor.state
    if not same or other.pair.recipient.state == one.pair.recipient.state:
        return False
    near, far = _distance(other.pair), _distance(one.pair)
    if near is None or far is None or near >= far:
        return False
    head = one.pair.recipient.head
    return not (head.dep_ == "conj" and other.pair.recipient.head in governors(head))


def _distance(pair: Candidate) -> int | None:
    """How far below the verb a recipient hangs, by clauses and circumstances; null: not below."""
    steps = 0
    for token in governors(pair.recipient.head):
        if token == pair.trigger:
            return steps
        steps += _weight(token)
    return None


def _weight(token: Token) -> int:
    if token.dep_ in _CLAUSES:
        return 2
    if token.dep_ in {"prep", "agent"}:
        return int(token.lower_ in _CIRCUMSTANCE)
    if token.dep_ in _TOPIC and any(word.dep_ == "poss" for word in token.head.children):
        return 1  # "A's B policy" is A's
    return int(token.head.dep_ == "ccomp" and token.dep_ not in _SUBJECTS)
