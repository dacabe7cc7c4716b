"""Verdicts on claims: how often they are wrong on simulated records whose truth is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import polars as pl

from detente.core.tables import CLAIMS
from detente.shifts.verdicts import check_claims
from quality.report import Figures

TITLE = "Verdicts on claims"

_DAY = date(2018, 1, 1)
_FIRST = _DAY - timedelta(days=730)
_YEAR = 365
_RUNS = 200
_NOTE = (
    "Reports of a pair come in bursts: the number of a week is Poisson with a log-normal rate, its "
    "tone is shared in part (spread 1.5 points, of 3.0 in all), as in ICEWS. Wrong: a clear "
    "verdict where nothing moved, or the opposite of the truth; the nominal rate of a two-sided "
    "90 % band is 10 %, of each of the two clear verdicts 5 %."
)
_SCENES = (
    ("nothing moved; a year against a year", 0.0, 60, _YEAR),
    ("nothing moved; half as many reports", 0.0, 30, _YEAR),
    ("nothing moved; two weeks, many reports, against a year", 0.0, 400, 14),
    ("moved by one point; a year against a year", 1.0, 60, _YEAR),
    ("moved by two points; a year against a year", 2.0, 60, _YEAR),
    ("moved by two points; two weeks against a year", 2.0, 400, 14),
)


def measure(shared: Path) -> list[Figures]:
    """Tables of trend and cause verdicts; `shared` isn't needed."""
    return [_trends(), _causes()]


def _trends() -> Figures:
    rows = []
    floors = {}
    for name, step, yearly, days in _SCENES:
        found = Counter(_trend(step, yearly, days, seed) for seed in range(_RUNS))
        wrong = found["contradicted"] + (0 if step else found["supported"])
        shares = [found[word] / _RUNS for word in _WORDS]
        rows.append((name, *shares, wrong / _RUNS))
        floors[f"right or open: {name}"] = (1 - wrong / _RUNS, 0.85)
    columns = ("what is true", *_WORDS, "wrong")
    return Figures("Trend claims 'warmer'", columns, tuple(rows), _NOTE, floors)


_WORDS = ("supported", "contradicted", "mixed", "not enough data")


def _trend(step: float, yearly: int, days: int, seed: int) -> str:
    turn = _DAY - timedelta(days=days)
    events = reports([(turn, step)], yearly=yearly, seed=seed)
    if days < _YEAR:
        gap = (pl.col("happened_on") >= _DAY - timedelta(days=_YEAR)) & (
            pl.col("happened_on") < turn
        )
        events = events.filter(~gap)
    return _verdict(_claim("trend"), events)


def _causes() -> Figures:
    turn = _DAY - timedelta(days=180)
    earlier, never = _DAY - timedelta(days=270), _DAY + timedelta(days=900)
    scenes = (
        ("cause turned, effect warmed then", turn, turn, "timing fits"),
        ("cause turned, effect warmed 90 days before", turn, earlier, "does not fit"),
        ("cause turned, effect did not move", turn, never, "does not fit"),
        ("effect warmed, cause did not turn", never, turn, "not testable"),
        ("neither moved", never, never, "not testable"),
    )
    words = ("timing fits", "does not fit", "not testable")
    rows = []
    floors = {}
    for name, cause, effect, right in scenes:
        found = Counter(_cause(cause, effect, seed) for seed in range(_RUNS))
        opposite = {"timing fits": "does not fit", "does not fit": "timing fits"}
        clear = found["timing fits"] + found["does not fit"]
        wrong = found[opposite[right]] if right in opposite else clear
        rows.append((name, *(found[word] / _RUNS for word in words), wrong / _RUNS))
        floors[f"right or open: {name}"] = (1 - wrong / _RUNS, 0.85)
    columns = ("what is true", *words, "wrong")
    note = (
        "The cause's pair drops by four points, the effect's rises by three, 120 reports of each a "
        "year. Wrong: the opposite verdict, or a clear one where the cause can't be dated."
    )
    return Figures("Cause claims", columns, tuple(rows), note, floors)


def _cause(cause: date, effect: date, seed: int) -> str:
    events = pl.concat([
        reports([(cause, -4.0)], yearly=120, seed=seed, pair=("USA", "QAT")),
        reports([(effect, 3.0)], yearly=120, seed=seed + 10_000),
    ])  # fmt: skip
    ends = {"cause_states": ["USA", "QAT"], "effect_states": ["IRN", "OMN"]}
    return _verdict(_claim("cause", **ends), events)


def reports(
    moves: Iterable[tuple[date, float]],
    *,
    yearly: int,
    seed: int,
    pair: tuple[str, str] = ("IRN", "OMN"),
    days: int = 730,
) -> pl.DataFrame:
    """Reports of a pair in bursts, up to `_DAY`; from each day of `moves` on, so much warmer."""
    rng = np.random.default_rng(seed)
    weeks = days // 7 + 1
    rate = yearly / 52 * np.exp(rng.normal(-0.125, 0.5, weeks))
    shared = rng.normal(0, 1.5, weeks)
    rows = []
    for week, number in enumerate(rng.poisson(rate)):
        for _ in range(number):
            day = _FIRST + timedelta(days=7 * week + int(rng.integers(7)))
            weight = 1.0 + shared[week] + rng.normal(0, 2.6)
            weight += sum(step for start, step in moves if day >= start)
            kind = "coop" if weight > 0 else "conf"
            if day < _DAY:
                rows.append((day, *pair, f"verbal_{kind}", float(np.clip(weight, -10, 10))))
    names = ["happened_on", "actor", "recipient", "quad", "weight"]
    return pl.DataFrame(rows, schema=names, orient="row")


def _claim(kind: str, **fields: Any) -> pl.DataFrame:
    row = {
        "claim_id": "c", "kind": kind, "states": ["IRN", "OMN"], "direction": 1, "level": "change",
        "said_by": "author", "hedge_words": [], "hedge": 0.0, "polarity": 1, "presupposed": False,
        "paragraph": 0, "text": "Ties have grown", "start": 0, "end": 15, "article_id": "a",
    }  # fmt: skip
    return CLAIMS.frame([row | fields])


def _verdict(claims: pl.DataFrame, events: pl.DataFrame) -> str:
    found = check_claims(claims, events, published_on=_DAY)
    return str(found.filter(pl.col("view") == "known")["verdict"][0])
