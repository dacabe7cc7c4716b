"""Which way a deed leans, from its parts: 'lift the ban' +1, 'refuse to sign' and 'keep it' -1.

A verb that is kind or hostile in itself says it; one that begins, keeps or ends something has the
worth of what it is done to, turned where it ends it; one that refuses turns the deed after it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from detente.coding.claims.holders import subject_of
from detente.coding.claims.lexicons import table
from detente.coding.claims.moves import plain_move_at
from detente.coding.claims.relation_nouns import base_of, relation_nouns_of
from detente.coding.claims.trend_signs import VERB_SIGNS, signs_at
from detente.coding.claims.valence import valence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["leaning"]


def _words(part: str) -> dict[str, int]:
    found = table("deeds", key="word", value="direction", part=part)
    return {word: int(direction) for word, direction in found.items()}


_VERBS: Final = _words("verb")
_WAYS: Final = _words("start") | _words("end")
_THINGS: Final = _words("burden") | _words("benefit")
_PHRASES: Final = _words("phrase")
_TURNING: Final = _words("turn")
_CARRYING_LIST: Final = (
    "agree decide move seek continue go begin start help try keep choose prefer want need have "
    "prepare plan offer promise proceed come be remain manage consent hasten rush threaten"
)
_CARRYING: Final = frozenset(_CARRYING_LIST.split())
_HAPPENING: Final = frozenset(
    {"be", "look", "seem", "appear", "remain", "follow", "come", "occur", "begin", "return",
     "happen", "ensue", "resume", "break", "flare", "erupt", "loom", "hold", "last", "continue"}
)  # fmt: skip
# To pursue a relation is to want it warm, whatever it is now.
_KEEPING: Final = frozenset(
    {"pursue", "seek", "nurture", "preserve", "maintain", "value", "keep", "have", "safeguard"}
)
_INNER: Final = frozenset({"xcomp", "pcomp", "acl", "ccomp", "relcl", "advcl"})
_DEPTH: Final = 3


def leaning(verb: Token) -> int:
    """Direction of a deed or change: +1 warmer, -1 colder, 0 where the words don't say."""
    return _leaning(verb, _DEPTH)


def _leaning(verb: Token, depth: int) -> int:
    move = plain_move_at(verb)
    if move is not None:
        return move
    for read in (_by_phrase, _by_thing, _by_relation, _by_keeping):
        if found := read(verb):
            return found
    if depth and (found := _by_inner(verb, depth)):
        return found
    lemma = verb.lemma_.lower()
    return _VERBS.get(lemma, 0) or _by_name(verb)


def _by_phrase(verb: Token) -> int:
    """'Pull out', 'drag its feet', 'take to court': a verb with its particle, object or goal."""
    lemma = verb.lemma_.lower()
    after = [c for c in verb.children if c.i > verb.i]
    near = [c for c in after if c.dep_ in {"prt", "advmod", "dobj", "prep"}]
    near += [c for child in after for c in child.children if c.dep_ in {"pobj", "prep"}]
    near += [c for child in near if child.dep_ == "prep" for c in child.children]
    found = (_PHRASES.get(f"{lemma} {word.lower_}", 0) for word in near)
    return next((sign for sign in found if sign), 0)


def _by_thing(verb: Token) -> int:
    """'Lift the tariffs' is friendly, 'suspend the treaty' is not."""
    lemma = verb.lemma_.lower()
    way = _WAYS.get(lemma, 0)
    particle = {c.lower_ for c in verb.children if c.dep_ == "prt"}
    if lemma == "call" and "off" not in particle:
        return 0
    for child in verb.children:
        if way and child.dep_ in {"dobj", "nsubjpass"}:
            worth = _worth(child)
            if worth:
                return way * worth
    return 0


def _worth(thing: Token) -> int:
    """+1 for what does the other side good, -1 for what weighs on it: the head first."""
    own = _THINGS.get(thing.lemma_.lower(), 0)
    if own:
        named = [_THINGS.get(t.lemma_.lower(), 0) for t in thing.children if t.dep_ == "compound"]
        return -1 if own < 0 or -1 in named else own
    worths = [_THINGS.get(t.lemma_.lower(), 0) for t in thing.subtree]
    return next((worth for worth in worths if worth), 0)


def _by_relation(verb: Token) -> int:
    """'Deepen ties', 'see relations sour'."""
    for noun in relation_nouns_of(verb.subtree):
        signs = signs_at(noun)
        changes = [s for s in signs if s.level == "change"] or signs
        if changes:
            return changes[0].direction
    subject = subject_of(verb)
    way = VERB_SIGNS.get(verb.lemma_.lower(), 0)
    if subject is not None and way:  # 'the quarrel is apt to subside'
        return next((way * base_of(noun) for noun in relation_nouns_of([subject])), 0)
    return 0


def _by_keeping(verb: Token) -> int:
    if verb.lemma_.lower() not in _KEEPING:
        return 0
    objects = [c for c in verb.children if c.dep_ == "dobj"]
    return next((base_of(noun) for noun in relation_nouns_of(objects)), 0)


def _by_inner(verb: Token, depth: int) -> int:
    """'Refuse to sign', 'agree to lift the ban', 'be the first to pull out', 'go on scolding'."""
    lemma = verb.lemma_.lower()
    turn = -1 if lemma in _TURNING else 1
    if lemma not in _CARRYING and turn > 0:
        return 0
    below = list(verb.children)
    below += [c for child in verb.children if child.dep_ in {"attr", "acomp", "prep", "prt", "dobj"}
              for c in child.children]  # fmt: skip
    for inner in below:
        is_deed = inner.i > verb.i and inner.dep_ in _INNER and inner.pos_ in {"VERB", "AUX"}
        is_deed = is_deed and not any(c.dep_ == "mark" for c in inner.children)
        if is_deed and (found := _leaning(inner, depth - 1)):
            return turn * found
    return 0


def _by_name(verb: Token) -> int:
    """'Further incidents look likely', 'will be courteous', 'will remain a friend'."""
    if verb.pos_ == "NOUN":
        return _THINGS.get(verb.lemma_.lower(), 0) or valence(verb)
    if verb.lemma_.lower() not in _HAPPENING:
        return _by_object(verb)
    for child in verb.children:
        if child.dep_ in {"acomp", "attr", "oprd"} and child.i > verb.i and (s := valence(child)):
            return s
    for child in verb.children:
        if child.dep_ in {"nsubj", "nsubjpass"} and (s := _worth_of_happening(child)):
            return s
    return 0


def _worth_of_happening(noun: Token) -> int:
    return _THINGS.get(noun.lemma_.lower(), 0) or valence(noun)


def _by_object(verb: Token) -> int:
    """'Face another fruitless round of talks', 'win Iraqi sympathy'."""
    for child in verb.children:
        if child.dep_ == "dobj" and (sign := valence(child)):
            return sign if verb.lemma_.lower() not in _WAYS else _WAYS[verb.lemma_.lower()] * sign
    return 0
