"""What the words by a relation noun say of it: level or change, warmer or colder."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.claims.degrees import is_compared, is_no_longer, is_once, is_turned
from detente.coding.claims.lexicons import table
from detente.coding.claims.passages import Passage
from detente.coding.claims.valence import ADJECTIVES

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "RELATION_NOUNS",
    "Sign",
    "base_of",
    "names_relation",
    "relation_nouns",
    "relation_nouns_of",
    "signs_at",
    "verb_signs",
]

_NOUNS: Final = table("trends", key="word", value="effect", part="noun")
_CHANGES: Final = table("trends", key="word", value="effect", part="change_noun")
_VERBS: Final = table("trends", key="word", value="effect", part="verb")
RELATION_NOUNS: Final = frozenset(_NOUNS) | frozenset(_CHANGES)
"""Nouns that name a relation or its change."""

_WEAK_LIST: Final = (
    "trade commerce dialogue engagement trust understanding competition support backing "
    "difference conflict distance gap dispute interest temperature temper ice term channel "
    "exchange argument disagreement respect sympathy patience faith irritant deadlock stalemate "
    "impasse"
)
_WEAK: Final = frozenset(_WEAK_LIST.split())


def verb_signs() -> dict[str, int]:
    """Verbs that tell what became of a relation, with +1 for more or better, -1 for the reverse."""
    values = {"up": 1, "good": 1, "down": -1, "bad": -1}
    return {verb: values[effect] for verb, effect in _VERBS.items()}


@dataclass(frozen=True)
class Sign:
    """What a word near a relation noun says of it: level or change, and the direction it gives."""

    word: Token
    level: str
    direction: int
    embedded: bool


def relation_nouns(passage: Passage) -> Iterator[Token]:
    """Nouns of the passage that name a relation or a change of one."""
    yield from relation_nouns_of(passage.doc)


def relation_nouns_of(tokens: Iterable[Token]) -> Iterator[Token]:
    """Nouns among `tokens` that name a relation or a change of one."""
    for token in tokens:
        if token.pos_ in {"NOUN", "PROPN"} and _key(token) in RELATION_NOUNS:
            yield token


def _key(noun: Token) -> str:
    """The noun as the lists have it: 'trade war' and 'bad blood' are two words."""
    lemma = noun.lemma_.lower()
    before = noun.doc[noun.i - 1].lower_ if noun.i else ""
    return f"{before} {lemma}" if f"{before} {lemma}" in _NOUNS else lemma


def signs_at(noun: Token) -> list[Sign]:
    """Every word by a relation noun that says how the relation is or how it changes."""
    base = base_of(noun)
    signs = list(_adjectives(noun, base))
    signs += _predicates(noun, base)
    signs = [*_phrases(noun, base), *signs]
    if noun.lemma_.lower() in _CHANGES and _is_of_relation(noun):
        effect = _CHANGES[noun.lemma_.lower()]
        signs.append(Sign(noun, "change", _direction(effect, _objectbase_of(noun)), True))
    elif (
        base < 0
        and not signs
        and _key(noun) in _NOUNS
        and _key(noun) not in _WEAK
        and not _is_told(noun)
    ):
        signs.append(Sign(noun, "level", -1, True))
    elif not signs and noun.lemma_.lower() in {"alliance", "friendship"}:
        signs.append(Sign(noun, "level", 1, True))
    above = noun.head.head if noun.head.dep_ == "prep" else None
    if (
        above is not None
        and above.lemma_.lower() in _CHANGES
        and noun.head.lower_ in {"in", "of", "to"}
    ):
        effect = _CHANGES[above.lemma_.lower()]
        ended = list(_predicates(above, _base_of_change(above, base)))
        signs[:0] = ended or [Sign(above, "change", _direction(effect, base), True)]
    return signs


_BY_THEMSELVES: Final = frozenset(
    {"rapprochement", "détente", "detente", "thaw", "reconciliation", "normalisation",
     "normalization", "estrangement", "falling-out", "bonhomie"}
)  # fmt: skip


def _is_of_relation(noun: Token) -> bool:
    """'Thaw' and 'rapprochement' are of relations; 'growth' only where it says so."""
    if noun.lemma_.lower() in _BY_THEMSELVES:
        return True
    for child in noun.children:
        inner = [c for c in child.children if c.dep_ == "pobj"] if child.dep_ == "prep" else []
        if child.lower_ == "between":
            return True
        if child.lower_ in {"of", "in", "to"} and any(c.lemma_.lower() in _NOUNS for c in inner):
            return True
    return False


def names_relation(noun: Token) -> bool:
    """Whether the noun is one of a relation, not 'the end' or 'growth' of something else."""
    return _key(noun) in _NOUNS or _is_of_relation(noun)


def base_of(noun: Token) -> int:
    """-1 for a noun of quarrel, +1 for one of friendship or a neutral one."""
    lemma = _key(noun)
    if lemma in _CHANGES and lemma not in _NOUNS:
        return _base_of_change(noun, _objectbase_of(noun))
    return -1 if _NOUNS.get(lemma, "neutral") == "minus" else 1


def _base_of_change(noun: Token, base: int) -> int:
    """'The chill has deepened' is colder, 'the growth of trust has stalled' too."""
    return _direction(_CHANGES[noun.lemma_.lower()], base)


def _objectbase_of(noun: Token) -> int:
    """Sign of what a change noun is a change of: 'growth of tension'."""
    for child in noun.children:
        for inner in child.children if child.dep_ == "prep" else ():
            if inner.lemma_.lower() in _NOUNS:
                return base_of(inner)
    return 1


def _direction(effect: str, base: int) -> int:
    return {"up": base, "down": -base, "good": 1, "bad": -1}[effect]


def _adjectives(noun: Token, base: int) -> Iterator[Sign]:
    for child in noun.children:
        if child.dep_ not in {"amod", "compound", "nmod", "advmod"}:
            continue
        if child.lower_ in _AMOUNTS and _is_counted(noun):
            yield Sign(child, "change", base * _AMOUNTS[child.lower_], True)
        for word in [child, *(c for c in child.children if c.dep_ == "conj")]:
            row = ADJECTIVES.get(word.lower_) or ADJECTIVES.get(word.lemma_.lower())
            if row is None or (row["kind"] == "level" and noun.lemma_.lower() in _CHANGES):
                continue  # 'a deep freeze' is a freeze
            direction = _direction(row["effect"], base)
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
            yield Sign(governor, row["kind"], _direction(row["effect"], base), True)


_AMOUNTS: Final = {"more": 1, "less": -1, "fewer": -1}


def _is_counted(noun: Token) -> bool:
    """'There is less trust between …': a noun of feeling, said to be there."""
    plain = _NOUNS.get(noun.lemma_.lower()) in {"plus", "minus"}
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
        if effect and _fits(word, head, effect):
            level = "level" if word.lemma_.lower() in _HAVING else "change"
            yield Sign(word, level, _direction(effect, base), False)
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
        effect = _CHANGES.get(child.lemma_.lower()) if child.dep_ == "nsubj" else None
        if effect:
            yield Sign(verb, "change", _direction(effect, 1), False)


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
            yield Sign(verb, level, _direction(effect, base), False)
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
    for part in [word, *(c for c in word.children if c.dep_ in {"conj", "amod"})]:
        row = ADJECTIVES.get(part.lower_) or ADJECTIVES.get(part.lemma_.lower())
        if row is None:
            continue
        compared = is_compared(part)
        becoming = verb.lemma_.lower() in {"become", "grow", "get", "turn", "remain"} - {"remain"}
        changed = row["kind"] == "change" or compared or becoming
        direction = _direction(row["effect"], base) * (-1 if is_turned(part) else 1)
        direction = 0 if any(c.lower_ in _NEITHER for c in part.children) else direction
        if is_no_longer(verb):
            yield Sign(verb, "change", -direction, False)
            return
        yield Sign(verb, "change" if changed else "level", direction, False)
        return


_NEITHER: Final = frozenset({"neither", "no"})
_COMPLEMENTS: Final = frozenset({"acomp", "oprd", "attr", "advmod"})


def _far_from(verb: Token, word: Token, base: int) -> Iterator[Sign]:
    """'Far from warm', 'anything but cordial'."""
    if word.lower_ not in {"far", "anything", "nothing"}:
        return
    for part in word.subtree:
        row = ADJECTIVES.get(part.lower_)
        if row and part.i > word.i:
            yield Sign(verb, "level", -_direction(row["effect"], base), False)
            return
