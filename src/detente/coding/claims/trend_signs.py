"""What the words by a relation noun say of it: level or change, warmer or colder."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.claims.degrees import is_compared, is_no_longer, is_once, is_turned
from detente.coding.claims.lexicons import table
from detente.coding.claims.relation_nouns import (
    CHANGES,
    NOUNS,
    base_of,
    base_of_change,
    direction_of,
    is_of_relation,
    is_other_growth,
    key_of,
    object_base_of,
)
from detente.coding.claims.valence import ADJECTIVES

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["VERB_SIGNS", "Sign", "signs_at"]

_VERBS: Final = table("trends", key="word", value="effect", part="verb")
_WEAK_LIST: Final = (
    "trade commerce dialogue engagement trust understanding competition support backing "
    "difference conflict distance gap dispute interest temperature temper ice term channel "
    "exchange argument disagreement respect sympathy patience faith irritant deadlock stalemate "
    "impasse"
)
_WEAK: Final = frozenset(_WEAK_LIST.split())


VERB_SIGNS: Final = {
    verb: {"up": 1, "good": 1, "down": -1, "bad": -1}[effect] for verb, effect in _VERBS.items()
}
"""Verbs that tell what became of a relation, with +1 for more or better, -1 for the reverse."""


@dataclass(frozen=True)
class Sign:
    """What a word near a relation noun says of it: level or change, and the direction it gives."""

    word: Token
    level: str
    direction: int
    embedded: bool


def signs_at(noun: Token) -> list[Sign]:
    """Every word by a relation noun that says how the relation is or how it changes."""
    if is_other_growth(noun) or _is_mere_chance(noun):
        return []
    base = base_of(noun)
    signs = list(_adjectives(noun, base))
    signs += _predicates(noun, base)
    signs = [*_phrases(noun, base), *signs]
    if noun.lemma_.lower() in CHANGES and is_of_relation(noun):
        effect = CHANGES[noun.lemma_.lower()]
        signs.append(Sign(noun, "change", direction_of(effect, object_base_of(noun)), True))
    elif (
        base < 0
        and not signs
        and key_of(noun) in NOUNS
        and key_of(noun) not in _WEAK
        and not _is_told(noun)
    ):
        signs.append(Sign(noun, "level", -1, True))
    elif not signs and noun.lemma_.lower() in {"alliance", "friendship"}:
        signs.append(Sign(noun, "level", 1, True))
    above = noun.head.head if noun.head.dep_ == "prep" else None
    if (
        above is not None
        and above.lemma_.lower() in CHANGES
        and noun.head.lower_ in {"in", "of", "to"}
    ):
        effect = CHANGES[above.lemma_.lower()]
        ended = list(_predicates(above, base_of_change(above, base)))
        signs[:0] = ended or [Sign(above, "change", direction_of(effect, base), True)]
    return signs


def _is_mere_chance(noun: Token) -> bool:
    """'A rupture looks improbable', 'the quarrel is apt to subside' foretell."""
    if noun.dep_ != "nsubj" or noun.head.pos_ not in {"VERB", "AUX"}:
        return False
    return any(c.dep_ in {"acomp", "attr"} and c.lower_ in _CHANCES for c in noun.head.children)


_CHANCES: Final = frozenset(
    {"likely", "unlikely", "improbable", "inevitable", "probable", "apt", "liable", "bound",
     "certain", "possible", "conceivable", "unthinkable", "inconceivable"}
)  # fmt: skip


def _adjectives(noun: Token, base: int) -> Iterator[Sign]:
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nmod", "advmod"}:
            continue
        if child.lower_ in _AMOUNTS and _is_counted(noun):
            yield Sign(child, "change", base * _AMOUNTS[child.lower_], True)
        for word in [child, *(c for c in child.children if c.dep_ == "conj")]:
            row = ADJECTIVES.get(word.lower_) or ADJECTIVES.get(word.lemma_.lower())
            if row is None or (row["kind"] == "level" and noun.lemma_.lower() in CHANGES):
                continue  # 'a deep freeze' is a freeze
            direction = direction_of(row["effect"], base)
            if is_once(word):
                yield Sign(word, "change", -direction, True)
            else:
                yield Sign(word, row["kind"], direction, True)
    governor = noun.head
    if (
        noun.dep_ == "dobj"
        and governor.tag_ == "VBG"
        and governor.dep_ in {"pcomp", "amod", "compound"}
    ):
        row = ADJECTIVES.get(governor.lower_)
        if row:
            yield Sign(governor, row["kind"], direction_of(row["effect"], base), True)


_AMOUNTS: Final = {"more": 1, "less": -1, "fewer": -1}


def _is_counted(noun: Token) -> bool:
    """'There is less trust between …': a noun of feeling, said to be there."""
    plain = NOUNS.get(noun.lemma_.lower()) in {"plus", "minus"}
    return plain and any(child.dep_ == "expl" for child in noun.head.children)


def _predicates(noun: Token, base: int) -> Iterator[Sign]:
    """Verbs and predicate adjectives of which the relation noun is subject or object."""
    head = noun
    while head.dep_ in {"conj", "pobj", "prep", "compound"} and head.head != head and _passes(head):
        head = head.head
    verb = head.head
    if head.dep_ not in {"nsubj", "nsubjpass", "dobj", "pobj", "attr"} or verb == head:
        return
    if verb.dep_ == "prep":
        verb = verb.head
        yield from _fallen_upon(verb, head)
        yield from _remains(verb, head, base)
    elif verb.lemma_.lower() == "put" and any(c.lower_ == "behind" for c in verb.children):
        yield Sign(verb, "change", -base, False)
    for word in _verbs(verb, head):
        if _lies_on(word):
            continue
        effect = _VERBS.get(word.lemma_.lower())
        if word.lemma_.lower() in _HAVING - {"enjoy"} and NOUNS.get(key_of(noun)) == "neutral":
            continue  # 'share a border and no relations'
        if effect and _fits(word, head, effect) and not _does_to_another(word, head):
            level = "level" if word.lemma_.lower() in _HAVING else "change"
            yield Sign(word, level, direction_of(effect, base), False)
        for child in word.children:
            if child.dep_ in _COMPLEMENTS and head.dep_ in {"nsubj", "nsubjpass"}:
                yield from _complement(word, child, base)


_FALLS: Final = frozenset({"descend", "settle", "fall", "hang", "come", "cast"})
_UPON: Final = frozenset({"on", "over", "upon"})
_NOTHING: Final = frozenset({"nothing", "little"})


def _fallen_upon(verb: Token, head: Token) -> Iterator[Sign]:
    """'A chill has descended on ties': the subject says how they changed."""
    if verb.lemma_.lower() not in _FALLS or head.head.lower_ not in _UPON:
        return
    for child in verb.children:
        effect = CHANGES.get(child.lemma_.lower()) if child.dep_ == "nsubj" else None
        if effect:
            yield Sign(verb, "change", direction_of(effect, 1), False)


def _lies_on(verb: Token) -> bool:
    """'Has settled on relations': what the subject is, not what became of it."""
    return verb.lemma_.lower() in _FALLS and any(c.lower_ in _UPON for c in verb.children)


def _remains(verb: Token, head: Token, base: int) -> Iterator[Sign]:
    """'Little remains of the rivalry', 'nothing is left of the goodwill'."""
    if verb.lower_ in _NOTHING:  # "little … of the rivalry"
        verb = verb.head
    gone = any(c.dep_.startswith("nsubj") and c.lower_ in _NOTHING for c in verb.children)
    if gone and verb.lemma_.lower() in {"remain", "leave"} and head.head.lower_ == "of":
        yield Sign(verb, "change", -base, False)


def _phrases(noun: Token, base: int) -> Iterator[Sign]:
    """Set phrases after the verb: 'have hit rock bottom', 'is on the mend', 'has given way'."""
    head = noun
    while head.dep_ in {"conj", "pobj", "prep"} and head.head != head and _passes(head):
        head = head.head
    verb = head.head
    if head.dep_ not in {"nsubj", "nsubjpass"} or verb.pos_ not in {"VERB", "AUX"}:
        return
    words = " ".join(t.lower_ for t in verb.subtree if t.i >= verb.i)
    for phrase, effect in _PHRASES.items():
        if f" {phrase} " in f" {words} ":
            standing = verb.lemma_.lower() in _STANDING and phrase.split()[0] in _PLACING
            deep = phrase.startswith(("run deep", "runs deep"))
            level = "level" if standing or deep else "change"
            yield Sign(verb, level, direction_of(effect, base), False)
            return
    if verb.lemma_ == "be" and any(c.lower_ in _OVER for c in verb.children):
        yield Sign(verb, "change", -base, False)


_STANDING: Final = frozenset({"be", "remain", "stay", "lie", "stand"})
_PLACING: Final = frozenset({"in", "at", "under", "off"})


def _is_told(noun: Token) -> bool:
    """Whether a verb that the lists don't know says what became of the quarrel."""
    if noun.dep_ not in {"nsubj", "nsubjpass"}:
        return False
    verb = noun.head
    moved = verb.pos_ == "VERB" and not any(c.dep_ in {"dobj", "ccomp"} for c in verb.children)
    return moved and verb.lemma_.lower() not in _GOING_ON


