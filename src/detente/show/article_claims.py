"""Claims of an article as a page shows them: in words, by kind, each with verdicts and charts."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any, Final

from detente.shifts.claim_scores import horizon_days, probability_of
from detente.show.claim_checks import Checked
from detente.show.names import side_name
from detente.show.wording import day_in_words

__all__ = ["claim_groups", "hedge_words", "tone_of", "verdict_summary"]

Row = dict[str, Any]

_KINDS: Final = (
    ("trend", "How relations stand or move", "trend"),
    ("cause", "What brought what about", "cause"),
    ("forecast", "What will come", "forecast"),
    ("statement", "Who said what", "statement"),
    ("recommendation", "What ought to be done", "recommendation"),
)
_VIEWS: Final = {"known": "What the article could know", "since": "What came after it"}
_TONES: Final = {
    "supported": "yes", "timing fits": "yes", "contradicted": "no", "does not fit": "no",
    "mixed": "mixed",
}  # fmt: skip
_READINGS: Final = {
    "level": "level, against all pairs",
    "change": "change, against the days before",
    "tilt": "leaning, beside the mover's other relations",
    "halves": "did it go on? later half against earlier half",
    "cause": "order in time",
}


def claim_groups(claims: Sequence[Row], checked: Checked | None) -> list[Row]:
    """Numbered claims by kind, as cards: claims that got the same verdicts share one.

    A group has `title`, `count` and `cards`; a card its `claims` (each with `told`, `hedged` and,
    of forecasts, `reading`) and `checks`: for each view the verdict, why, what is needed, a chart.
    `plain` holds the claims of the kind that no record of relations can be asked about.
    """
    verdicts = checked.rows() if checked else {}
    drawn: dict[tuple[Any, ...], int] = {}
    groups = []
    for kind, title, noun in _KINDS:
        cards: dict[object, Row] = {}
        plain = []
        for row in (row for row in claims if row["kind"] == kind):
            told = _in_words(row, checked)
            own = [verdicts[row["claim_id"], v] for v in _VIEWS if (row["claim_id"], v) in verdicts]
            if not own or not any(len(verdict["pair"]) == 2 for verdict in own):
                plain.append({**told, "because": own[0]["why"] if own else ""})
                continue
            card = cards.setdefault((row["direction"], *map(_key, own)), {"claims": [], "own": own})
            card["claims"].append(told)
        for card in cards.values():
            card["checks"] = [_check(card, verdict, checked, drawn) for verdict in card["own"]]
        if cards or plain:
            count = len(plain) + sum(len(card["claims"]) for card in cards.values())
            groups.append({
                "kind": kind, "title": title, "noun": noun, "count": count,
                "cards": list(cards.values()), "plain": plain,
            })  # fmt: skip
    return groups


def _in_words(row: Row, checked: Checked | None) -> Row:
    return {
        **row,
        "told": _told(row),
        "hedged": hedge_words(row["hedge"]),
        "reading": _reading(row, checked) if row["kind"] == "forecast" else "",
        "words": str(row["text"]).strip(" ,;"),
    }


def _check(
    card: Row, verdict: Row, checked: Checked | None, drawn: dict[tuple[Any, ...], int]
) -> Row:
    """One view's verdict; a chart is drawn once, later cards point to the first that has it."""
    number = card["claims"][0]["number"]
    first = drawn.setdefault(_key(verdict), number)
    chart = checked.chart(verdict) if checked and first == number else None
    forecast = card["claims"][0]["kind"] == "forecast"
    return {
        **verdict,
        "label": "So far" if forecast else _VIEWS[verdict["view"]],
        "tone": tone_of(verdict["verdict"]),
        "chart": chart,
        "same_as": first if first != number and _has_chart(verdict) else None,
        "read_as": _READINGS.get(verdict["reading"], verdict["reading"]),
        "caption": _caption(verdict),
    }


