"""What sets a sentence apart from assertions: teasers, questions, suppositions, hearsay."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, Final

from detente.coding.claims.passages import Passage
from detente.coding.syntax import that_of

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["is_asserted", "is_hearsay", "is_teaser"]

_TEASER: Final = re.compile(
    r"^\W*(?:elsewhere|also|related|read (?:more|also|next|on)|more (?:on|from)|see also|"
    r"in (?:this|our next|the next) (?:issue|series|number|edition)|from (?:the|our) archives?|"
    r"recommended|most read|next (?:week|month)|coming up|previously|don.t miss|in other news|"
    r"from this author)\b[^.:]{0,40}: ?\S",
    re.IGNORECASE,
)
_SUPPOSING: Final = re.compile(
    r"^\W*(?:suppose|imagine|assume|say|picture|let us (?:suppose|imagine|assume)|what if)\b",
    re.IGNORECASE,
)
_FOLLOWING: Final = re.compile(r"^\W*(?:then|next|so|in that case|at that point)\b", re.IGNORECASE)
_REPORTS_LIST: Final = (
    "whisper rumour rumor claim notion idea legend belief talk story theory allegation charge "
    "assumption suggestion impression gossip accusation myth fable thesis contention assertion "
    "suspicion speculation hypothesis view opinion complaint insinuation fiction tale canard "
    "conceit pretence pretense orthodoxy refrain boast"
)
_REPORTS: Final = frozenset(_REPORTS_LIST.split())
_HEARSAY: Final = frozenset(
    {"allegedly", "supposedly", "reportedly", "ostensibly", "purportedly", "apparently"}
)
_ASSERTED: Final = frozenset({"assert", "claim", "allege", "suppose", "believe", "say", "argue"})
_REACH: Final = 14


def is_teaser(passage: Passage) -> bool:
    """Whether the sentence is the headline of another piece ('Read more: …')."""
    return _TEASER.search(passage.text) is not None


def is_asserted(passage: Passage, before: Passage | None) -> bool:
    """Whether the sentence says that something is so: it asks nothing and supposes nothing."""
    if passage.text.rstrip(" ”\"'’)").endswith("?") and passage.doc[0].pos_ in {"AUX", "VERB"}:
        return False
    if _SUPPOSING.search(passage.text):
        return False
    supposed = before is not None and _SUPPOSING.search(before.text)
    return not (supposed and _FOLLOWING.search(passage.text))


def is_hearsay(token: Token) -> bool:
    """'The notion that X', 'allegedly', 'as is often claimed': nobody's in particular."""
    clause = token
    while clause.head != clause:
        if clause.dep_ == "relcl" and _is_for_whom(clause):
            return True
        if clause.dep_ in {"acl", "ccomp", "appos", "relcl"} and _is_report(clause, clause.head):
            return True
        clause = clause.head
    near = [token, *token.children]
    if any(c.lower_ in _HEARSAY for c in near):
        return True
    if any(c.dep_ == "advcl" and _is_as_asserted(c) for c in token.children):
        return True
    return _follows_report(token)


def _is_for_whom(clause: Token) -> bool:
    """'There are novelists for whom X': theirs."""
    return any(c.lower_ == "for" and any(d.lower_ == "whom" for d in c.children)
               for c in clause.children)  # fmt: skip


def _is_report(clause: Token, noun: Token) -> bool:
    if noun.lemma_.lower() not in _REPORTS or noun.pos_ != "NOUN":
        return False
    return clause.dep_ != "relcl" or that_of(clause) is not None


def _is_as_asserted(clause: Token) -> bool:
    marked = any(c.lower_ == "as" for c in clause.children)
    return marked and clause.lemma_.lower() in _ASSERTED and clause.tag_ == "VBN"


def _follows_report(token: Token) -> bool:
    """'So is the whisper, repeated by a minister, that …', whatever the parser hangs it on."""
    mark = that_of(token)
    if mark is None or (mark.head.dep_ == "ccomp" and mark.head.head.pos_ == "VERB"):
        return False
    before = token.doc[max(mark.i - _REACH, 0) : mark.i]
    return any(t.lemma_.lower() in _REPORTS and t.pos_ == "NOUN" for t in before)