_GOING_ON: Final = frozenset(
    {"be", "remain", "persist", "continue", "exist", "linger", "run", "hang", "dominate", "show",
     "keep", "stay", "lie", "drag", "go", "have"}
)  # fmt: skip
_PHRASES: Final = table("trends", key="word", value="effect", part="phrase")
_OVER: Final = frozenset({"over", "gone", "finished", "history", "past"})
_HAVING: Final = frozenset({"enjoy", "share", "harbour", "harbor", "bear", "nurse", "lack"})


def _passes(token: Token) -> bool:
    """'Levels of tension', 'ties and trade': what is said of one is said of all."""
    if token.dep_ == "conj":
        return bool(token.head.pos_ == "NOUN")
    if token.dep_ == "pobj":
        return bool(token.head.lower_ == "of")
    if token.dep_ == "prep":
        return bool(token.lower_ == "of" and token.head.lemma_.lower() in _PARTS)
    return bool(token.dep_ == "compound" and token.head.lemma_.lower() in _PARTS)


_PARTS: Final = frozenset(
    {
        "level",
        "state",
        "volume",
        "pace",
        "degree",
        "course",
        "tenor",
        "tone",
        "quality",
        "web",
        "network",
        "decade",
        "year",
        "century",
        "generation",
        "history",
        "era",
        "spell",
        "period",
        "age",
        "sense",
        "spirit",
        "climate",
        "atmosphere",
        "wave",
        "bout",
        "round",
        "deal",
        "lot",
        "air",
        "legacy",
    }
)


