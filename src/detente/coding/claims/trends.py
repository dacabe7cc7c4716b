"""Trends: how two states get on ('close ties'), or how that changes ('growing ties')."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.degrees import MODALS, is_no_longer, is_record, is_unfulfilled, is_unreal
from detente.coding.claims.doubts import is_doubted
from detente.coding.claims.drafts import Draft, span_of
from detente.coding.claims.lexicons import table
from detente.coding.claims.modality import helpers, is_negated, is_open, is_wished
from detente.coding.claims.passages import Passage, phrase_tokens
from detente.coding.claims.relation_nouns import relation_nouns
from detente.coding.claims.sides import relation_pair
from detente.coding.claims.trend_signs import Sign, signs_at

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_trends"]

_ROLES: Final = table("roles", key="word", value="direction")
# Nouns of trade or talk are relations only where a word of change or level stands right by them.


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
    denied = is_doubted(best.word) or (
        not best.embedded and (is_negated(best.word) or is_unfulfilled(best.word))
    )
    highest = is_record(best.word)
    denied = (denied and not highest and not is_no_longer(best.word)) or _is_none(best, noun)
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


def _is_none(sign: Sign, noun: Token) -> bool:
    """'There has been no improvement in relations' denies it."""
    return sign.embedded and any(
        c.dep_ == "det" and c.lower_ == "no" for word in (sign.word, noun) for c in word.children
    )


def _choose(signs: list[Sign]) -> Sign | None:
    """A finite verb of change outweighs an adjective of change, which outweighs one of level."""
    real = [s for s in signs if not s.embedded and s.level == "change" and not is_unreal(s.word)]
    changes = [s for s in signs if s.embedded and s.level == "change"]
    rest = [s for s in signs if s not in real and s not in changes]
    others = sorted(rest, key=lambda s: s.embedded)
    for group in (real, changes, others):
        if group:
            return group[0]
    return None


def _is_real(sign: Sign, noun: Token) -> bool:
    """Whether the text says that it is so: no modal, no wish, no 'deeper ties' that are sought."""
    if not sign.embedded:
        return not is_unreal(sign.word)
    comparative = sign.word.tag_ == "JJR" or sign.word.lower_ in {
        "closer",
        "deeper",
        "greater",
        "better",
    }
    governor = noun.head
    if noun.dep_ in {"nsubj", "nsubjpass"}:
        return True
    wanted = is_wished(noun) or is_open(governor) or bool(helpers(governor) & MODALS)
    if comparative or sign.level == "level":
        return not wanted
    return True


def _of_roles(passage: Passage) -> Iterator[Draft]:
    """'China, Pakistan's all-weather friend', 'the two are rivals'."""
    for token in passage.doc:
        sign = _ROLES.get(token.lemma_.lower())
        if sign is None or token.pos_ != "NOUN" or _is_reference(token):
            continue
        states = _role_pair(passage, token)
        verb = token.head if token.dep_ == "attr" else token
        if states is None or (verb != token and is_unreal(verb)):
            continue
        change = any(c.lower_ in {"former", "old", "erstwhile", "cold"} for c in token.children)
        if change:
            continue
        direction = 0 if verb != token and is_negated(verb) else int(sign)
        level = "level"
        if verb != token and is_no_longer(verb):
            direction, level = -int(sign), "change"
        elif verb != token and verb.lemma_.lower() in {"become", "turn"}:
            level = "change"
        fields = {"direction": direction, "level": level, "presupposed": token.dep_ != "attr"}
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
