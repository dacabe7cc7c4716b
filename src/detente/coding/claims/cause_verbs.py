"""Causes told by a verb: 'sanctions pushed Oman to …', 'the raid soured relations'."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_ends import Link, after_words, markers, subject_end
from detente.coding.claims.holders import is_human, subject_of
from detente.coding.claims.passages import Passage
from detente.coding.claims.relation_nouns import relation_nouns_of
from detente.coding.claims.trend_signs import VERB_SIGNS

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
    lemma = token.lemma_.lower()
    sign = markers("verb").get(lemma, VERB_SIGNS.get(lemma))
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
    about = any(True for o in objects for _ in relation_nouns_of(o.subtree))
    sided = any(passage.at(t) or t.pos_ == "PROPN" for o in objects for t in o.subtree)
    pointing = any(o.lower_ in {"it", "them", "both", "this"} for o in objects)
    if lemma not in markers("verb"):  # verbs that only say what became of a relation
        thing = subject is not None and not _is_doer(passage, subject)
        return thing and (about or pointing)
    sided = sided or pointing
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
    if lemma in _GIVING and not any(c.dep_ == "dative" for c in verb.children):
        return False
    return about or sided or lemma not in _NEED_SUBSTANCE


_GIVING: Final = frozenset({"give", "buy", "win", "earn", "lose"})


def _is_doer(passage: Passage, subject: Token) -> bool:
    """A state or person that acts does a deed; what it did or is may cause."""
    named = [n for n in passage.named if n.start <= subject.idx < n.end]
    if any(n.how not in {"it", "two"} for n in named):
        return True
    return is_human(subject)


def by_making(token: Token) -> Iterator[Link]:
    """'Has made Oman more willing to …', 'left the two at odds', 'put them on better terms'."""
    if token.lemma_.lower() not in _MAKING or token.pos_ != "VERB":
        return
    results = _results(token)
    cause = subject_end(token)
    if not results or not cause or any(c.dep_ == "auxpass" for c in token.children):
        return
    if token.lemma_.lower() in _SETTING and _bare_doer(token):
        return
    if token.lemma_.lower() in {"leave", "keep"} and all(c.dep_ == "xcomp" for c in results):
        return
    effect = after_words(token, token)
    if effect:
        untouched = any(t.lower_ in _UNTOUCHED for c in results for t in [c, *c.children])
        yield Link(token, cause, effect, 0 if untouched else _made(token))


_MAKING: Final = frozenset({"make", "leave", "render", "keep", "put", "set", "turn", "throw"})
_SETTING: Final = frozenset({"keep", "put", "set", "turn", "throw"})
_UNTOUCHED: Final = frozenset(
    {"untouched", "unchanged", "unmoved", "intact", "unscathed", "unaffected", "unimpressed",
     "undisturbed", "cold", "alone"}
)  # fmt: skip
_STATES: Final = frozenset({"on", "at", "into", "in", "under", "out", "within", "beyond"})


def _results(verb: Token) -> list[Token]:
    """What the object is made, left or put: 'possible', 'at odds', 'on better terms'."""
    after = [c for c in verb.children if c.i > verb.i]
    if verb.lemma_.lower() in _SETTING - {"keep"}:
        objects = [c for c in after if c.dep_ in {"dobj", "nmod"}]
        states = [c for c in after if c.dep_ == "prep" and c.lower_ in _STATES]
        inner = [c for o in objects for c in o.children if c.dep_ == "prep" and c.lower_ in _STATES]
        return [*states, *inner] if objects and verb.lemma_.lower() != "set" else []
    found = [c for c in after if c.dep_ in {"ccomp", "oprd", "acomp", "xcomp"}]
    for thing in (c for c in after if c.dep_ == "dobj"):
        found += [c for c in thing.children if c.dep_ == "amod" and c.i > thing.i]
        found += [c for c in thing.children if c.dep_ == "nmod" and thing.tag_ == "NNS"]
        found += [c for c in thing.children if c.dep_ == "acl" and c.tag_ == "VBG"]
        if verb.lemma_.lower() == "keep":
            held = [c for c in after if c.dep_ == "prep" and c.lower_ in {"at", "on", "in", "from"}]
            found += held
    found += [c for c in after if c.dep_ == "advcl" and _has_own_subject(c)]
    return found


def _has_own_subject(clause: Token) -> bool:
    """'Left parents fearing for their language', as the parser may take it."""
    return clause.tag_ == "VBG" and any(c.dep_ == "nsubj" for c in clause.children)


def _made(verb: Token) -> int:
    """'Keep X from', 'keep anger in check' hinder; the rest brings about."""
    if verb.lemma_.lower() != "keep":
        return 1
    held = {t.lower_ for c in verb.children if c.dep_ in {"prep", "dobj"} for t in c.subtree}
    return -1 if held & {"from", "check", "bay", "leash"} else 1


def _bare_doer(verb: Token) -> bool:
    """'Eritrea keeps its army large' is a policy; 'memories keep generals cautious' is a cause."""
    subject = subject_of(verb)
    return subject is None or subject.pos_ in {"PROPN", "PRON"}
