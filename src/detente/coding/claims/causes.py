"""Causes: what is said to have brought what about, with the sign as worded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_ends import Link
from detente.coding.claims.cause_links import links
from detente.coding.claims.cause_sign import effect_sign
from detente.coding.claims.doubts import is_doubted
from detente.coding.claims.drafts import Draft, span_of
from detente.coding.claims.modality import is_negated
from detente.coding.claims.passages import Passage, main_two

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_causes"]


def find_causes(passage: Passage, *, before: Passage | None = None) -> Iterator[Draft]:
    """Causal claims of one passage; each pair of ends once, the first construction wins."""
    seen: list[tuple[int, int]] = []
    for link in links(passage):
        if link.earlier:
            if before is not None:
                yield from _from_before(passage, before, link)
            continue
        cause, effect = span_of(list(link.cause)), span_of(list(link.effect))
        if cause[0] < effect[1] and effect[0] < cause[1]:
            continue
        if any(abs(cause[0] - a) < 3 and abs(effect[0] - b) < 3 for a, b in seen):
            continue
        seen.append((cause[0], effect[0]))
        yield _draft(passage, link, cause, effect)


def _draft(passage: Passage, link: Link, cause: tuple[int, int], effect: tuple[int, int]) -> Draft:
    denied = not link.plain and (is_negated(link.word) or is_doubted(link.word))
    denied = denied or link.sign == 0
    cause_states, effect_states = passage.states_in(*cause), passage.states_in(*effect)
    if not effect_states and _points_back(link.effect):
        effect_states = main_two(passage.before) or ()
    sign = 0 if denied else effect_sign(list(link.effect), link.sign, link.word)
    ends = [cause, effect, *([span_of(list(link.mark))] if link.mark else [])]
    start, end = min(span[0] for span in ends), max(span[1] for span in ends)
    fields = {
        "direction": sign,
        "cause": cause,
        "effect": effect,
        "cause_states": cause_states,
        "effect_states": effect_states,
        "denied": denied,
    }
    return Draft("cause", link.word, start, end, _both(cause_states, effect_states), fields)


def _from_before(passage: Passage, before: Passage, link: Link) -> Iterator[Draft]:
    """'Therefore …': the whole sentence before is the cause."""
    effect = span_of(list(link.effect))
    cause_states = before.states_in(0, len(before.text))
    effect_states = passage.states_in(*effect)
    fields = {
        "direction": 0 if is_negated(link.word) else effect_sign(list(link.effect), 1),
        "cause_before": (before.start, before.start + len(before.text)),
        "effect": effect,
        "cause_states": cause_states,
        "effect_states": effect_states,
        "denied": False,
    }
    yield Draft("cause", link.word, *effect, _both(cause_states, effect_states), fields)


_POINTING: Final = frozenset({"this", "these", "that", "such", "those"})
_COURSES: Final = frozenset(
    {"development", "trend", "shift", "change", "process", "rapprochement", "thaw", "course",
     "realignment", "outcome", "tendency", "drift", "evolution"}
)  # fmt: skip


def _points_back(effect: tuple[Token, ...]) -> bool:
    """'These developments': the relation that the text was on."""
    words = {t.lower_ for t in effect}
    return bool(words & _POINTING) and any(t.lemma_.lower() in _COURSES for t in effect)


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))
