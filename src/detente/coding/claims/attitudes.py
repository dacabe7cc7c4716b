"""How a side stands to another, told without a word for a relation: 'has grown wary of Beijing'."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final

from detente.coding.claims.degrees import is_compared, is_no_longer, is_record, is_turned
from detente.coding.claims.lexicons import table
from detente.coding.claims.modality import is_negated
from detente.coding.claims.valence import FEELINGS, valence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Standing", "attitude_at"]

_VERBS: Final = table("attitudes", key="word", value="direction", part="verb")
_MUTUAL: Final = table("attitudes", key="word", value="direction", part="mutual")
_BECOMING: Final = frozenset({"become", "grow", "get", "turn", "go"})
_COPULAS: Final = _BECOMING | {
    "be", "remain", "stay", "feel", "seem", "look", "stand", "appear", "sound", "keep",
}  # fmt: skip
_SAID_OF: Final = frozenset({"acomp", "advmod", "oprd", "attr", "prt", "xcomp"})
_SEEING: Final = frozenset(
    {"see", "regard", "view", "treat", "consider", "count", "look", "think", "cast", "deem", "find"}
)
_STARTING: Final = frozenset({"learn", "come", "begin", "start", "grow"})
_STOPPING: Final = frozenset({"stop", "cease", "quit"})
_WELL: Final = frozenset(
    {"well", "closely", "smoothly", "famously", "happily", "amicably", "hand", "together", "better",
     "again", "easily", "cordially", "harmoniously", "freely"}
)  # fmt: skip
_BADLY: Final = frozenset({"badly", "poorly", "worse", "warily", "grudgingly", "rarely", "seldom"})
_STANDING_NOUNS: Final = frozenset(
    {"term", "footing", "shape", "state", "condition", "health", "mood", "odds", "place", "spirit",
     "order", "phase"}
)  # fmt: skip


@dataclass(frozen=True)
class Standing:
    """How two sides stand: +1 well, -1 badly, 0 where it is denied; and whether that is new."""

    direction: int
    level: str


def attitude_at(verb: Token) -> Standing | None:
    """What `verb` says of how its subject stands to another side, or null."""
    if verb.pos_ not in {"VERB", "AUX"}:
        return None
    plain = next(filter(None, (read(verb) for read in _READERS)), None)
    return _held(verb, plain) if plain is not None else None


def _held(verb: Token, said: Standing) -> Standing:
    """The standing as its clause has it: begun, ended, denied, or at a record."""
    if is_record(verb):
        return said
    if is_no_longer(verb):
        return Standing(-said.direction, "change")
    governor = verb.head.lemma_.lower() if verb.dep_ in {"xcomp", "ccomp"} else ""
    if governor in _STOPPING:
        return Standing(-said.direction, "change")
    if is_negated(verb):
        distrust = said.direction > 0 and verb.lemma_.lower() in _VERBS
        return replace(said, direction=-1 if distrust else 0)
    if governor in _STARTING or any(c.lower_ == "again" for c in verb.children):
        return replace(said, level="change")
    return said


def _by_adjective(verb: Token) -> Standing | None:
    """'Has grown wary of', 'are closer', 'feels betrayed by'."""
    lemma = verb.lemma_.lower()
    if lemma not in _COPULAS:
        return None
    for child in verb.children:
        if child.dep_ not in _SAID_OF:
            continue
        for word in (child, *(c for c in child.children if c.dep_ == "conj")):
            sign = FEELINGS.get(word.lower_) or FEELINGS.get(word.lemma_.lower())
            if sign is None or word.pos_ not in {"ADJ", "ADV", "VERB"}:
                continue
            new = lemma in _BECOMING or is_compared(word)
            return Standing(-sign if is_turned(word) else sign, "change" if new else "level")
    return None


def _by_verb(verb: Token) -> Standing | None:
    """'Distrusts', 'trust each other less'."""
    sign = _VERBS.get(verb.lemma_.lower())
    objects = [c for c in verb.children if c.dep_ in {"dobj", "nsubjpass"}]
    if sign is None or not objects:
        return None
    words = {c.lower_ for c in verb.children}
    less = "less" in words
    new = less or "more" in words
    return Standing(-int(sign) if less else int(sign), "change" if new else "level")


def _by_habit(verb: Token) -> Standing | None:
    """'Cooperate more closely', 'quarrel over water', 'are talking again'."""
    sign = _MUTUAL.get(verb.lemma_.lower())
    if sign is None or verb.tag_ == "VBD":
        return None
    near = [c for c in verb.children if c.dep_ in {"advmod", "npadvmod", "prt", "acomp"}]
    words = {t.lower_ for c in near for t in [c, *c.children]}
    if "less" in words or words & _BADLY:
        return Standing(-int(sign), "change" if "less" in words else "level")
    if int(sign) > 0 and not words & _WELL:
        return None
    return Standing(int(sign), "change" if words & {"more", "better"} else "level")


def _by_seeing(verb: Token) -> Standing | None:
    """'Sees Moscow as a threat', 'regard each other as friends', 'counts Oslo among its allies'."""
    if verb.lemma_.lower() not in _SEEING:
        return None
    for child in verb.children:
        if child.dep_ == "prep" and child.lower_ in {"as", "among", "like"}:
            seen = next((c for c in child.children if c.dep_ in {"pobj", "amod", "pcomp"}), None)
        elif child.dep_ in {"oprd", "ccomp", "attr"}:
            seen = child
        else:
            continue
        sign = valence(seen) if seen is not None and seen.pos_ in {"NOUN", "ADJ"} else 0
        if sign:
            return Standing(sign, "level")
    return None


def _by_terms(verb: Token) -> Standing | None:
    """'Are on excellent terms', 'are at their coldest', 'is in poor shape'."""
    if verb.lemma_.lower() not in _COPULAS:
        return None
    for prep in (c for c in verb.children if c.dep_ == "prep" and c.lower_ in {"on", "in", "at"}):
        for noun in prep.children:
            told = noun if noun.tag_ in {"JJS", "RBS"} else None
            if noun.lemma_.lower() in _STANDING_NOUNS:
                told = next((c for c in noun.children if c.dep_ in {"amod", "compound"}), None)
            sign = valence(told) if told is not None else 0
            if told is not None and sign:
                new = verb.lemma_.lower() in _BECOMING or told.tag_ == "JJR"
                return Standing(sign, "change" if new and not is_record(verb) else "level")
    return None


_READERS: Final = (_by_adjective, _by_terms, _by_seeing, _by_verb, _by_habit)
