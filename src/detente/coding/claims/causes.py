"""Causes: what is said to have brought what about, with the sign as worded."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_sign import effect_sign
from detente.coding.claims.drafts import Draft, span_of
from detente.coding.claims.holders import subject_of
from detente.coding.claims.lexicons import rows
from detente.coding.claims.modality import is_negated
from detente.coding.claims.passages import Passage
from detente.coding.claims.trends import RELATION_NOUNS

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["Link", "find_causes", "links"]

_SUBJECTS: Final = frozenset({"nsubj", "csubj"})
# Verbs that cause only where a clause or a direction follows their object.
_NEED_MORE_LIST: Final = (
    "push drive force prompt compel propel impel press draw tempt oblige encourage motivate "
    "inspire persuade convince nudge steer pull move lure embolden galvanise galvanize allow "
    "help enable invite permit bring lead drag"
)
_NEED_MORE: Final = frozenset(_NEED_MORE_LIST.split())
# Verbs that everyday prose uses of people and things; they cause only with a relation or a state.
_NEED_SUBSTANCE_LIST: Final = (
    "raise create produce generate advance shape promote cut hold limit block stop move "
    "increase expand deepen improve strengthen boost enhance widen consolidate cement "
    "reinforce threaten reduce lower ease cool attack isolate help allow invite press"
)
_NEED_SUBSTANCE: Final = frozenset(_NEED_SUBSTANCE_LIST.split())


@dataclass(frozen=True)
class Link:
    """A causal construction: the word that carries it, its two ends as tokens, and its sign.

    `earlier` says that the cause is what the passage before asserts.
    """

    word: Token
    cause: tuple[Token, ...]
    effect: tuple[Token, ...]
    sign: int
    earlier: bool = False
    mark: tuple[Token, ...] = ()


@cache
def _markers(shape: str) -> dict[str, int]:
    return {row["marker"]: int(row["sign"]) for row in rows("causes") if row["shape"] == shape}


@cache
def _phrases(shape: str) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """First word → the words that must follow near by, longest first, and the sign."""
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for marker, sign in _markers(shape).items():
        first, *more = marker.split()
        table.setdefault(first, []).append((tuple(more), sign))
    return {first: sorted(found, key=lambda f: -len(f[0])) for first, found in table.items()}


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
    denied = is_negated(link.word)
    cause_states, effect_states = passage.states_in(*cause), passage.states_in(*effect)
    sign = 0 if denied else effect_sign(list(link.effect), link.sign)
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


def _both(one: tuple[str, ...], other: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(dict.fromkeys([*one, *other]))


def links(passage: Passage) -> Iterator[Link]:
    """Every causal construction of the passage, surest kinds first."""
    for token in passage.doc:
        yield from _set_phrase(token)
    for token in passage.doc:
        yield from _reverse(token)
        yield from _by_mark(token)
        yield from _by_preposition(token)
        yield from _by_noun(token)
    for token in passage.doc:
        yield from _by_verb(token, passage)
        yield from _made(token)
    yield from _by_adverb(passage)


def _tokens(head: Token) -> tuple[Token, ...]:
    return tuple(
        t
        for t in head.subtree
        if not t.is_punct or t.i not in (head.left_edge.i, head.right_edge.i)
    )


def _without(head: Token, *roots: Token) -> tuple[Token, ...]:
    """Subtree of `head` without those of `roots`."""
    left_out = {t.i for root in roots for t in root.subtree}
    kept = tuple(t for t in head.subtree if t.i not in left_out)
    return kept or (head,)


def _subject_end(verb: Token) -> tuple[Token, ...] | None:
    """Tokens of the cause of a verb: its subject, also one shared or relative."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            if child.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
                return _without(verb.head, verb)
            if child.lower_ in {"it", "there"} and child.dep_ == "expl":
                return None
            return _tokens(child)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return _subject_end(verb.head)
    if verb.dep_ in {"xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX", "ADJ"}:
        if verb.dep_ == "advcl" and verb.tag_ == "VBG":
            return _main_clause(verb)
        subject = subject_of(verb)
        return _tokens(subject) if subject is not None else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return _without(verb.head, verb)
    return None


def _main_clause(verb: Token) -> tuple[Token, ...]:
    """', pushing X …': the clause before is the cause."""
    return _without(verb.head, verb)


def _set_phrase(token: Token) -> Iterator[Link]:
    """'paved the way for', 'provided an impetus to', 'led to', 'put a strain on'."""
    if token.pos_ not in {"VERB", "AUX"}:
        return
    for shape in ("phrase", "phrase"):
        for needed, sign in _phrases(shape).get(token.lemma_.lower(), ()):
            last = _follow(token, needed)
            if last is None:
                continue
            effect = _after(token, last)
            cause = _subject_end(token)
            if cause and effect:
                yield Link(token, cause, effect, sign)
                return
        return


def _follow(token: Token, needed: tuple[str, ...]) -> Token | None:
    """The token of the last needed word, if all follow in order within a few words of each other."""
    at = token.i
    for word in needed:
        near = token.doc[at + 1 : at + 5]
        hit = next((t for t in near if t.lower_ == word or t.lemma_.lower() == word), None)
        if hit is None:
            return None
        at = hit.i
    return token.doc[at]


