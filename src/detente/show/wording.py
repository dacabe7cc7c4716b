"""Short plain sentences made from tables; none says more than its numbers do.

Every function takes numbers and names and returns a clause or a sentence. They are tested one by
one, since a briefing is read by people who can't see the table behind it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from detente.core.phrases import counted
from detente.show.names import side_name

__all__ = [
    "DEEDS",
    "SERIES",
    "STATUS_WORDS",
    "TERMS",
    "change_of_warmth",
    "day_in_figures",
    "day_in_words",
    "deed",
    "forecast_verdicts",
    "found_by",
    "rate_words",
    "record_words",
    "series_words",
    "shift_sentence",
    "signed",
    "terms_of",
    "tilt_words",
]

DEEDS: Final[dict[str, str]] = {
    "AGREE": "agreed with",
    "CONSULT": "met or conferred with",
    "SUPPORT": "spoke up for",
    "COOPERATE": "worked together with",
    "AID": "gave aid to",
    "YIELD": "eased off towards",
    "REQUEST": "asked something of",
    "ACCUSE": "criticised",
    "REJECT": "refused",
    "THREATEN": "warned or threatened",
    "PROTEST": "protested against",
    "SANCTION": "cut ties with or sanctioned",
    "MOBILIZE": "moved forces against",
    "COERCE": "used coercion on",
    "ASSAULT": "attacked",
}
"""PLOVER root → verb phrase between actor and recipient."""

STATUS_WORDS: Final[dict[str, str]] = {
    "happened": "happened",
    "announced": "announced, not yet done",
    "denied": "denied",
    "hypothetical": "spoken of, not said to have happened",
    "habitual": "said to happen as a rule",
}

SERIES: Final[dict[str, str]] = {
    "cooperation": "co-operation",
    "conflict": "conflict",
    "accord": "accord",
}
"""Series of counts that a shift is found in (`core.tables.SHIFTS`) → its name in a sentence."""

_FOUND: Final[dict[str, str]] = {
    "text": "found in the text",
    "metadata": "from the page's metadata",
    "feed": "from the feed",
    "url": "from the address",
    "given": "given by the user",
}

TERMS: Final[dict[str, str]] = {
    "detente": "Coded by this program from the articles named here; their texts stay under their "
    "owners' rights.",
    "gdelt": "GDELT: open for any use with citation of the GDELT Project.",
    "icews": "ICEWS coded event data (Boschee et al. 2015, Harvard Dataverse): cite; terms of the "
    "repository apply.",
    "polecat": "POLECAT (Halterman et al. 2023, Harvard Dataverse): research and education only.",
    "phoenix": "Phoenix (Cline Center; Open Event Data Alliance): cite; terms of the repository "
    "apply.",
    "ucdp": "UCDP GED (Sundberg & Melander 2013): CC BY 4.0.",
    "acled": "ACLED: rows may not be passed on; see its terms of use.",
}
"""Start of a dataset's name → what its users must know."""


def signed(value: float | None) -> str:
    """A value with its sign and one place, or a dash where unknown.

    >>> signed(2.0), signed(-0.71), signed(0.04), signed(None)
    ('+2.0', '−0.7', '0.0', '–')
    """
    if value is None:
        return "–"
    text = f"{abs(value):.1f}"
    sign = "" if text == "0.0" else ("+" if value > 0 else "−")
    return sign + text


def deed(root: str) -> str:
    """Verb phrase of a PLOVER root; a root we have no phrase for stands for itself.

    >>> deed("ACCUSE")
    'criticised'
    """
    return DEEDS.get(root, f"did {root.lower()} to")


def day_in_words(day: date | None, precision: str | None = "day") -> str:
    """A day as exactly as it is known.

    >>> d = date(2013, 2, 1)
    >>> day_in_words(d), day_in_words(d, "month"), day_in_words(d, "year")
    ('1 February 2013', 'February 2013', '2013')
    >>> day_in_words(d, "report"), day_in_words(None)
    ('1 February 2013 (day of the report)', 'no date')
    """
    if day is None:
        return "no date"
    full = f"{day.day} {day:%B} {day.year}"
    forms = {"month": f"{day:%B} {day.year}", "year": str(day.year)}
    if precision == "report":
        return full + " (day of the report)"
    return forms.get(precision or "day", full)


