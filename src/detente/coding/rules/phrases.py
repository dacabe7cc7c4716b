"""Deeds that a phrase is by itself, whatever its sentence goes on to say.

The classifier gives two sides one deed a sentence. "During the visit of the President of A to B an
agreement was signed" holds two, and "renewed sanctions on A" has no doer to mark. What is lifted,
threatened or demanded is another deed, and the classifier's to weigh.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from detente.coding.rules.side import Side, sides_in

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

__all__ = ["CONFIDENCE", "PhraseDeed", "find_phrase_deeds"]

# Such phrases are too few in our own sentences to count how often they are right: even odds.
CONFIDENCE: Final = 0.5


@dataclass(frozen=True)
class PhraseDeed:
    """A deed of `root` that the noun `trigger` names; `actor` is null where nobody is named.

    `firm`: the phrase leaves no other reading of its word.
    """

    actor: Side | None
    recipient: Side
    trigger: Token
    root: str
    firm: bool = False


_SANCTIONS: Final = re.compile(
    r"\b(?:new|renewed|fresh|further|additional|extended|tightened|sweeping|punitive|existing)\s"
    r"(?:\w+\s){0,2}(?P<noun>sanctions|embargo)\s(?:imposed\s)?(?:on|against)\s$",
    re.IGNORECASE,
)
_VISIT: Final = re.compile(
    r"\b[Dd]uring (?:the|a|an|his|her) (?:\w+ )?(?P<noun>visit|trip) (?:of|by) $"
)
# After "In response to A," (written so, or spelt out by `working.py`) B holds to what it says.
_RESPONSE: Final = re.compile(r"In (?:response|reply|answer) to (?:the )?$")
_HOLDS: Final = re.compile(
    r"\s(?P<verb>denied|rejected|dismissed|refuted|rebutted|reiterated|insisted|maintained)\b"
)
_DEFENCE: Final = re.compile(
    r"\b(?P<verb>came|rose|spoke|stood|sprang)\b(?: (?:out|up|forward|forth))? "
    r"in (?:defence|defense|support|favour|favor) of (?:the )?$"
)
_CURBS: Final = "ban|bans|embargo|sanctions|tariffs|duties|levies|quotas|curbs|boycott|blockade"
_KEEPS: Final = re.compile(
    r"\b(?P<verb>kept|keeps|maintained|maintains|extended|prolonged|renewed|upheld|widened|tightened)"
    rf"\s(?:up\s)?(?:its|the|a|all|these|those)\s(?:\w+\s){{0,2}}(?:{_CURBS})"
    r"\s(?:on|against|of)\s(?:the\s|\w+\sfrom\s(?:the\s)?)?$"
)
# Bans on a state's trade hit the state (SANCTION), bans on its people or firms only these (COERCE).
_BANS: Final = re.compile(
    r"\b(?P<verb>banned|barred|blocked|halted|stopped|embargoed)\s(?:all\s|most\s|the\s)?"
    r"(?:(?:imports?|exports?|sales?|purchases?)\s(?:of|from|to)\s)?$"
)
_GOODS: Final = re.compile(
    r"\s(?:\w+\s)?(?:fruit|vegetables|tomatoes|wines?|spirits|beer|grain|wheat|barley|rice|maize|corn|"
    r"soya?beans?|beef|meat|pork|poultry|chicken|fish|seafood|salmon|lobsters?|milk|cheese|butter|"
    r"dairy|sugar|tea|coffee|cotton|timber|wood|coal|oil|gas|steel|metals?|ore|copper|tin|cement|"
    r"flowers|goods|products|produce|imports|exports|cars|trucks|textiles|cattle)\b"
)
_HAVE: Final = frozenset({"has", "have", "had"})
_TO: Final = re.compile(r"(?: \([^)]*\))? to $")
_SIGNED: Final = re.compile(
    r"\b(?:was|were|been) (?:\w+ly )?(?P<verb>signed|initialled|inked|concluded|ratified) "
    r"by (?:the )?$"
)
_AND: Final = re.compile(r" and (?:the )?$")


def find_phrase_deeds(doc: Doc, sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """Sanctions without a sender, visits in passing, what two signed, words in defence, denials."""
    text = doc.text
    yield from _mediations(sides)
    for at, side in enumerate(sides):
        before = text[: side.start]
        yield from _curbs(doc, side, sides, text=text)
        if (match := _SANCTIONS.search(before)) and (noun := _word(doc, match, "noun")):
            yield PhraseDeed(None, side, noun, "SANCTION")
        if (match := _DEFENCE.search(before)) and (verb := _word(doc, match, "verb")):
            for friend in _subjects(verb, sides):
                if friend.state != side.state:
                    yield PhraseDeed(friend, side, verb, "SUPPORT")
        if at == 0 and _RESPONSE.fullmatch(before):
            yield from _reply(doc, sides)
        if (match := _VISIT.search(before)) and (noun := _word(doc, match, "noun")):
            for host in sides[at + 1 : at + 2]:
                if host.state != side.state and _TO.fullmatch(text[side.end : host.start]):
                    yield PhraseDeed(side, host, noun, "CONSULT")
                    yield PhraseDeed(host, side, noun, "CONSULT")
        if (match := _SIGNED.search(before)) and (verb := _word(doc, match, "verb")):
            for other in sides[at + 1 : at + 2]:
                if other.state != side.state and _AND.fullmatch(text[side.end : other.start]):
                    yield PhraseDeed(side, other, verb, "SUPPORT")
                    yield PhraseDeed(other, side, verb, "SUPPORT")


def _curbs(doc: Doc, side: Side, sides: Sequence[Side], *, text: str) -> Iterator[PhraseDeed]:
    """Bans on a state's goods, and curbs that go on. `text` is the doc's, which puts it together
    anew each time that it is asked.
    """
    before = text[: side.start]
    match = _KEEPS.search(before)
    if match is None and _GOODS.match(text, side.end):
        match = _BANS.search(before)
    verb = _word(doc, match, "verb") if match else None
    if verb is not None and _is_done(verb):
        for doer in _subjects(verb, sides):
            if doer.state != side.state:
                yield PhraseDeed(doer, side, verb, "SANCTION", firm=True)


def _mediations(sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """A's mediation between B and C, where it did something, well or badly."""
    for side, one, other in zip(sides, sides[1:], sides[2:], strict=False):
        noun = side.head.head
        told = noun.dep_ == "nsubj" and noun.head.tag_ in {"VBD", "VBN"} and _is_done(noun.head)
        links = [word.lower_ for word in noun.children if word.dep_ == "prep"][:1]
        if not told or links != ["between"] or noun.lower_ != "mediation":
            continue
        for party in (one, other):
            if noun.i == side.head.i + 1 and party.state != side.state:
                yield PhraseDeed(side, party, noun, "CONSULT", firm=True)


def _is_done(verb: Token) -> bool:
    """No "not", "may" or "will" on it."""
    helpers = {child.lower_ for child in verb.children if child.dep_ in {"aux", "neg"}}
    return helpers <= _HAVE


def _subjects(verb: Token, sides: Sequence[Side]) -> Iterator[Side]:
    for child in verb.children:
        if child.dep_ == "nsubj":
            yield from sides_in(child, sides)


def _reply(doc: Doc, sides: Sequence[Side]) -> Iterator[PhraseDeed]:
    """B's denial towards A, in a sentence that begins "In response to A, B denied …"."""
    asked = sides[0]
    for own in sides[1:2]:
        match = _HOLDS.match(doc.text, own.end)
        if own.state != asked.state and match and (verb := _word(doc, match, "verb")):
            yield PhraseDeed(own, asked, verb, "REJECT")


def _word(doc: Doc, match: re.Match[str], group: str) -> Token | None:
    span = doc.char_span(match.start(group), match.end(group), alignment_mode="expand")
    return span.root if span is not None else None
