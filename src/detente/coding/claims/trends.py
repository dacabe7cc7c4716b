"""Trends: how two states get on ('close ties'), or how that changes ('growing ties')."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.claims.drafts import Draft, span_of
from detente.coding.claims.lexicons import rows, table
from detente.coding.claims.modality import helpers, is_doubted, is_negated, is_open, is_wished
from detente.coding.claims.passages import Passage, phrase_tokens
from detente.coding.claims.sides import relation_pair

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "RELATION_NOUNS",
    "Sign",
    "find_trends",
    "relation_nouns",
    "relation_nouns_of",
    "signs_at",
]

_NOUNS: Final = table("trends", key="word", value="effect", part="noun")
_CHANGES: Final = table("trends", key="word", value="effect", part="change_noun")
_VERBS: Final = table("trends", key="word", value="effect", part="verb")
_ADJECTIVES: Final = {row["word"]: row for row in rows("trends") if row["part"] == "adj"}
RELATION_NOUNS: Final = frozenset(_NOUNS) | frozenset(_CHANGES)
"""Nouns that name a relation or its change."""

_ROLES: Final = table("roles", key="word", value="direction")
_COMPARED: Final = frozenset({"more", "increasingly", "ever", "steadily", "less"})
_FUTURE: Final = frozenset(
    {
        "will",
        "shall",
        "'ll",
        "wo",
        "may",
        "might",
        "could",
        "would",
        "should",
        "must",
        "can",
        "ought",
    }
)
# Nouns of trade or talk are relations only where a word of change or level stands right by them.
_WEAK_LIST: Final = (
    "trade commerce dialogue engagement trust understanding competition support backing "
    "difference conflict distance gap dispute"
)
_WEAK: Final = frozenset(_WEAK_LIST.split())


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
        if token.pos_ in {"NOUN", "PROPN"} and token.lemma_.lower() in RELATION_NOUNS:
            yield token


def find_trends(passage: Passage) -> Iterator[Draft]:
    """Trend claims of one passage; wishes, advice and forecasts aren't trends."""
    for noun in relation_nouns(passage):
        yield from _of_noun(passage, noun)
    yield from _of_roles(passage)


def _of_noun(passage: Passage, noun: Token) -> Iterator[Draft]:
    signs = signs_at(noun)
    if not signs:
        return
    pair = relation_pair(passage, noun)
    if pair is None:
        return
    best = _choose(signs)
    if best is None or not _is_real(best, noun):
        return
    if best.word == noun and not passage.states_under(noun):
        return
    tokens = [*phrase_tokens(noun), best.word]
    if not best.embedded:
        tokens += [
            t
            for t in best.word.children
            if t.dep_ in {"aux", "auxpass", "neg", "prt", "advmod"} and abs(t.i - best.word.i) <= 4
        ]
    denied = is_doubted(best.word) or (not best.embedded and is_negated(best.word))
    highest = _is_superlative(best.word)
    denied = denied and not highest
    direction = 0 if denied else best.direction
    yield Draft(
        "trend",
        best.word if not best.embedded else noun,
        *span_of(tokens),
        pair,
        {
            "direction": direction,
            "level": "level" if highest else best.level,
            "presupposed": best.embedded,
        },
    )


def _is_superlative(word: Token) -> bool:
    """'Have never been stronger' says that they are strongest now."""
    near = [word, *word.children]
    seldom = any(t.lower_ in {"never", "seldom", "rarely"} for t in near)
    compared = any(
        t.tag_ in {"JJR", "RBR"} or t.lower_ in {"as", "so"} for c in near for t in [c, *c.children]
    )
    return seldom and compared


def _choose(signs: list[Sign]) -> Sign | None:
    """A finite verb of change outweighs an adjective of change, which outweighs one of level."""
    real = [s for s in signs if not s.embedded and s.level == "change" and not _is_unreal(s.word)]
    changes = [s for s in signs if s.embedded and s.level == "change"]
    others = [s for s in signs if s not in real and s not in changes]
    for group in (real, changes, others):
        if group:
            return group[0]
    return None


def _is_unreal(word: Token) -> bool:
    return bool(helpers(word) & _FUTURE) or is_wished(word) or is_open(word)


def _is_real(sign: Sign, noun: Token) -> bool:
    """Whether the text says that it is so: no modal, no wish, no 'deeper ties' that are sought."""
    if not sign.embedded:
        return not _is_unreal(sign.word)
    comparative = sign.word.tag_ == "JJR" or sign.word.lower_ in {
        "closer",
        "deeper",
        "greater",
        "better",
    }
    governor = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return True
    wanted = is_wished(noun) or is_open(governor) or bool(helpers(governor) & _FUTURE)
    if comparative or sign.level == "level":
        return not wanted
    return True