def _verbs(verb: Token, head: Token) -> Iterator[Token]:
    """The verb that the noun depends on, and those that share or continue its clause."""
    yield verb
    for child in verb.children:
        shared = child.dep_ == "conj" and head.dep_ in {"nsubj", "nsubjpass"}
        if shared or (child.dep_ == "xcomp" and head.dep_ in {"nsubj", "nsubjpass"}):
            yield child


_GAINING: Final = frozenset(
    {"gain", "gather", "lose", "pick", "take", "hit", "reach", "enter", "put", "have"}
)


def _does_to_another(verb: Token, head: Token) -> bool:
    """'That trade underpins the détente': what the verb tells is of its object."""
    if head.dep_ not in {"nsubj", "nsubjpass"} or verb.lemma_.lower() in _GAINING:
        return False
    return any(c.dep_ == "dobj" for c in verb.children)


_OF_INTERESTS: Final = frozenset({"intertwine", "converge", "coincide", "diverge", "collide"})


def _fits(verb: Token, head: Token, effect: str) -> bool:
    """'Relations suffer' but 'the visit damaged relations'; any place will do for most verbs."""
    if head.lemma_.lower() == "interest":
        return verb.lemma_.lower() in _OF_INTERESTS
    if head.dep_ == "pobj":
        return verb.lemma_.lower() in {"suffer", "step", "build"} and effect == "up"
    return bool(verb.pos_ == "VERB")


def _complement(verb: Token, word: Token, base: int) -> Iterator[Sign]:
    far = list(_far_from(verb, word, base))
    if far:
        yield from far
        return
    for part in [*_close_to(word), word, *(c for c in word.children if c.dep_ in _ALONGSIDE)]:
        row = ADJECTIVES.get(part.lower_) or ADJECTIVES.get(part.lemma_.lower())
        if row is None:
            continue
        compared = is_compared(part)
        becoming = verb.lemma_.lower() in {"become", "grow", "get", "turn", "remain"} - {"remain"}
        changed = row["kind"] == "change" or compared or becoming
        direction = direction_of(row["effect"], base) * (-1 if is_turned(part) else 1)
        direction = 0 if any(c.lower_ in _NEITHER for c in part.children) else direction
        if is_no_longer(verb):
            yield Sign(verb, "change", -direction, False)
            return
        yield Sign(verb, "change" if changed else "level", direction, False)
        return


_ALONGSIDE: Final = frozenset({"conj", "amod"})


def _close_to(word: Token) -> Iterator[Token]:
    """'Close to frozen'."""
    for prep in word.children:
        if word.lower_ in {"close", "near"} and prep.lower_ == "to":
            yield from (c for c in prep.children if c.pos_ in {"ADJ", "VERB"})


_NEITHER: Final = frozenset({"neither", "no"})
_COMPLEMENTS: Final = frozenset({"acomp", "oprd", "attr", "advmod"})


def _far_from(verb: Token, word: Token, base: int) -> Iterator[Sign]:
    """'Far from warm', 'anything but cordial'."""
    if word.lower_ not in {"far", "anything", "nothing"}:
        return
    for part in word.subtree:
        row = ADJECTIVES.get(part.lower_)
        if row and part.i > word.i:
            yield Sign(verb, "level", -direction_of(row["effect"], base), False)
            return
