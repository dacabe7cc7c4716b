"""Motion as a picture of closeness: 'is inching towards Washington', 'has left Russia's orbit'."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.valence import valence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["path_at"]

_MOTION_LIST: Final = (
    "move edge inch creep crawl drift slide swing tilt lean veer lurch tack head steer shift "
    "gravitate slip float march stumble turn draw grow come get pull push drive nudge force bring "
    "throw propel step pivot wander sidle tiptoe stagger hurtle rush sleepwalk sail tug lure be "
    "knit bind weld stand stay remain prise prize tear keep set splinter wrench cast coax"
)
_MOTION: Final = frozenset(_MOTION_LIST.split())
_STAYING: Final = frozenset({"be", "stand", "stay", "remain", "keep"})
_NEARER: Final = frozenset({"closer", "nearer", "together"})
_FARTHER: Final = frozenset({"apart", "away", "asunder", "further", "farther", "adrift"})
_TOWARDS: Final = frozenset({"towards", "toward", "to", "into"})
_HOMES: Final = frozenset(
    {"orbit", "camp", "embrace", "arm", "fold", "sphere", "lap", "side", "circle", "shadow", "bed"}
)
_LEAVING: Final = frozenset({"leave", "quit", "escape", "abandon", "desert", "exit"})
_JOINING: Final = frozenset({"join", "enter", "rejoin"})


def path_at(verb: Token) -> int | None:
    """+1 for a motion of two sides to each other, -1 for one apart, null where there is none."""
    lemma = verb.lemma_.lower()
    if lemma in _LEAVING | _JOINING:
        home = any(c.dep_ == "dobj" and c.lemma_.lower() in _HOMES for c in verb.children)
        return (1 if lemma in _JOINING else -1) if home else None
    if lemma not in _MOTION or verb.pos_ not in {"VERB", "AUX"}:
        return None
    near = [c for c in verb.children if c.i > verb.i or c.dep_ == "advmod"]
    out = _homeward(near)
    if out:
        return out
    words = {t.lower_ for c in near if c.dep_ != "prep" for t in [c, *c.children]}
    if words & _NEARER:
        return 1
    if words & _FARTHER and _is_from(verb, near, words):
        return -1
    if lemma in _STAYING:
        return None
    return _goal(near)


def _is_from(verb: Token, near: list[Token], words: set[str]) -> bool:
    """'Drifting apart' says it all; 'moved away', 'further' only with whom from."""
    if words & {"apart", "asunder", "adrift"}:
        return True
    below = [t for c in near for t in [c, *c.children]]
    return any(t.lower_ == "from" for t in below)


def _homeward(near: list[Token]) -> int:
    """'Out of Russia's orbit' -1, 'into the American camp' +1."""
    for prep in (t for c in near for t in [c, *c.children]):
        inner = [c for c in prep.children if c.dep_ == "pobj" and c.lemma_.lower() in _HOMES]
        if not inner:
            continue
        above = prep.head.lower_
        if prep.lower_ == "from" or "out" in {above, prep.lower_} or above in {"away", "outside"}:
            return -1
        if prep.lower_ in _TOWARDS:
            return 1
    return 0


def _goal(near: list[Token]) -> int | None:
    """'Towards war', 'to the brink of war', 'towards reconciliation'."""
    for prep in near:
        if prep.dep_ != "prep" or prep.lower_ not in _TOWARDS:
            continue
        goal = next((c for c in prep.children if c.dep_ == "pobj"), None)
        sign = valence(goal) if goal is not None else 0
        if sign:
            return sign
        if prep.lower_ in {"towards", "toward"} and goal is not None and _names_a_side(goal):
            return 1
    return None


def _names_a_side(goal: Token) -> bool:
    if goal.ent_type_ in {"GPE", "NORP", "LOC"} or goal.lower_ in {"each", "other", "one"}:
        return True
    return goal.pos_ == "PROPN" or any(c.dep_ == "poss" for c in goal.children)