def _after(verb: Token, last: Token) -> tuple[Token, ...]:
    """What follows the set phrase within the verb's clause."""
    inside = {t.i for t in verb.subtree}
    stops = {
        t.i
        for c in verb.children
        if c.dep_ in {"advcl", "conj"} and c.i > last.i
        for t in c.subtree
    }
    kept: list[Token] = []
    for token in verb.doc[last.i + 1 :]:
        if token.i not in inside or token.i in stops:
            break
        kept.append(token)
    while kept and (kept[-1].is_punct or kept[-1].dep_ == "cc"):
        kept.pop()
    return tuple(kept)


def _reverse(token: Token) -> Iterator[Link]:
    """'X stems from Y', 'X is due to Y', 'X was driven by Y'."""
    if token.pos_ not in {"VERB", "AUX"}:
        return
    for needed, sign in _phrases("reverse").get(token.lemma_.lower(), ()):
        last = _follow(token, needed)
        effect = _subject_end(token)
        if last is not None and effect:
            cause = _after(token, last)
            if cause:
                yield Link(token, cause, effect, sign)
                return
    agent = next((c for c in token.children if c.dep_ == "agent"), None)
    markers = _markers("verb")
    if agent is not None and token.lemma_.lower() in markers:
        cause = tuple(t for t in agent.subtree if t != agent)
        effect_head = subject_of(token)
        if effect_head is not None and cause:
            more = tuple(
                t
                for c in token.children
                if c.dep_ in {"xcomp", "prep"} and c != agent
                for t in c.subtree
            )
            effect = (*(_without(effect_head, token)), *more)
            yield Link(token, cause, effect, markers[token.lemma_.lower()])


def _by_mark(token: Token) -> Iterator[Link]:
    """Clauses with 'because', 'now that', causal 'since'."""
    if token.dep_ not in {"mark", "prep"} or token.lower_ not in {
        "because",
        "since",
        "given",
        "now",
        "as",
    }:
        return
    clause = token.head
    if clause.dep_ != "advcl" or token.dep_ == "prep":
        return
    if token.lower_ == "as" or (token.lower_ == "since" and not _is_reason(clause)):
        return
    main = clause.head
    cause = tuple(t for t in clause.subtree if t != token)
    effect = _clause_tokens(main, clause)
    if cause and effect:
        yield Link(main, cause, effect, 1, mark=(token,))


def _is_reason(clause: Token) -> bool:
    """'Since relations have cooled, Oman may …': the main clause is no perfect counting from then."""
    main = clause.head
    perfect = any(c.lower_ in {"has", "have", "had"} for c in main.children if c.dep_ == "aux")
    past = clause.tag_ == "VBD"
    return not (perfect and past)


def _clause_tokens(main: Token, left_out: Token) -> tuple[Token, ...]:
    dropped = {t.i for t in left_out.subtree}
    for child in main.children:
        if child.dep_ in {"advcl", "parataxis"} or (
            child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
        ):
            dropped |= {t.i for t in child.subtree}
    kept = [t for t in main.subtree if t.i not in dropped and t.dep_ != "cc"]
    kept = _longest_run(kept, main)
    return tuple(kept)


