"""Every causal construction of a sentence, from set phrases to connectives."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.cause_clauses import by_clauses
from detente.coding.claims.cause_ends import (
    Link,
    after_words,
    clause_tokens,
    follow,
    longest_run,
    markers,
    phrases,
    subject_end,
    tokens_of,
    without,
)
from detente.coding.claims.cause_verbs import by_making, by_verb
from detente.coding.claims.holders import subject_of
from detente.coding.claims.passages import Passage

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["links"]


def links(passage: Passage) -> Iterator[Link]:
    """Every causal construction of the passage, surest kinds first."""
    for token in passage.doc:
        yield from _set_phrase(token)
    for token in passage.doc:
        yield from _reverse(token)
        yield from _by_mark(token)
        yield from _by_preposition(token)
        yield from _by_noun(token)
    yield from by_clauses(passage)
    for token in passage.doc:
        yield from by_verb(token, passage)
        yield from by_making(token)
    yield from _by_adverb(passage)


def _set_phrase(token: Token) -> Iterator[Link]:
    """'paved the way for', 'provided an impetus to', 'led to', 'put a strain on'."""
    if token.pos_ not in {"VERB", "AUX"}:
        return
    for shape in ("phrase", "phrase"):
        for needed, sign in phrases(shape).get(token.lemma_.lower(), ()):
            last = follow(token, needed)
            if last is None:
                continue
            effect = after_words(token, last)
            cause = subject_end(token) or _days_before(token)
            if cause and effect:
                yield Link(token, cause, effect, sign)
                return
        return


def _days_before(verb: Token) -> tuple[Token, ...] | None:
    """'Those three days account for …': a subject that the parser takes for a time."""
    first = next((c for c in verb.children if c.dep_ == "npadvmod" and c.i < verb.i), None)
    return tokens_of(first) if first is not None else None


def _reverse(token: Token) -> Iterator[Link]:
    """'X stems from Y', 'X is due to Y', 'X was driven by Y'."""
    if token.pos_ not in {"VERB", "AUX"}:
        return
    for needed, sign in phrases("reverse").get(token.lemma_.lower(), ()):
        last = follow(token, needed)
        effect = subject_end(token)
        if last is not None and effect:
            cause = after_words(token, last)
            if cause:
                yield Link(token, cause, effect, sign)
                return
    agent = next((c for c in token.children if c.dep_ == "agent"), None)
    signs = markers("verb")
    if agent is not None and token.lemma_.lower() in signs:
        cause = tuple(t for t in agent.subtree if t != agent)
        effect_head = subject_of(token)
        if effect_head is not None and cause:
            more = tuple(
                t
                for c in token.children
                if c.dep_ in {"xcomp", "prep"} and c != agent
                for t in c.subtree
            )
            effect = (*(without(effect_head, token)), *more)
            yield Link(token, cause, effect, signs[token.lemma_.lower()])


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
    effect = clause_tokens(main, clause)
    if cause and effect:
        yield Link(main, cause, effect, 1, mark=(token,))


def _is_reason(clause: Token) -> bool:
    """'Since relations have cooled, Oman may …': no perfect that counts from then."""
    main = clause.head
    perfect = any(c.lower_ in {"has", "have", "had"} for c in main.children if c.dep_ == "aux")
    past = clause.tag_ == "VBD"
    return not (perfect and past)


def _by_preposition(token: Token) -> Iterator[Link]:
    """'owing to', 'because of', 'thanks to', 'in response to', 'in the wake of'."""
    for needed, sign in phrases("prep").get(token.lower_, ()):
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
        effect = tuple(t for t in clause_tokens(main, main.doc[token.i]) if t.i not in dropped)
        effect = tuple(longest_run(list(effect), main)) if main in effect else effect
        if effect:
            mark = tuple(main.doc[token.i : last.i + 1])
            yield Link(main, cause, effect, sign, mark=mark)
            return


def _weak_fits(token: Token) -> bool:
    """'Given' gives a reason before a noun; 'after', 'over', 'amid' mostly tell a time or topic."""
    if token.dep_ != "prep" or token.lower_ in {"over", "after", "following", "amid"}:
        return False
    return any(c.dep_ == "pobj" for c in token.children)


def _object_after(last: Token) -> tuple[Token, ...]:
    """The noun phrase that a (complex) preposition governs."""
    for child in last.children:
        if child.dep_ in {"pobj", "pcomp"} and child.i > last.i:
            return tokens_of(child)
    following = last.doc[last.i + 1 :]
    first = next((t for t in following if not t.is_punct), None)
    if first is None:
        return ()
    head = first
    while head.head != head and head.left_edge.i >= first.i and head.head.left_edge.i >= first.i:
        head = head.head
    return tuple(t for t in tokens_of(head) if t.i >= first.i)


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
    causing, caused = lemma in markers("noun_cause"), lemma in markers("noun_effect")
    if token.pos_ != "NOUN" or not (causing or caused):
        return
    named = _named_by(token)
    verb, rest = _other_end(token)
    if named is not None and rest:
        ends = (rest, tokens_of(named)) if causing else (tokens_of(named), rest)
        yield Link(verb, *ends, 1, mark=(token,))


def _named_by(noun: Token) -> Token | None:
    """X in 'the reason for X'."""
    for child in noun.children:
        if child.dep_ == "prep" and child.lower_ in {"for", "of", "behind", "to"}:
            return next((c for c in child.children if c.dep_ in {"pobj", "pcomp"}), None)
    return None


def _other_end(noun: Token) -> tuple[Token, tuple[Token, ...]]:
    """The verb of 'the reason for X is Y' and the words of Y, on whichever side they stand."""
    outer = noun
    while outer.dep_ in {"pobj", "prep"} and outer.head.dep_ in _NOMINAL:
        outer = outer.head
    verb = outer.head
    if outer.dep_ in {"nsubj", "nsubjpass"}:
        said = [c for c in verb.children if c.dep_ in _SAID_OF]
        return verb, tuple(t for c in said for t in c.subtree)
    subject = subject_of(verb) if outer.dep_ == "attr" else None
    return verb, tokens_of(subject) if subject is not None else ()


_NOMINAL: Final = frozenset({"nsubj", "nsubjpass", "pobj", "prep", "attr"})
_SAID_OF: Final = frozenset({"attr", "ccomp", "prep", "xcomp", "oprd", "acomp"})


def _by_adverb(passage: Passage) -> Iterator[Link]:
    """A sentence that opens with 'Therefore', 'As a result', 'That is why'."""
    opening = passage.text[:40].casefold()
    for marker in markers("adverb"):
        if marker == "so" and not opening.startswith("so, "):
            continue
        if opening.startswith((marker + " ", marker + ",")):
            root = next((t for t in passage.doc if t.dep_ == "ROOT"), None)
            if root is not None:
                skip = len(marker)
                subject = subject_of(root)
                first = subject.left_edge.idx if subject is not None else skip
                skip = first if skip < first < root.idx else skip
                effect = tuple(t for t in root.subtree if t.idx >= skip and not t.is_punct)
                yield Link(root, (), effect, 1, earlier=True)
            return
