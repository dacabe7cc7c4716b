"""Whom does a clause mean that names only its doer?

"Beijing denounced the proposal": whose, the sentence before has told. "Algiers cut ties", "It
recalled its ambassador": with whom and who, too. Patterns over the plain text find such places,
since sentences with one state aren't parsed otherwise (`implied_words.py`). Each place gets
the other state's name, in the words that the classifier reads surely: "denounced Australia's
proposal" (chance .90) rather than "denounced the proposal (Australia)" (.35).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Final

from detente.coding.implied_words import acting, gap_patterns, it_acts
from detente.coding.mentions import Mention

__all__ = ["Gap", "Said", "fill_gaps", "find_pronouns", "most_spoken_of"]


@dataclass(frozen=True)
class Said:
    """A sentence and who is named in it."""

    sentence: str
    mentions: Sequence[Mention]


@dataclass(frozen=True)
class Gap:
    """A place where a sentence leaves `states` unsaid.

    In the working text its words [at, until) become `before`, the states' names, `after`. `spot`:
    the words [start, end) that stand for them as evidence.
    """

    at: int
    until: int
    spot: tuple[int, int]
    states: tuple[Mention, ...]
    before: str = ""
    after: str = ""


# How many sentences back the other side is looked for.
_BACK: Final = 2
# What a sentence counts for less with each that came after it.
_FADING: Final = 0.7
# What an adjective ("Turkish claims") counts beside a name.
_MERE: Final = 0.5
_NO_SIDES: Final = frozenset({"place", "team", "modifier", "pair"})
_PERSONS: Final = frozenset({"leader", "role", "carried"})
_OFFICIAL: Final = frozenset({"GOV", "MIL", None})
_CLAUSE_END: Final = re.compile(
    r"[;:.]|, (?:and|but|while|as|which|who|saying|after|when|yet|so)\b| and (?=[A-Z]|\w+ed\b)"
    r"| (?:after|while|when|because|although|since|before|once) |$"
)
_TOGETHER: Final = frozenset({" and ", " and the "})
_LINKS: Final = {"case": "against", "demand": "from", "whom": ""}
# What may stand between a doer and its verb; who did the clause before did this one after "and".
_TO_VERB: Final = re.compile(
    r"(?:,[^,;:]{1,60},)?(?: (?:(?:on|in|since|by) (?:[A-Z]\w+|\d+)|(?:last|this) \w+|"
    r"(?!(?:of|in|on|for|who|that|which|by|with|to|from|and|but|or|at|not|never)\b)[a-z-]+)){0,3} $"
)
_AND_VERB: Final = re.compile(
    r"(?:,| and| but|, and|, but)(?: then| also| promptly| has| \w+ly)* $"
)
# A doer named at the head of its sentence or clause, but for a time: "In May Chad …".
_HEAD: Final = re.compile(
    r"(?:[\"“‘]|(?:In|On|Last|This|Since|By|During)\b[^,;:]{1,25},? )?(?:[Tt]he )?$"
)


def find_pronouns(
    sentence: str,
    mentions: Sequence[Mention],
    back: Sequence[Said],
    earlier: Sequence[Mention] = (),
) -> list[Mention]:
    """The mentions of a sentence with each "it" that is a state, and "him" as somebody else.

    Args:
        sentence: as written.
        mentions: who is named in it, in order.
        back: the sentences before it, the last one last.
        earlier: who was named before it in the article, in order.
    """
    found = [_somebody_else(one, mentions, earlier) for one in mentions]
    for match in it_acts().finditer(sentence):
        start, end = match.span("gap")
        said = [one for one in mentions if one.end <= start] if start else None
        first = _subject(Said(sentence, said) if said is not None else back[-1] if back else None)
        if first is not None:
            found.append(
                Mention(start, end, match["gap"], first.state, first.sector, None, "carried")
            )
    return sorted(found, key=lambda one: one.start)


def _somebody_else(
    mention: Mention, mentions: Sequence[Mention], earlier: Sequence[Mention]
) -> Mention:
    """In "A received him", "him" is not A but who was spoken of before."""
    if mention.text not in {"him", "her"}:
        return mention
    doer = next((one for one in reversed(_until(mentions, mention.start)) if one.state), None)
    if doer is None or doer.name is None or doer.name != mention.name:
        return mention
    people = (one for one in reversed(earlier) if one.name and one.how in _PERSONS)
    other = next((one for one in people if one.name != doer.name), None)
    if other is None:
        return mention
    return replace(mention, state=other.state, sector=other.sector, name=other.name)


def most_spoken_of(
    before: Sequence[Mention], number: int, *, but: str | None = None
) -> list[Mention]:
    """The `number` states (but one) that a text is on: named often and lately, in text order."""
    weights: dict[str, float] = {}
    last: dict[str, tuple[int, Mention]] = {}
    weight, seen, after = 1.0, set[str](), -1
    for at, one in enumerate(reversed(before)):
        if after <= one.start and seen:  # offsets begin anew with every sentence
            weight, seen = weight * _FADING, set()
        after = one.start
        if one.state not in {None, but} and one.how != "place":
            state = str(one.state)
            share = _MERE if one.how == "modifier" else 1.0
            weights[state] = weights.get(state, 0.0) + (0.0 if state in seen else weight * share)
            last.setdefault(state, (-at, one))
            seen.add(state)
    chosen = sorted(weights, key=lambda state: -weights[state])[:number]
    return [one for _, one in sorted((last[state] for state in chosen), key=lambda pair: pair[0])]


def fill_gaps(
    sentence: str,
    mentions: Sequence[Mention],
    back: Sequence[Said],
    earlier: Sequence[Mention] = (),
) -> Iterator[Gap]:
    """Places of a sentence where the other side is left unsaid, and whom they mean.

    Args:
        sentence: as written.
        mentions: who is named in it, in order (see `find_pronouns`).
        back: the sentences before it, the last one last.
        earlier: who was named before it in the article, in order.
    """
    for name, pattern in gap_patterns().items():
        for match in pattern.finditer(sentence):
            find = _FINDERS.get(name, _doer)
            doer = find(sentence, mentions, match.start())
            if doer is not None and not _names_another(sentence, mentions, match, doer, name):
                before = [*back[-_BACK:], Said(sentence, _until(mentions, match.start()))]
                gap = _gap(name, match, doer, before, earlier)
                if gap is not None:
                    yield gap


def _gap(
    name: str,
    match: re.Match[str],
    doer: Mention,
    before: Sequence[Said],
    earlier: Sequence[Mention],
) -> Gap | None:
    start, end = spot = match.span("gap")
    if name in {"between", "mediation"}:
        two = most_spoken_of(earlier, 2, but=doer.state)
        return Gap(end, end, spot, tuple(two), " between ") if len(two) == 2 else None
    if name in {"out", "partner"}:
        named = [*earlier, *before[-1].mentions]
        one = tuple(most_spoken_of(named, 1, but=doer.state))
        at, link = (end, " of the talks with ") if name == "out" else (start, "")
        return Gap(at, end, spot, one, link) if one else None
    other = _last_doer(before, doer.state)
    if other is None or (name == "them" and not _speaks_of_ties(before)):
        return None
    if name == "whose":
        return Gap(start, end, (start, match.end()), (other,), "", "'s")
    if name == "inquiry":
        return Gap(start, end, spot, (other,), "on ", " to allow")
    if name == "them":
        return Gap(start, end, spot, (other,), "off relations with ")
    link = _LINKS.get(name, name)
    return Gap(end, end, spot, (other,), f" {link} " if link else " ")


def _doer(sentence: str, mentions: Sequence[Mention], verb: int) -> Mention | None:
    """Who does what the verb at `verb` says: named right before it, or in the clause before."""
    sides = [one for one in _until(mentions, verb) if _is_side(one)]
    if len(sides) > 1 and sentence[sides[-2].end : sides[-1].start] in _TOGETHER:
        return None  # who did it together did it with each other
    if sides and _TO_VERB.fullmatch(sentence, sides[-1].end, verb):
        return sides[-1] if sides[-1].sector in _OFFICIAL else None
    if sides and _AND_VERB.search(sentence, 0, verb):
        if any(sentence[sides[0].end : one.start] in _TOGETHER for one in sides[1:2]):
            return None
        return sides[0] if sides[0].sector in _OFFICIAL else None
    return None


def _owner(sentence: str, mentions: Sequence[Mention], at: int) -> Mention | None:
    """Whose "its" is at `at`: the one side of the clause so far."""
    ends = [end.end() for end in _CLAUSE_END.finditer(sentence, 0, at) if end.end() < at]
    first = ends[-1] if ends else 0
    sides = [one for one in _until(mentions, at) if _is_side(one)]
    own = [one for one in sides if one.start >= first] or sides[:1]
    return own[0] if own and len({one.state for one in own}) == 1 else None


def _mediator(sentence: str, mentions: Sequence[Mention], at: int) -> Mention | None:
    """Whose the noun at `at` is: the name right before it."""
    own = [one for one in mentions if sentence[one.end : at] in {" ", "'s ", "’s "}]
    return own[0] if own and own[0].state else None


_FINDERS: Final = {"partner": _owner, "mediation": _mediator}


def _names_another(
    sentence: str, mentions: Sequence[Mention], match: re.Match[str], doer: Mention, name: str
) -> bool:
    """Does the clause name another state itself, more than as where it was?"""
    end = _CLAUSE_END.search(sentence, match.end())
    last = end.start() if end else len(sentence)
    return any(
        one.state not in {None, doer.state}
        for one in mentions
        if match.start() <= one.start < last and (name == "whose" or one.how != "place")
    )


def _last_doer(before: Sequence[Said], own: str | None) -> Mention | None:
    """The other state that acted last, else that was named last."""
    for said in reversed(before):
        sides = [one for one in said.mentions if _is_side(one) and one.state != own]
        acts = [one for one in sides if acting().match(said.sentence, one.end)]
        if acts or sides:
            return (acts or sides)[-1]
    return None


def _subject(said: Said | None) -> Mention | None:
    """The side at the head of a sentence, if it's a state or its government."""
    first = said.mentions[0] if said and said.mentions else None
    if said is None or first is None or not _is_side(first) or first.sector not in _OFFICIAL:
        return None
    return first if _HEAD.match(said.sentence[: first.start]) else None


def _speaks_of_ties(before: Sequence[Said]) -> bool:
    return any(re.search(r"\b(?:relations|ties)\b", said.sentence) for said in before)


def _until(mentions: Sequence[Mention], end: int) -> list[Mention]:
    return [one for one in mentions if one.end <= end]


def _is_side(mention: Mention) -> bool:
    return mention.state is not None and mention.how not in _NO_SIDES
