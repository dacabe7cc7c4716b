"""The ends of a causal construction: which words are the cause, which the effect."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Final

from detente.coding.claims.holders import subject_of
from detente.coding.claims.lexicons import rows

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = [
    "Link",
    "after_words",
    "clause_tokens",
    "follow",
    "longest_run",
    "markers",
    "phrases",
    "subject_end",
    "tokens_of",
    "without",
]

_SUBJECTS: Final = frozenset({"nsubj", "csubj"})


@dataclass(frozen=True)
class Link:
    """A causal construction: the word that carries it, its two ends as tokens, and its sign.

    `earlier` says that the cause is what the passage before asserts, `plain` that the sign holds
    whatever is denied in the clause of `word`.
    """

    word: Token
    cause: tuple[Token, ...]
    effect: tuple[Token, ...]
    sign: int
    earlier: bool = False
    mark: tuple[Token, ...] = ()
    plain: bool = False


@cache
def markers(shape: str) -> dict[str, int]:
    """Marker → sign, of the markers of one shape (see claims_causes.csv)."""
    return {row["marker"]: int(row["sign"]) for row in rows("causes") if row["shape"] == shape}


@cache
def phrases(shape: str) -> dict[str, list[tuple[tuple[str, ...], int]]]:
    """First word → the words that must follow near by, longest first, and the sign."""
    table: dict[str, list[tuple[tuple[str, ...], int]]] = {}
    for marker, sign in markers(shape).items():
        first, *more = marker.split()
        table.setdefault(first, []).append((tuple(more), sign))
    return {first: sorted(found, key=lambda f: -len(f[0])) for first, found in table.items()}


def tokens_of(head: Token) -> tuple[Token, ...]:
    """The subtree of `head`, punctuation at its edges left out."""
    return tuple(
        t
        for t in head.subtree
        if not t.is_punct or t.text in "()" or t.i not in (head.left_edge.i, head.right_edge.i)
    )


def without(head: Token, *roots: Token) -> tuple[Token, ...]:
    """Subtree of `head` without those of `roots`."""
    left_out = {t.i for root in roots for t in root.subtree}
    kept = tuple(t for t in head.subtree if t.i not in left_out)
    return kept or (head,)


def subject_end(verb: Token) -> tuple[Token, ...] | None:
    """Tokens of the cause of a verb: its subject, also one shared or relative."""
    for child in verb.children:
        if child.dep_ in _SUBJECTS:
            if child.lower_ in {"which", "that", "who"} and verb.dep_ == "relcl":
                return without(verb.head, verb)
            if child.lower_ in {"that", "which"} and (subject := _cleft_cause(verb)):
                return subject
            if child.lower_ in {"it", "there"} and child.dep_ == "expl":
                return None
            return tokens_of(child)
    if verb.dep_ == "conj" and verb.head.pos_ in {"VERB", "AUX"}:
        return subject_end(verb.head)
    if verb.dep_ in {"xcomp", "advcl"} and verb.head.pos_ in {"VERB", "AUX", "ADJ"}:
        if verb.dep_ == "advcl" and verb.tag_ == "VBG":
            return _main_clause(verb)
        subject = subject_of(verb)
        return tokens_of(subject) if subject is not None else None
    if verb.dep_ == "acl" and verb.tag_ == "VBG":
        return without(verb.head, verb)
    return None


def _cleft_cause(verb: Token) -> tuple[Token, ...] | None:
    """'It is this fidelity, more than gas, that has kept …'."""
    be = verb.head
    if verb.dep_ not in {"advcl", "ccomp", "relcl"} or be.lemma_ != "be":
        return None
    said = next((c for c in be.children if c.dep_ == "attr" and c.i < verb.i), None)
    return tokens_of(said) if said is not None else None


def _main_clause(verb: Token) -> tuple[Token, ...]:
    """', pushing X …': the clause before is the cause."""
    return without(verb.head, verb)


def follow(token: Token, needed: tuple[str, ...]) -> Token | None:
    """The token of the last needed word, if all follow in order, a few words apart at most."""
    at = token.i
    for word in needed:
        near = token.doc[at + 1 : at + 5]
        hit = next((t for t in near if t.lower_ == word or t.lemma_.lower() == word), None)
        if hit is None:
            return None
        at = hit.i
    return token.doc[at]


def after_words(verb: Token, last: Token, *, with_infinitive: bool = False) -> tuple[Token, ...]:
    """What follows the set phrase within the verb's clause; with the infinitive that the object is
    brought to ('pushed Oman to talk'), if asked."""
    inside = {t.i for t in verb.subtree}
    stops = {
        t.i
        for c in verb.children
        if c.dep_ in {"advcl", "conj"} and c.i > last.i
        if not (with_infinitive and c.tag_ == "VB" and any(a.lower_ == "to" for a in c.children))
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


def clause_tokens(main: Token, left_out: Token) -> tuple[Token, ...]:
    """The clause of `main` without the subtree of `left_out` and without further clauses."""
    dropped = {t.i for t in left_out.subtree}
    for child in main.children:
        if child.dep_ in {"advcl", "parataxis"} or (
            child.dep_ == "conj" and child.pos_ in {"VERB", "AUX"}
        ):
            dropped |= {t.i for t in child.subtree}
    kept = [t for t in main.subtree if t.i not in dropped and t.dep_ != "cc"]
    kept = longest_run(kept, main)
    return tuple(kept)


def longest_run(tokens: list[Token], must: Token) -> list[Token]:
    """The unbroken stretch (punctuation aside) that holds `must`."""
    runs: list[list[Token]] = []
    for token in sorted(tokens, key=lambda t: t.i):
        if runs and token.i - runs[-1][-1].i <= 2:
            runs[-1].append(token)
        else:
            runs.append([token])
    return next((run for run in runs if must in run), [must])