def _longest_run(tokens: list[Token], must: Token) -> list[Token]:
    """The unbroken stretch (punctuation aside) that holds `must`."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if runs and token.i - runs[-1][-1].i <= 2:
            runs[-1].append(token)
        else:
            runs.append([token])
    return next((run for run in runs if must in run), [must])


def _by_preposition(token: Token) -> Iterator[Link]:
    """'owing to', 'because of', 'thanks to', 'in response to', 'in the wake of'."""
    for needed, sign in _phrases("prep").get(token.lower_, ()):
        if needed == () and not _weak_fits(token):
            continue
        last = token
        if needed:
            words = token.doc[token.i + 1 : token.i + 1 + len(needed)]
            if tuple(t.lower_ for t in words) != needed:
                continue
            last = words[-1]
        cause = _object_after(last)
        main = _host(token, last)
        if not cause or main is None:
            continue
        dropped = {t.i for t in cause} | set(range(token.i, last.i + 1))
        effect = tuple(t for t in _clause_tokens(main, main.doc[token.i]) if t.i not in dropped)
        effect = tuple(_longest_run(list(effect), main)) if main in effect else effect
        if effect:
            mark = tuple(main.doc[token.i : last.i + 1])
            yield Link(main, cause, effect, sign, mark=mark)
            return


def _weak_fits(token: Token) -> bool:
    """'after', 'following', 'amid', 'over', 'given' give a reason only before an event noun of quarrel."""
    if token.dep_ != "prep" or token.lower_ in {"over", "after", "following", "amid"}:
        return False
    return any(c.dep_ == "pobj" for c in token.children)


def _object_after(last: Token) -> tuple[Token, ...]:
    """The noun phrase that a (complex) preposition governs."""
    for child in last.children:
        if child.dep_ in {"pobj", "pcomp"} and child.i > last.i:
            return _tokens(child)
    following = last.doc[last.i + 1 :]
    first = next((t for t in following if not t.is_punct), None)
    if first is None:
        return ()
    head = first
    while head.head != head and head.left_edge.i >= first.i and head.head.left_edge.i >= first.i:
        head = head.head
    return tuple(t for t in _tokens(head) if t.i >= first.i)


def _host(token: Token, last: Token) -> Token | None:
    """The verb whose clause the phrase belongs to."""
    inside = set(range(token.i, last.i + 1))
    above = token
    while above.head != above and (above.i in inside or above.pos_ not in {"VERB", "AUX"}):
        above = above.head
    if above.i in inside or above.pos_ not in {"VERB", "AUX"}:
        return None
    return above


def _by_noun(token: Token) -> Iterator[Link]:
    """'one of the reasons behind X is Y', 'X is the reason for Y', 'the result of X is Y'."""
    lemma = token.lemma_.lower()
    causing, caused = lemma in _markers("noun_cause"), lemma in _markers("noun_effect")
    if token.pos_ != "NOUN" or not (causing or caused):
        return
    object_ = next(
        (
            p
            for c in token.children
            if c.dep_ == "prep" and c.lower_ in {"for", "of", "behind", "to"}
            for p in c.children
            if p.dep_ in {"pobj", "pcomp"}
        ),
        None,
    )
    if object_ is None:
        return
    outer = token
    while outer.dep_ in {"pobj", "prep"} and outer.head.dep_ in {
        "nsubj",
        "nsubjpass",
        "pobj",
        "prep",
        "attr",
    }:
        outer = outer.head
    verb = outer.head
    if outer.dep_ in {"nsubj", "nsubjpass"}:
        said = [
            c
            for c in verb.children
            if c.dep_ in {"attr", "ccomp", "prep", "xcomp", "oprd", "acomp"}
        ]
        rest = tuple(t for c in said for t in c.subtree)
    elif outer.dep_ == "attr":
        subject = subject_of(verb)
        rest = _tokens(subject) if subject is not None else ()
    else:
        return
    if rest:
        ends = (rest, _tokens(object_)) if causing else (_tokens(object_), rest)
        yield Link(verb, *ends, 1, mark=(token,))


def _by_verb(token: Token, passage: Passage) -> Iterator[Link]:
    """'Sanctions pushed Oman to …', 'the raid soured relations'."""
    sign = _markers("verb").get(token.lemma_.lower())
    if (
        token.pos_ != "VERB"
        or sign is None
        or any(c.dep_ in {"nsubjpass", "auxpass"} for c in token.children)
    ):
        return
    objects = [
        c
        for c in token.children
        if c.dep_ in {"dobj", "ccomp"} or (c.dep_ == "xcomp" and token.lemma_ == "help")
    ]
    if not objects or not _causes(token, objects, passage):
        return
    cause = _subject_end(token)
    if not cause or (len(cause) == 1 and cause[0].lower_ in {"i", "we", "who", "one"}):
        return
    effect = _after(token, token)
    if effect:
        yield Link(token, cause, effect, sign)


def _causes(verb: Token, objects: list[Token], passage: Passage) -> bool:
    lemma = verb.lemma_.lower()
    subject = subject_of(verb)
    about = any(t.lemma_.lower() in RELATION_NOUNS for o in objects for t in o.subtree)
    sided = any(passage.at(t) for o in objects for t in o.subtree)
    if lemma in _NEED_MORE:
        more = any(
            c.dep_ in {"xcomp", "ccomp", "prep", "advmod", "oprd", "prt"} and c.i > verb.i
            for c in verb.children
        )
        clausal = any(o.dep_ == "ccomp" for o in objects)
        return (more and sided) or clausal or about
    acting = subject is not None and bool(passage.at(subject))
    if acting and (lemma in _NEED_SUBSTANCE or about):
        return False
    return about or sided or lemma not in _NEED_SUBSTANCE


def _made(token: Token) -> Iterator[Link]:
    """'has made Oman more willing to …', 'left the two at odds', 'rendered the pact useless'."""
    if token.lemma_.lower() not in {"make", "leave", "render"} or token.pos_ != "VERB":
        return
    results = [
        c for c in token.children if c.dep_ in {"ccomp", "oprd", "acomp", "xcomp"} and c.i > token.i
    ]
    cause = _subject_end(token)
    if not results or not cause or any(c.dep_ == "auxpass" for c in token.children):
        return
    effect = _after(token, token)
    if effect:
        yield Link(token, cause, effect, 1)


def _by_adverb(passage: Passage) -> Iterator[Link]:
    """A sentence that opens with 'Therefore', 'As a result', 'That is why'."""
    opening = passage.text[:40].casefold()
    for marker in _markers("adverb"):
        if marker == "so" and not opening.startswith("so, "):
            continue
        if opening.startswith((marker + " ", marker + ",")):
            root = next((t for t in passage.doc if t.dep_ == "ROOT"), None)
            if root is not None:
                skip = len(marker)
                effect = tuple(t for t in root.subtree if t.idx >= skip and not t.is_punct)
                yield Link(root, (), effect, 1, earlier=True)
            return
