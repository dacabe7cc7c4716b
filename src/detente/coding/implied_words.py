"""Patterns of clauses that leave the other side unsaid; their words are in `data/implied.csv`."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from detente.coding.actors_data import read_data

__all__ = ["acting", "gap_patterns", "it_acts"]

_WORDS: Final = r"(?: (?!(?:with|of|to|in|on|at|by|for|from|and|or|that)\b)[a-z][\w-]*){0,3}?"
_STOPS: Final = r"\b(?![’'-])"
_NOT_WITH: Final = rf"{_STOPS}(?!,? (?:with|between|among|of|to|from|for|against|by)\b)"
_NOT_OF: Final = rf"{_STOPS}(?! (?:of|by|from|to|in)\b)"
_NOT_WHOSE: Final = rf"{_STOPS}(?! (?:of|by|from)\b)"
_SOME: Final = r"(?:the|a|one|two|three|four|five|six|\w+ty|\d+)"
_BARELY: Final = r"(?:also|then|later|even|soon|has|had|promptly|never|\w+ly)"


@cache
def gap_patterns() -> dict[str, re.Pattern[str]]:
    """How each kind of clause reads; the group `gap` stands where the other side belongs.

    A kind is named after the word that leads to the other side ("with", "from", "against"), or
    after what takes its place ("them", "partner").
    """
    react, ties, envoy = _any("react_verb"), _any("tie_verb"), _any("envoy")
    return {
        "whose": re.compile(
            rf"\b{react}(?: (?:at|to|against|about|over|from))? (?P<gap>the|this|that|these|those)"
            rf"(?: [a-z-]+){{0,2}}? {_any('react_noun')}{_NOT_WHOSE}"
        ),
        "with": re.compile(rf"\b{ties}{_WORDS} (?P<gap>{_any('tie_noun')}){_NOT_WITH}"),
        "out": re.compile(r"\b(?:walked|stormed) (?P<gap>out)(?= ?[.,;]|$)"),
        "them": re.compile(r"\b(?:broke|broken|cut) (?P<gap>them off)\b"),
        "from": re.compile(
            rf"\b{_any('send_verb')} (?:its|his|the|their)(?: \w+)? (?P<gap>{envoy}){_NOT_OF}"
        ),
        "of": re.compile(
            rf"\b{_any('call_verb')} {_SOME}(?: \w+)? (?P<gap>{envoy}){_NOT_OF}"
        ),
        "in": re.compile(
            r"\b(?:closed|shut|reopened|opened) (?:its|the|their) "
            rf"(?P<gap>embassy|consulate|mission){_NOT_OF}"
        ),
        "against": re.compile(
            rf"\b{_any('file_verb')} (?:a|an|its|the)(?: \w+)? "
            rf"(?P<gap>{_any('complaint')})\b(?! (?:against|with|over|by)\b)"
        ),
        "case": re.compile(
            r"\b(?:took|brought) (?:the|its|this) "
            r"(?P<gap>case|matter|dispute|quarrel)(?= to the\b)"
        ),
        "between": re.compile(
            rf"\boffer(?:ed|s) (?P<gap>to mediate|mediation|its good offices){_NOT_OF}"
        ),
        "mediation": re.compile(
            r"(?<=\w )(?P<gap>mediation)\b(?! (?:between|by|of|in|with)\b)"
        ),
        "demand": re.compile(
            r"\b(?:demand(?:ed|s)|sought) (?:an?|the|its|full|immediate)(?: [a-z-]+)? "
            rf"(?P<gap>{_any('demanded')}){_NOT_OF}"
        ),
        "inquiry": re.compile(
            r"\bcall(?:ed|s) (?P<gap>for)(?= (?:an?|the)(?: [a-z-]+)? "
            r"(?:inquiry|investigation|probe)\b(?! (?:by|from|of|in)\b))"
        ),
        "whom": re.compile(
            r"\b(?P<gap>warned)(?= of (?:an? |the )?(?:\w+ ){0,2}(?:threat|consequences|response|"
            r"retaliation|reprisals|war|measures|price|escalation|conflict)\b)"
        ),
        "partner": re.compile(
            rf"\b(?P<gap>(?:its|his|her)(?: [a-z-]+)? {_any('partner')})\b(?!,? [A-Z])"
        ),
    }  # fmt: skip


@cache
def it_acts() -> re.Pattern[str]:
    """The `gap` "it" before a deed: "It recalled …", not "It seemed …"."""
    return re.compile(
        rf"(?:^|(?<=: )|(?<=; )|(?<=, and )|(?<=, but ))(?P<gap>[Ii]t)"
        rf"(?= (?:{_BARELY} )*(?!{_any('idle')}\b)(?:\w+ed|{_any('past')})\b)"
    )


@cache
def acting() -> re.Pattern[str]:
    """What follows a side that does something."""
    helpers = "has|have|had|is|was|will|would"
    return re.compile(rf"(?: \w+ly| also| then)? (?:{helpers}|\w+ed|{_any('past')})\b")


@cache
def _any(kind: str) -> str:
    [words] = [row["words"] for row in read_data("implied.csv") if row["class"] == kind]
    return "(?:" + "|".join(sorted(map(re.escape, words.split(";")), key=len, reverse=True)) + ")"
