"""Statements: who said what of whom, and with which stance."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Final

from detente.coding.claims.deeds import leaning
from detente.coding.claims.drafts import Draft, clause_span
from detente.coding.claims.holders import is_human, phrase, speech_verb, subject_of
from detente.coding.claims.lexicons import table
from detente.coding.claims.modality import helpers, is_negated, is_wished
from detente.coding.claims.passages import Passage
from detente.coding.claims.relation_nouns import relation_nouns_of
from detente.coding.claims.trend_signs import signs_at
from detente.coding.claims.valence import valence

if TYPE_CHECKING:
    from spacy.tokens import Token

__all__ = ["find_statements"]

_IRREALIS: Final = frozenset({"will", "would", "may", "might", "could", "should", "must", "can"})
# Verbs that state only with a clause, a quotation or a 'that'.
_NEED_CONTENT_LIST: Final = (
    "add see point call term regard propose hope signal confirm reveal vow pledge promise "
    "note write describe view think believe suggest fear ask request demand appeal speak "
    "report observe urge recall estimate tell back support defend attack charge honour honor "
    "mean read reason answer interpret attribute ascribe calculate testify inform muse volunteer "
    "admire esteem label see favour favor approve credit threaten welcome oppose "
    "object appreciate question"
)
_NEED_CONTENT: Final = frozenset(_NEED_CONTENT_LIST.split())
_TAKE_OBJECT_LIST: Final = (
    "back support defend attack honour honor credit threaten welcome oppose urge ask tell "
    "admire esteem read interpret attribute ascribe describe call term regard see view favour "
    "favor demand approve appreciate label"
)
_TAKE_OBJECT: Final = frozenset(_TAKE_OBJECT_LIST.split())


def find_statements(passage: Passage) -> Iterator[Draft]:
    """Statements of one passage: a person, body or state says, praises or blames."""
    for verb in passage.doc:
        if not speech_verb(verb) or helpers(verb) & _IRREALIS or is_wished(verb):
            continue
        speaker = _speaker(verb)
        if speaker is None or not _may_speak(passage, speaker) or is_negated(verb):
            continue
        if not _has_content(passage, verb):
            continue
        about = _about(passage, verb, speaker)
        states = passage.states_under(speaker) or passage.at(speaker)
        own = bool(about) and set(about) <= set(states)
        stance = 0 if own else _stance(passage, verb)
        fields = {
            "speaker": phrase(speaker),
            "speaker_state": states[0] if states else None,
            "about": about,
            "direction": stance,
        }
        span = clause_span(passage, verb)
        yield Draft("statement", verb, *span, tuple(dict.fromkeys([*states, *about])), fields)


def _speaker(verb: Token) -> Token | None:
    agent = next((c for c in verb.children if c.dep_ == "agent"), None)
    if agent is not None:
        return next((c for c in agent.children if c.dep_ == "pobj"), None)
    if any(c.dep_ in {"auxpass", "nsubjpass"} for c in verb.children):
        return None
    subject = subject_of(verb)
    if subject is not None and verb.dep_ == "relcl" and subject == verb.head:
        return subject
    return subject


def _may_speak(passage: Passage, speaker: Token) -> bool:
    """A person, an office or a state, not a thing that 'suggests' or 'reflects'."""
    if speaker.lower_ in {"i", "we", "it", "which", "that", "this", "one"}:
        return False
    if passage.at(speaker):
        named = [n for n in passage.named if n.start <= speaker.idx < n.end]
        return any(n.how not in {"modifier"} for n in named) or speaker.ent_type_ == "PERSON"
    if (
        is_human(speaker)
        or speaker.lemma_.lower() in {"side", "state", "country", "neighbour", "ally"}
        or speaker.lower_
        in {
            "he",
            "she",
            "they",
            "many",
            "some",
            "others",
            "few",
            "most",
        }
    ):
        return True
    return bool(speaker.pos_ == "PROPN")


def _has_content(passage: Passage, verb: Token) -> bool:
    lemma = verb.lemma_.lower()
    clause = any(c.dep_ in {"ccomp", "xcomp", "parataxis"} for c in verb.children)
    quoted = any(first > verb.idx or last < verb.idx for first, last in passage.quoted)
    inserted = verb.dep_ in {"parataxis"} or (
        verb.dep_ == "ccomp" and verb.head.pos_ in {"VERB", "AUX"}
    )
    objects = any(c.dep_ in {"dobj", "prep", "dative", "oprd"} for c in verb.children)
    if lemma == "call" and any(c.dep_ == "prep" and c.lower_ == "for" for c in verb.children):
        return True
    if lemma not in _NEED_CONTENT:
        return clause or quoted or inserted or objects
    if lemma in _TAKE_OBJECT and any(c.dep_ == "dobj" for c in verb.children):
        named = [
            s for c in verb.children if c.dep_ in {"dobj", "prep"} for s in passage.states_under(c)
        ]
        return bool(named) or clause
    return clause or quoted


def _about(passage: Passage, verb: Token, speaker: Token) -> tuple[str, ...]:
    """States in what is said; the speaker's own only if no other is named."""
    own = set(passage.states_under(speaker) or passage.at(speaker))
    spoken = {t.i for t in speaker.subtree}
    objects = [s for c in verb.children if c.dep_ == "dobj" for s in passage.states_under(c)]
    if any(state not in own for state in objects):
        return tuple(dict.fromkeys(state for state in objects if state not in own))
    spoken |= {
        t.i for c in verb.children if c.dep_ == "prep" and c.i < speaker.i for t in c.subtree
    }
    found = [
        state for token in verb.subtree if token.i not in spoken for state in passage.at(token)
    ]
    if not found and verb.dep_ in {"parataxis", "ccomp"}:
        found = [
            s for token in verb.head.subtree if token.i not in spoken for s in passage.at(token)
        ]
    others = [state for state in dict.fromkeys(found) if state not in own]
    return tuple(others or dict.fromkeys(found))


