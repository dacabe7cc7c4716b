"""Causes told by a verb: 'sanctions pushed Oman to …', 'the raid soured relations'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_ends import Link, after_words, markers, subject_end
from detente.coding.claims.holders import is_human, subject_of
from detente.coding.claims.passages import Passage
from detente.coding.claims.trend_signs import RELATION_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["by_making", "by_verb"]

# Verbs that cause only where a clause or a direction follows their object.
_NEED_MORE_LIST: Final = (
    "push drive force prompt compel propel impel press draw tempt oblige encourage motivate "
    "inspire persuade convince nudge steer pull move lure embolden galvanise galvanize allow "
    "help enable invite permit bring lead drag"
)
_NEED_MORE: Final = frozenset(_NEED_MORE_LIST.split())
# Verbs that everyday prose uses of people and things; they cause only with a relation or a state.
_NEED_SUBSTANCE_LIST: Final = (
    "raise advance shape promote cut hold limit block stop move "
    "increase expand deepen improve strengthen boost enhance widen consolidate cement "
    "reinforce threaten reduce lower ease cool attack isolate help allow invite press"
)
_NEED_SUBSTANCE: Final = frozenset(_NEED_SUBSTANCE_LIST.split())


def by_verb(token: Token, passage: Passage) -> Iterator[Link]:
    """'Sanctions pushed Oman to …', 'the raid soured relations'."""
    sign = markers("verb").get(token.lemma_.lower())
    if (
        token.pos_ != "VERB"
        or sign is None
        or any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    ):
        return
    objects = [c for c in token.children if c.i > token.i and _is_object(token, c)]
    if not objects or not _causes(token, objects, passage):
        return
    cause = subject_end(token)
    if not cause or (len(cause) == 1 and cause[0].lower_ in {"i", "we", "who", "one"}):
        return
    effect = after_words(token, token, with_infinitive=token.lemma_.lower() in _NEED_MORE)
    if effect:
        yield Link(token, cause, effect, sign)


def _is_object(verb: Token, child: Token) -> bool:
    lemma = verb.lemma_.lower()
    kinds = {"give": {"dobj", "dative"}, "help": {"dobj", "ccomp", "xcomp"}}
    return child.dep_ in kinds.get(lemma, {"dobj", "ccomp"})


def _causes(verb: Token, objects: list[Token], passage: Passage) -> bool:
    lemma = verb.lemma_.lower()
    subject = subject_of(verb)
    about = any(t.lemma_.lower() in RELATION_NOUNS for o in objects for t in o.subtree)
    sided = any(passage.at(t) or t.pos_ == "PROPN" for o in objects for t in o.subtree)
    if lemma in _NEED_MORE:
        more = any(
            c.dep_ in {"xcomp", "ccomp", "prep", "advmod", "oprd", "prt", "advcl"} and c.i > verb.i
            for c in verb.children
        )
        clausal = any(o.dep_ == "ccomp" for o in objects)
        return (more and sided) or clausal or about
    if subject is not None and _is_doer(passage, subject):
        return False
    if any(c.dep_ == "prt" and c.lower_ in {"back", "down", "off", "out"} for c in verb.children):
        return False
    if lemma == "give" and not any(c.dep_ == "dative" for c in verb.children):
        return False
    return about or sided or lemma not in _NEED_SUBSTANCE


def _is_doer(passage: Passage, subject: Token) -> bool:
    """A state or person that acts does a deed; what it did or is may cause."""
    named = [n for n in passage.named if n.start <= subject.idx < n.end]
    if any(n.how not in {"it", "two"} for n in named):
        return True
    return is_human(subject)


def by_making(token: Token) -> Iterator[Link]:
    """'has made Oman more willing to …', 'left the two at odds', 'rendered the pact useless'."""
    if token.lemma_.lower() not in {"make", "leave", "render", "keep"} or token.pos_ != "VERB":
        return
    results = [
        c for c in token.children if c.dep_ in {"ccomp", "oprd", "acomp", "xcomp"} and c.i > token.i
    ]
    cause = subject_end(token)
    if not results or not cause or any(c.dep_ == "auxpass" for c in token.children):
        return
    if token.lemma_.lower() == "keep" and _bare_doer(token):
        return
    if token.lemma_.lower() in {"leave", "keep"} and all(c.dep_ == "xcomp" for c in results):
        return
    effect = after_words(token, token)
    if effect:
        yield Link(token, cause, effect, 1)


def _bare_doer(verb: Token) -> bool:
    """'Eritrea keeps its army large' is a policy; 'memories keep generals cautious' is a cause."""
    subject = subject_of(verb)
    return subject is None or subject.pos_ in {"PROPN", "PRON"}