def signs_at(noun: Token) -> list[Sign]:
    """Every word by a relation noun that says how the relation is or how it changes."""
    base = base_of(noun)
    signs = list(_adjectives(noun, base))
    signs += _predicates(noun, base)
    if noun.lemma_.lower() in _CHANGES and _is_of_relation(noun):
        effect = _CHANGES[noun.lemma_.lower()]
        signs.append(Sign(noun, "change", _direction(effect, _objectbase_of(noun)), True))
    elif base < 0 and not signs and noun.lemma_.lower() not in _WEAK:
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
        signs.insert(0, Sign(above, "change", _direction(effect, base), True))
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


def base_of(noun: Token) -> int:
    """-1 for a noun of quarrel, +1 for one of friendship or a neutral one."""
    effect = _NOUNS.get(noun.lemma_.lower(), "neutral")
    return -1 if effect == "minus" else 1


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
        for word in [child, *(c for c in child.children if c.dep_ == "conj")]:
            row = _ADJECTIVES.get(word.lower_) or _ADJECTIVES.get(word.lemma_.lower())
            if row:
                yield Sign(word, row["kind"], _direction(row["effect"], base), True)
    governor = noun.head
    if (
        noun.dep_ == "dobj"
        and governor.tag_ == "VBG"
        and governor.dep_ in {"pcomp", "amod", "compound"}
    ):
        row = _ADJECTIVES.get(governor.lower_)
        if row:
            yield Sign(governor, row["kind"], _direction(row["effect"], base), True)


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
    for word in _verbs(verb, head):
        effect = _VERBS.get(word.lemma_.lower())
        if effect and _fits(word, head, effect):
            level = "level" if word.lemma_.lower() in _HAVING else "change"
            yield Sign(word, level, _direction(effect, base), False)
        for child in word.children:
            if child.dep_ in {"acomp", "oprd", "attr"} and head.dep_ in {"nsubj", "nsubjpass"}:
                yield from _complement(word, child, base)


_HAVING: Final = frozenset({"enjoy"})


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
    }
)


def _verbs(verb: Token, head: Token) -> Iterator[Token]:
    """The verb that the noun depends on, and those that share or continue its clause."""
    yield verb
    for child in verb.children:
        shared = child.dep_ == "conj" and head.dep_ in {"nsubj", "nsubjpass"}
        if shared or (child.dep_ == "xcomp" and head.dep_ in {"nsubj", "nsubjpass"}):
            yield child


def _fits(verb: Token, head: Token, effect: str) -> bool:
    """'Relations suffer' but 'the visit damaged relations'; any place will do for most verbs."""
    if head.dep_ == "pobj":
        return verb.lemma_.lower() in {"suffer", "step", "build"} and effect == "up"
    return bool(verb.pos_ == "VERB")


def _complement(verb: Token, word: Token, base: int) -> Iterator[Sign]:
    for part in [word, *(c for c in word.children if c.dep_ in {"conj", "amod"})]:
        row = _ADJECTIVES.get(part.lower_) or _ADJECTIVES.get(part.lemma_.lower())
        if row is None:
            continue
        compared = part.tag_ == "JJR" or any(c.lower_ in _COMPARED for c in part.children)
        becoming = verb.lemma_.lower() in {"become", "grow", "get", "turn", "remain"} - {"remain"}
        changed = row["kind"] == "change" or compared or becoming
        yield Sign(verb, "change" if changed else "level", _direction(row["effect"], base), False)
        return


def _of_roles(passage: Passage) -> Iterator[Draft]:
    """'China, Pakistan's all-weather friend', 'the two are rivals'."""
    for token in passage.doc:
        sign = _ROLES.get(token.lemma_.lower())
        if sign is None or token.pos_ != "NOUN" or _is_reference(token):
            continue
        states = _role_pair(passage, token)
        verb = token.head if token.dep_ == "attr" else token
        if states is None or (verb != token and _is_unreal(verb)):
            continue
        change = any(c.lower_ in {"former", "old", "erstwhile", "cold"} for c in token.children)
        if change:
            continue
        direction = 0 if verb != token and is_negated(verb) else int(sign)
        fields = {"direction": direction, "level": "level", "presupposed": token.dep_ != "attr"}
        tokens = phrase_tokens(token)
        if token.dep_ == "attr":
            tokens += [
                verb,
                *(t for c in verb.children if c.dep_ == "nsubj" for t in phrase_tokens(c)),
            ]
        yield Draft("trend", verb, *span_of(tokens), states, fields)


def _is_reference(token: Token) -> bool:
    """'the two rivals' and 'its rival' merely refer; they assert little."""
    return any(child.lower_ in {"two", "both", "these"} for child in token.children)


def _role_pair(passage: Passage, token: Token) -> tuple[str, ...] | None:
    own = list(passage.states_under(token))
    if token.dep_ == "attr":
        for child in token.head.children:
            if child.dep_ == "nsubj":
                own += passage.states_under(child) or passage.at(child)
    elif token.dep_ == "appos" or token.dep_ in {"compound", "nmod"}:
        own += passage.at(token.head)
    pair = tuple(dict.fromkeys(own))
    return pair[:2] if len(pair) >= 2 else None
