"""Causes told by how clauses follow each other: '…, so …', '…, for …', 'What healed it was …'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_ends import Link, clause_tokens, markers, subject_end, tokens_of
from detente.coding.claims.holders import subject_of
from detente.coding.claims.passages import Passage
from detente.coding.claims.trend_signs import VERB_SIGNS

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["by_clauses"]

_BREAKS: Final = frozenset({";", ":", "—", "–", "."})
# Deeds that are done to somebody for something.
_ANSWERING_LIST: Final = (
    "expel punish blame arrest jail sanction fine criticise criticize sue summon condemn detain "
    "denounce rebuke praise thank reward censure boycott shun suspend ban penalise penalize attack "
    "bomb recall fault resent forgive admire chide"
)
_ANSWERING: Final = frozenset(_ANSWERING_LIST.split())
_REPLIES: Final = frozenset(
    {"reply", "response", "retaliation", "revenge", "return", "turn", "reprisal", "protest"}
)
_REPLYING: Final = frozenset({"answer", "respond", "reply", "react", "retaliate", "counter"})
_RISING: Final = frozenset({"come", "grow", "spring", "arise", "flow", "emerge", "rise", "issue"})


def by_clauses(passage: Passage) -> Iterator[Link]:
    """Links between clauses of the passage, whatever word of cause joins them."""
    yield from _by_inner_adverb(passage)
    for token in passage.doc:
        yield from _by_for(token)
        yield from _by_reply(token)
        yield from _by_source(token)
        yield from _by_cleft(token)
        yield from _by_why(token)
        yield from _by_without(token)


def _by_inner_adverb(passage: Passage) -> Iterator[Link]:
    """'X did this; as a result, Y …', 'X did this, so Y …'."""
    doc = passage.doc
    low = [t.lower_ for t in doc]
    for marker in markers("adverb"):
        words = marker.split()
        for at in range(1, len(doc) - len(words)):
            if low[at : at + len(words)] != words or not _joins(doc[at], marker):
                continue
            effect = _stretch(doc[at + len(words)], forward=True)
            cause = _stretch(doc[at - 1], forward=False)
            verb = _finite(effect)
            if verb is not None and _finite(cause) is not None:
                yield Link(verb, cause, effect, 1, mark=tuple(doc[at : at + len(words)]))
                return


def _joins(token: Token, marker: str) -> bool:
    """Whether the marker opens a clause: after a break, or after a comma for those that may."""
    before = token.doc[token.i - 1]
    if before.lower_ == "and" and token.i > 1 and marker != "so":
        return True
    if before.text in _BREAKS - {"."}:
        return marker != "so" or token.doc[token.i + 1].lower_ != "far"
    following = token.doc[token.i + 1].lower_
    if marker == "so" and following in _SO_TOO:
        return False
    if marker == "so":
        named = token.doc[token.i + 1].pos_ in {"DET", "PROPN", "NOUN", "PRON", "NUM"}
        return before.text == "," and named and following not in {"that", "far", "much", "many"}
    return before.text == "," and marker in {"which is why", "hence", "therefore", "thus"}


_SO_TOO: Final = frozenset(
    {"was", "were", "is", "are", "did", "do", "does", "had", "has", "have", "am", "too", "will"}
)


def _stretch(token: Token, *, forward: bool) -> tuple[Token, ...]:
    """Tokens from `token` to the next break, at either side."""
    doc = token.doc
    kept: list[Token] = []
    at = token.i
    while 0 <= at < len(doc) and not (kept and doc[at].text in _BREAKS):
        kept.append(doc[at])
        at += 1 if forward else -1
    kept.sort(key=lambda t: t.i)
    while kept and (kept[-1].is_punct or kept[-1].dep_ == "cc"):
        kept.pop()
    while kept and (kept[0].is_punct or kept[0].dep_ == "cc"):
        kept.pop(0)
    return tuple(kept)


def _finite(tokens: tuple[Token, ...]) -> Token | None:
    """The verb of the clause, if it has one of its own."""
    verbs = [t for t in tokens if t.tag_ in {"VBD", "VBP", "VBZ", "MD"}]
    if not verbs:
        return None
    verb = verbs[0]
    while verb.dep_ in {"aux", "auxpass"} and verb.head in tokens:
        verb = verb.head
    return verb


def _by_for(token: Token) -> Iterator[Link]:
    """'…, for it covets lithium'; 'expelled the consul for handing out passports'."""
    if token.lower_ != "for":
        return
    if token.dep_ == "mark" and token.doc[max(token.i - 1, 0)].text in {",", ";"}:
        cause = tuple(t for t in _stretch(token, forward=True) if t != token)
        effect = tuple(t for t in _stretch(token, forward=False) if t.i < token.i)
        verb = _finite(effect)
        if verb is not None and _finite(cause) is not None:
            while effect and effect[-1].is_punct:
                effect = effect[:-1]
            yield Link(verb, cause, effect, 1, mark=(token,))
    elif token.dep_ == "prep" and token.head.lemma_.lower() in _ANSWERING:
        reason = next((c for c in token.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
        if reason is not None:
            main = token.head
            yield Link(main, tokens_of(reason), clause_tokens(main, token), 1, mark=(token,))


def _by_reply(token: Token) -> Iterator[Link]:
    """'X expelled a consul, and Y sent one home in reply'."""
    if token.lemma_.lower() in _REPLYING and token.dep_ == "conj":
        if any(c.dep_ == "prep" and c.lower_ in {"by", "with"} for c in token.children):
            yield Link(token, clause_tokens(token.head, token), tokens_of(token), 1)
        return
    if token.lemma_.lower() not in _REPLIES or token.head.lower_ != "in" or list(token.children):
        return
    verb = token.head.head
    if verb.dep_ != "conj" or verb.head.pos_ not in {"VERB", "AUX"}:
        return
    if subject_of(verb) == subject_of(verb.head):
        return
    dropped = {t.i for t in token.head.subtree}
    effect = tuple(t for t in clause_tokens(verb, token.head) if t.i not in dropped)
    yield Link(verb, clause_tokens(verb.head, verb), effect, 1, mark=(token.head, token))


def _by_source(token: Token) -> Iterator[Link]:
    """'Out of that winter grew the accord', 'from fatigue came the thaw'."""
    if token.lemma_.lower() not in _RISING or token.pos_ != "VERB":
        return
    opening = next((c for c in token.children if c.dep_ == "prep" and c.i < token.i), None)
    if opening is None or opening.lower_ not in {"out", "from"}:
        return
    prep = next((c for c in opening.children if c.lower_ == "of"), opening)
    source = next((c for c in prep.children if c.dep_ in {"pobj", "pcomp"}), None)
    grown = next((c for c in token.children if c.i > token.i and c.dep_ in _GROWN), None)
    if source is not None and grown is not None:
        yield Link(token, tokens_of(source), tokens_of(grown), 1, mark=(opening,))


_GROWN: Final = frozenset({"nsubj", "dobj", "attr", "npadvmod"})


def _by_cleft(token: Token) -> Iterator[Link]:
    """'What healed it was not virtue but gas pipes': the first is denied, the second the cause."""
    if token.dep_ != "csubj" or token.head.lemma_ != "be":
        return
    asked = [t for t in token.subtree if t.lower_ == "what" and t.i < token.i]
    lemma = token.lemma_.lower()
    sign = VERB_SIGNS.get(lemma, markers("verb").get(lemma))
    be = token.head
    effect = tuple(t for t in be.doc[token.i + 1 : be.i] if not t.is_punct)
    if not asked or sign is None or not effect:
        return
    denied = any(c.dep_ == "neg" for c in be.children)
    for said in (c for c in be.children if c.i > be.i and c.dep_ in {"attr", "conj"}):
        inner = [said, *(c for c in said.children if c.dep_ == "conj")] if denied else [said]
        for cause in inner:
            refused = denied and cause.dep_ == "attr"
            words = tuple(t for t in tokens_of(cause) if not (denied and _is_other(t, cause)))
            yield Link(be, words, effect, 0 if refused else sign, plain=True)


def _is_other(token: Token, cause: Token) -> bool:
    """Words of the member after 'but'."""
    other = next((c for c in cause.children if c.dep_ == "conj"), None)
    return other is not None and (token in list(other.subtree) or token.lower_ == "but")


def _by_why(token: Token) -> Iterator[Link]:
    """'Coltan is why Kigali cannot look away'."""
    be = token.doc[token.i - 1] if token.i else token
    if token.lower_ != "why" or be.lemma_ != "be":
        return
    cause = subject_end(be)
    effect = tuple(t for t in _stretch(token, forward=True) if t != token)
    if cause and effect and cause[0].lower_ not in {"that", "this", "which"}:
        yield Link(be, cause, effect, 1, mark=(token,))


def _by_without(token: Token) -> Iterator[Link]:
    """'Squeezed the growers without softening the government's line': no effect on the line."""
    if token.lower_ != "without" or token.dep_ != "prep" or token.head.pos_ != "VERB":
        return
    verb = next((c for c in token.children if c.dep_ == "pcomp" and c.tag_ == "VBG"), None)
    thing = next((c for c in verb.children if c.dep_ == "dobj"), None) if verb is not None else None
    if verb is None or thing is None:
        return
    lemma = verb.lemma_.lower()
    if lemma not in VERB_SIGNS and lemma not in markers("verb"):
        return
    cause = subject_end(token.head)
    if cause:
        yield Link(verb, cause, tokens_of(thing), 0, mark=(token,))