def tone_of(verdict: str | None) -> str:
    """CSS class of a verdict: yes, no, mixed or open."""
    return _TONES.get(verdict or "", "open")


def _caption(verdict: Row) -> str:
    pairs = [pair for pair in (verdict["cause_pair"], verdict["pair"]) if pair]
    names = [" – ".join(map(side_name, pair)) for pair in pairs]
    shown = f"{names[0]} above, {names[1]} below" if len(names) > 1 else names[0]
    return (
        f"{shown}. Line: warmth by month with its 90 % band, from {verdict['dataset']}. Shaded: "
        "the days compared, the darker the window spoken of; thick lines: their mean weights."
    )


def _has_chart(verdict: Row) -> bool:
    return bool(verdict["events"] or verdict["events_before"])


def _key(verdict: Row) -> tuple[Any, ...]:
    names = (
        "view", "verdict", "reading", "cause_pair", "window_from", "window_to", "before_from",
        "before_to", "turned_on", "weight", "weight_before",
    )  # fmt: skip
    return (*map(str, sorted(verdict["pair"])), *(str(verdict[name]) for name in names))


def _told(row: Row) -> str:
    """Kind and direction in words: 'change, warmer'; 'effect as worded: colder'; 'denied'."""
    way = {1: "warmer", -1: "colder"}.get(row["direction"] or 0, "")
    if row["kind"] == "trend":
        return ", ".join(part for part in (row["level"], way or "denied") if part)
    if row["kind"] == "cause":
        return f"effect: {way}" if way and row["polarity"] > 0 else "effect denied"
    if row["kind"] == "statement":
        return {1: "speaks for", -1: "speaks against"}.get(row["direction"] or 0, "no stance")
    parts = [way, "not to come" if row["polarity"] < 0 else ""]
    return ", ".join(part for part in parts if part)


def hedge_words(hedge: float) -> str:
    """How surely it is said.

    >>> hedge_words(0.0), hedge_words(0.3), hedge_words(0.6)
    ('said flatly', 'hedged', 'as a possibility')
    """
    if hedge < 0.15:
        return "said flatly"
    return "hedged" if hedge < 0.5 else "as a possibility"


def _reading(row: Row, checked: Checked | None) -> str:
    """The question that a kept forecast is read as, with its probability and day."""
    day = checked.published_on if checked else None
    if len(row["states"]) < 2 or not row["direction"]:
        return "Names no pair of states and direction, so no record can score it."
    way = "higher" if row["direction"] * row["polarity"] > 0 else "lower"
    names = " and ".join(map(side_name, row["states"][:2]))
    chance = probability_of(row["hedge"])
    question = f"Read as: reports between {names} are on the mean {way} after the article"
    if day is None:
        return f"{question} (probability by its words {chance:.2f})."
    days = horizon_days(row["horizon"], published_on=day)
    due = type(day).fromordinal(day.toordinal() + days)
    return (
        f"{question} than before, by {day_in_words(due)} (probability by its words {chance:.2f})."
    )


def verdict_summary(checked: Checked | None) -> list[Row]:
    """For each view, how many trends and causes got which verdict; empty without a record."""
    if checked is None or checked.published_on is None:
        return []
    kinds = dict(zip(checked.claims["claim_id"], checked.claims["kind"], strict=True))
    found = []
    for view, label in _VIEWS.items():
        counts = Counter(
            row["verdict"]
            for (claim, seen), row in checked.rows().items()
            if seen == view and kinds[claim] != "forecast"
        )
        found.append({
            "label": label,
            "counts": [(word, number, _TONES.get(word, "open")) for word, number in
                       sorted(counts.items(), key=lambda item: (-_RANK.get(item[0], 0), item[0]))],
        })  # fmt: skip
    return found


_RANK: Final = {
    "supported": 6, "contradicted": 5, "timing fits": 4, "does not fit": 3, "mixed": 2,
    "not enough data": 1,
}  # fmt: skip