_GOOD_LIST: Final = (
    "ally friend partner support praise welcome good helpful credible success vital key "
    "important constructive cooperation positive reliable respect favour favor progress peace "
    "useful friendly benefit generous sincere honest brave serious trustworthy trust fair "
    "legitimate opportunity wise prudent brother brotherly peaceful relief protect spare gain "
    "stability reassure rescue grateful gratitude admire promising save "
    "equal restraint loyal decent historic fruitful excellent commendable courageous statesmanlike "
    "indispensable valuable valued beneficial mature responsible generous thankful cherished "
    "dependable steadfast understanding considerate honourable honorable blessing landmark "
    "milestone breakthrough hopeful warm close closest sister neighbourly goodwill gift heal "
    "reconcile normalise normalize strengthen deepen flourish recover cooperate"
)
_GOOD: Final = frozenset(_GOOD_LIST.split())
_BAD_LIST: Final = (
    "threat danger harm bad enemy failure mistake hostile aggression illegal unacceptable "
    "pressure destabilise destabilize terrorist violate violation lie blackmail interference "
    "provocation reckless undermine wrong risk unfair betrayal crisis consequence negative "
    "harbour harbor unreliable irresponsible bullying coercion occupation attack betray cheat "
    "deceive deceit insult humiliate humiliation hypocrisy guilty liar bully expansionist hegemony "
    "colonial arrogant arrogance aggressive escalate escalation invade steal theft plunder "
    "sabotage "
    "meddle meddling dangerous unlawful disgrace shameful naive isolate isolation topple sanction "
    "hollow empty exploit trap abandon fail threaten blame cynical cowardly greedy betrayed brutal "
    "breach distort surrender militarise militarize provoke encroach treachery treacherous swindle "
    "regrettable untenable provocative unfounded baseless stab invention lawless illegitimate "
    "outrageous disgraceful scandalous absurd intolerable excessive inhuman hostage puppet pawn "
    "vassal imperial imperialist warmonger neglect wreck ruin poison kill murder massacre arm "
    "smuggle spy infiltrate dump cheat seize grab ravage impose dictate strangle blockade encircle "
    "shell burden ungrateful insulting offensive shabby dishonest duplicity duplicitous two-faced "
    "untrustworthy unfriendly unjust one-sided menace worrying alarming troubling disappointing "
    "condescending overreach trample ignore flout renege"
)
_BAD: Final = frozenset(_BAD_LIST.split())
# "Has given little in return", "merely saved": grudging words turn what is good.
_GRUDGING: Final = frozenset({"little", "merely", "hardly", "scarcely", "barely"})
_TURNING: Final = frozenset({"no", "not", "n't", "never", "neither", "without"})


def _stance(passage: Passage, verb: Token) -> int:
    """+1 for, -1 against, 0 where verb and wording don't say."""
    stance = int(table("speech", key="verb", value="stance")[verb.lemma_.lower()])
    if stance:
        return stance
    if verb.lemma_.lower() in {"accuse", "warn", "demand", "protest", "allege", "complain"}:
        return -1
    said = _said(verb)
    balance = sum(_colour(t) for t in said) - sum(t.lower_ in _GRUDGING for t in said)
    return (balance > 0) - (balance < 0) or _of_relation(said)


def _said(verb: Token) -> list[Token]:
    """The words of what is said: also where 'he said' follows it."""
    if verb.dep_ in {"parataxis", "ccomp"} and verb.head.pos_ in {"VERB", "AUX"}:
        return [t for t in verb.head.subtree if t not in list(verb.subtree)]
    if verb.dep_ == "relcl" and not any(c.dep_ == "ccomp" for c in verb.children):
        return [verb.head, *(t for t in verb.subtree if t != verb)]
    return [t for t in verb.subtree if t.i != verb.i]


# 'Talks were held' is neither for nor against.
_NEUTRAL: Final = frozenset({"hold", "have", "make", "take", "begin", "start", "want", "need"})


def _of_relation(said: list[Token]) -> int:
    """What is said of a relation, or of a deed: 'ties have recovered', 'will hand over boats'."""
    for noun in relation_nouns_of(said):
        signs = [s for s in signs_at(noun) if s.word in said]
        if signs:
            return signs[0].direction
    for word in said:
        plain = word.lemma_.lower() not in _NEUTRAL
        if word.pos_ in {"VERB", "AUX"} and plain and (found := leaning(word)):
            return 0 if is_negated(word) else found
    tones = [valence(t) for t in said if t.pos_ in {"NOUN", "ADJ"}]
    balance = sum(tones)
    return (balance > 0) - (balance < 0)


def _colour(word: Token) -> int:
    """+1 a word of praise, -1 one of blame; turned by "not" on it or on its verb."""
    lemma = word.lemma_.lower()
    colour = (lemma in _GOOD) - (lemma in _BAD)
    near = [*word.children, *word.head.children, *word.head.head.children]
    return -colour if any(c.lower_ in _TURNING for c in near) else colour