def day_in_figures(day: date | None, precision: str | None = "day") -> str:
    """A day in figures as exactly as it is known; `by` marks the day of the report.

    >>> d = date(2013, 2, 1)
    >>> day_in_figures(d), day_in_figures(d, "month"), day_in_figures(d, "year")
    ('2013-02-01', '2013-02', '2013')
    >>> day_in_figures(d, "report"), day_in_figures(None)
    ('by 2013-02-01', '–')
    """
    if day is None:
        return "–"
    forms = {"month": f"{day:%Y-%m}", "year": f"{day:%Y}", "report": f"by {day}"}
    return forms.get(precision or "day", str(day))


def found_by(how: str | None) -> str:
    """How a date of publication was found.

    >>> found_by("url")
    'from the address'
    """
    return _FOUND.get(how or "", "not said how")


def change_of_warmth(
    first: tuple[float, float, float], last: tuple[float, float, float], *, side: str
) -> str:
    """What may be said of a warmth that went from `first` to `last` (value, low, high).

    A rise or a fall is said only where the two bands don't touch.

    >>> change_of_warmth((0.0, -1.0, 1.0), (3.0, 2.0, 4.0), side="Pakistan towards Russia")
    'Pakistan towards Russia grew warmer, from 0.0 to +3.0 Goldstein points; the bands lie apart.'
    >>> change_of_warmth((0.0, -1.0, 1.0), (0.5, -0.5, 1.5), side="A towards B")
    'A towards B: from 0.0 to +0.5 Goldstein points; the bands overlap, so no change is shown.'
    """
    start, end = signed(first[0]), signed(last[0])
    apart = last[1] > first[2] or last[2] < first[1]
    if not apart:
        return (
            f"{side}: from {start} to {end} Goldstein points; "
            "the bands overlap, so no change is shown."
        )
    way = "warmer" if last[0] > first[0] else "colder"
    return f"{side} grew {way}, from {start} to {end} Goldstein points; the bands lie apart."


def series_words(series: str) -> str:
    """Name of the series of a shift where it is told by itself, with what is counted in it.

    >>> series_words("cooperation"), series_words("accord")
    ('co-operation', 'accord (agreement, support, aid)')
    """
    holds = {"accord": " (agreement, support, aid)"}
    return SERIES.get(series, series) + holds.get(series, "")


def shift_sentence(shift: Mapping[str, Any]) -> str:
    """What a row of `core.tables.SHIFTS` may be said to show.

    >>> row = {"series": "conflict", "before": 1.0, "after": 4.5, "unit": "events a week",
    ...        "shifted_on": date(2018, 3, 4), "earliest": date(2018, 3, 1),
    ...        "latest": date(2018, 3, 6), "events": 9, "direction": -1}
    >>> shift_sentence(row)
    'Conflict rose about 4 March 2018 (1 to 6 March 2018): 1.0 to 4.5 events a week, from 9 events.'
    """
    way = "rose" if shift["after"] > shift["before"] else "fell"
    name = series_words(shift["series"])
    name = name[0].upper() + name[1:]
    when = day_in_words(shift["shifted_on"])
    between = _days_between(shift["earliest"], shift["latest"])
    moved = f"{shift['before']:.1f} to {shift['after']:.1f} {shift['unit']}"
    return f"{name} {way} about {when}{between}: {moved}, from {counted(shift['events'], 'event')}."


def rate_words(shifts: Sequence[Mapping[str, Any]]) -> str:
    """What rate of false alarms shifts were found at, by their own column.

    >>> rate_words([{"false_alarms": 0.25}])
    'Found at a rate at which noise alone gives about one shift of a relation in 4 years.'
    >>> rate_words([{"false_alarms": 1.0}])
    'Found at a rate at which noise alone gives about one shift of a relation in a year.'
    """
    rate = max((row["false_alarms"] for row in shifts), default=0.0)
    if rate <= 0:
        return ""
    if rate > 1:
        each = f"{rate:g} shifts of a relation a year"
    else:
        years = round(1 / rate)
        each = f"one shift of a relation in {'a year' if years == 1 else f'{years} years'}"
    return f"Found at a rate at which noise alone gives about {each}."


def record_words(dataset: str, first: date, last: date, *, period: str = "") -> str:
    """Which record and days a chart shows, for its subtitle; both days included.

    >>> record_words("icews18", date(2018, 1, 1), date(2018, 12, 31), period="quarter")
    '2018-01-01 to 2018-12-31, by quarter. Dataset: icews18.'
    """
    return f"{first} to {last}{f', by {period}' if period else ''}. Dataset: {dataset}."


def forecast_verdicts(rows: Sequence[Mapping[str, Any]]) -> list[str]:
    """What the past said of a forecast (`core.tables.FORECAST`), counts and warmth apart.

    >>> row = {"measure": "verbal_coop", "step": 1, "verdict": "no better than x", "origins": 9,
    ...        "covered_80": 0.79}
    >>> forecast_verdicts([row, {**row, "measure": "material_coop"}, {**row, "step": 2}])
    ['Counts, weeks 1 to 2: no better than x. In the past 79% fell into the 80% intervals.']
    """
    found: dict[tuple[str, str], list[Mapping[str, Any]]] = {}
    for row in rows:
        what = "Warmth" if row["measure"] == "warmth" else "Counts"
        found.setdefault((what, row["verdict"]), []).append(row)
    lines = []
    in_order = sorted(found.items(), key=lambda one: (one[0][0], one[1][0]["step"]))
    for (what, verdict), group in in_order:
        steps = sorted({row["step"] for row in group})
        weeks = f"week {steps[0]}" if len(steps) == 1 else f"weeks {steps[0]} to {steps[-1]}"
        if steps != list(range(steps[0], steps[-1] + 1)):
            weeks = "weeks " + ", ".join(map(str, steps))
        held = [row["covered_80"] for row in group if row["covered_80"] is not None]
        line = f"{what}, {weeks}: {verdict}."
        if held:
            line += f" In the past {sum(held) / len(held):.0%} fell into the 80% intervals."
        lines.append(line)
    return lines


def tilt_words(row: Mapping[str, Any]) -> str:
    """What the last row of a tilt (`core.tables.TILT`) may be said to show.

    >>> tilt_words({"state": "PAK", "towards": "CHN", "than": "USA", "tilt": 1.5, "low": 0.4,
    ...             "high": 2.6, "period": date(2018, 9, 1), "dataset": "icews"})
    'Pakistan stood closer to China than to United States in the period from 1 September 2018: \
+1.5 (+0.4 … +2.6), icews.'
    """
    state, one, other = (side_name(row[name]) for name in ("state", "towards", "than"))
    when = f"in the period from {day_in_words(row['period'])}"
    value = f"{signed(row['tilt'])} ({signed(row['low'])} … {signed(row['high'])})"
    if row["low"] > 0 or row["high"] < 0:
        near, far = (one, other) if row["low"] > 0 else (other, one)
        return f"{state} stood closer to {near} than to {far} {when}: {value}, {row['dataset']}."
    return (
        f"To which of {one} and {other} {state} stood closer {when} isn't shown: "
        f"{value}, {row['dataset']}."
    )


def _days_between(first: date, last: date) -> str:
    if first >= last:
        return ""
    start = (
        str(first.day)
        if (first.year, first.month) == (last.year, last.month)
        else (day_in_words(first))
    )
    return f" ({start} to {day_in_words(last)})"


def terms_of(dataset: str) -> str:
    """What users of a dataset must know.

    >>> terms_of("icews18")[:5]
    'ICEWS'
    """
    found = [text for start, text in TERMS.items() if dataset.lower().startswith(start)]
    return found[0] if found else f"{dataset}: ask its owner for the terms of use."
