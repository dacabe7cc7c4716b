"""Verdicts on simulated records whose truth is known; forecasts scored beside the base rate."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from detente.core.tables import ARTICLES, CLAIMS
from detente.shifts.claim_record import mean_of
from detente.shifts.claim_scores import score_claims, summarise_scores
from detente.shifts.verdict_causes import driving_pair
from detente.shifts.verdicts import check_claims, join_verdicts

DAY = date(2018, 1, 1)


def record(
    before: float, after: float, *, pair: tuple[str, str] = ("IRN", "OMN"), seed: int = 1,
    each: int = 4, turn: date = DAY - timedelta(days=365), days: int = 1100,
) -> pl.DataFrame:  # fmt: skip
    """Events every `each` days around `DAY`, of mean weight `before` and, from `turn` on, `after`.

    The noise has a spread of 3 points, as ICEWS has within a pair, half of it shared by a week.
    """
    rng = np.random.default_rng(seed)
    first = DAY - timedelta(days=730)
    weekly = rng.normal(0, 1.5, days // 7 + 2)
    rows = []
    for i in range(0, days, each):
        day = first + timedelta(days=i)
        weight = (after if day >= turn else before) + weekly[i // 7] + rng.normal(0, 2.6)
        kind = "coop" if weight > 0 else "conf"
        rows.append((day, day, pair[0], pair[1], f"verbal_{kind}", float(np.clip(weight, -10, 10))))
    names = ["happened_on", "reported_on", "actor", "recipient", "quad", "weight"]
    return pl.DataFrame(rows, schema=names, orient="row")


def claim(kind: str = "trend", **fields: Any) -> pl.DataFrame:
    row = {
        "claim_id": "c", "kind": kind, "states": ["IRN", "OMN"], "direction": 1, "level": "change",
        "said_by": "author", "hedge_words": [], "hedge": 0.0, "polarity": 1, "presupposed": False,
        "paragraph": 0, "text": "Ties have grown", "start": 0, "end": 15, "article_id": "a",
    }  # fmt: skip
    return CLAIMS.frame([row | fields])


def verdict(claims: pl.DataFrame, events: pl.DataFrame, view: str = "known") -> str:
    found = check_claims(claims, events, published_on=DAY)
    return str(found.filter(pl.col("view") == view)["verdict"][0])


@pytest.mark.parametrize(
    ("direction", "after", "expected"),
    [(1, 3.0, "supported"), (-1, 3.0, "contradicted"), (1, -3.0, "contradicted"),
     (-1, -3.0, "supported")],
)  # fmt: skip
def test_a_clear_change_supports_or_contradicts(
    direction: int, after: float, expected: str
) -> None:
    assert verdict(claim(direction=direction), record(0.0, after)) == expected


def test_a_pair_with_few_events_gives_not_enough_data() -> None:
    assert verdict(claim(), record(0.0, 3.0, each=40)) == "not enough data"


def test_a_dataset_that_does_not_cover_the_window_says_so() -> None:
    events = record(0.0, 3.0).filter(pl.col("happened_on") < date(2016, 6, 1))

    found = check_claims(claim(), events, published_on=DAY)

    assert found["verdict"].to_list() == ["not enough data"] * 2
    assert "doesn't cover" in found["why"][0]


def test_wrong_verdicts_are_as_rare_as_the_rule_says() -> None:
    """No change: the two-sided 90 % band allows a clear verdict in 10 % of records; of 60 at most
    12 (binomial, 98 %). A change of 2 points: never the opposite verdict."""
    still = [verdict(claim(), record(1.0, 1.0, seed=seed)) for seed in range(60)]
    moved = [verdict(claim(), record(0.0, 2.0, seed=seed)) for seed in range(40)]

    assert sum(found != "mixed" for found in still) <= 12
    assert moved.count("contradicted") == 0
    assert moved.count("supported") >= 34


def test_what_is_reported_after_the_article_changes_nothing_that_it_could_know() -> None:
    early = record(0.0, 3.0).filter(pl.col("reported_on") < DAY)
    late = record(-9.0, -9.0, seed=5).filter(pl.col("reported_on") >= DAY)

    alone = check_claims(claim(), early, published_on=DAY).filter(pl.col("view") == "known")
    both = check_claims(claim(), pl.concat([early, late]), published_on=DAY)

    assert both.filter(pl.col("view") == "known").equals(alone)


def test_the_order_of_rows_changes_nothing() -> None:
    events = record(0.0, 3.0)

    shuffled = check_claims(claim(), events.sample(fraction=1.0, shuffle=True, seed=3),
                            published_on=DAY)  # fmt: skip

    assert shuffled["verdict"].equals(check_claims(claim(), events, published_on=DAY)["verdict"])


def test_a_level_is_compared_with_all_pairs() -> None:
    others = record(0.0, 0.0, pair=("PER", "CHL"), each=1, seed=2)
    events = pl.concat([record(4.0, 4.0), others])

    assert verdict(claim(level="level"), events) == "supported"
    assert verdict(claim(level="level", direction=-1), events) == "contradicted"


def two_files(pair: tuple[str, str], *, lower: float) -> pl.DataFrame:
    """A year of one file and, three years on, one of another; other pairs of the second file are
    `lower` than those of the first, and so is the pair."""
    early = pl.concat(
        [record(2.0, 2.0, pair=pair, each=1), record(1.0, 1.0, pair=("PER", "CHL"), seed=2, each=1)]
    )
    late = pl.concat([
        record(2.0 - lower, 2.0 - lower, pair=pair, seed=3, each=1),
        record(1.0 - lower, 1.0 - lower, pair=("PER", "CHL"), seed=4, each=1),
    ])  # fmt: skip
    before = pl.col("happened_on") < DAY - timedelta(days=365)
    shifted = early.filter(before).with_columns(
        pl.col("happened_on", "reported_on") - timedelta(days=1095), dataset=pl.lit("coder14")
    )
    return pl.concat([shifted, late.filter(~before).with_columns(dataset=pl.lit("coder18"))])


def test_files_of_one_coder_are_one_record_and_what_is_usual_is_taken_off() -> None:
    found = check_claims(claim(direction=-1), two_files(("IRN", "OMN"), lower=4.0),
                         published_on=DAY)  # fmt: skip

    assert set(found["dataset"]) == {"coder14 + coder18"}
    known = found.row(0, named=True)
    assert known["verdict"] == "mixed"
    assert known["before_from"] < date(2015, 1, 1)
    assert abs(known["weight"] - known["weight_before"]) > 3
    assert abs(known["change"]) < 1.5


def test_datasets_that_share_days_stay_apart() -> None:
    both = pl.concat([
        record(0.0, 3.0).with_columns(dataset=pl.lit("coder1")),
        record(0.0, 3.0).with_columns(dataset=pl.lit("coder2")),
    ])  # fmt: skip

    assert set(check_claims(claim(), both, published_on=DAY)["dataset"]) == {"coder1", "coder2"}


def test_not_enough_data_says_what_would_be_needed() -> None:
    """A report every 40 days gives 9 in the one year and 10 in the other, of 20 needed."""
    days = [DAY - timedelta(days=i) for i in range(1, 800)]
    covered = pl.DataFrame({"dataset": ["events"] * len(days), "day": days})
    found = check_claims(claim(), record(0.0, 3.0, each=40), published_on=DAY, coverage=covered)

    assert found["verdict"][0] == "not enough data"
    assert found["covered_days"][0] == 365
    assert found["needed"][0] == (
        "At least 11 more reports of 1 January 2017 to 31 December 2017; "
        "10 more reports of 2 January 2016 to 31 December 2016."
    )


def test_a_leaning_is_measured_beside_the_movers_other_relations() -> None:
    """The pair warms by three points, but so does everything that Iran does: no leaning."""
    tide = pl.concat(
        [record(0.0, 3.0, each=2), record(0.0, 3.0, pair=("IRN", "IRQ"), seed=2, each=1)]
    )
    alone = pl.concat(
        [record(0.0, 3.0, each=2), record(0.0, 0.0, pair=("IRN", "IRQ"), seed=2, each=1)]
    )
    leaning = claim(actor="IRN", text="Iran has gravitated towards Oman")

    assert verdict(leaning, tide) == "mixed"
    assert verdict(leaning, alone) == "supported"
    assert verdict(claim(), tide) == "supported"


def test_an_effect_that_moved_first_does_not_fit() -> None:
    turn = DAY - timedelta(days=120)
    events = pl.concat([
        record(3.0, -4.0, pair=("USA", "QAT"), turn=turn, each=2),
        record(-2.0, 4.0, turn=turn - timedelta(days=110), each=1, seed=2),
    ])  # fmt: skip
    found = check_claims(cause(), events, published_on=DAY).row(0, named=True)

    assert found["verdict"] in {"does not fit", "not testable"}
    assert found["cause_pair"] == ["USA", "QAT"]


def test_a_state_that_acts_alone_is_dated_by_the_pair_the_article_names_it_in() -> None:
    assert driving_pair(["USA"], ("RUS", "PAK")) == ("USA", "PAK")
    assert driving_pair(["USA"], ("RUS", "PAK"), named=[("RUS", "USA")]) == ("RUS", "USA")
    assert driving_pair(["RUS", "PAK"], ("PAK", "RUS")) is None


def cause(**fields: Any) -> pl.DataFrame:
    ends = {"cause_states": ["USA", "QAT"], "effect_states": ["IRN", "OMN"]}
    return claim("cause", **(ends | fields))


def test_timing_fits_where_the_effect_moved_after_the_cause() -> None:
    turn = DAY - timedelta(days=180)
    events = pl.concat([
        record(3.0, -4.0, pair=("USA", "QAT"), turn=turn, each=2),
        record(-1.0, 3.0, turn=turn, each=2, seed=2),
    ])  # fmt: skip

    assert verdict(cause(), events) == "timing fits"
    assert verdict(cause(direction=-1), events) == "does not fit"


def test_a_cause_without_a_pair_is_not_testable() -> None:
    assert verdict(cause(effect_states=["IRN"]), record(0.0, 3.0)) == "not testable"
    assert verdict(cause(cause_states=["IRN", "OMN"]), record(0.0, 3.0)) == "not testable"


def test_verdicts_join_to_their_claims() -> None:
    claims = claim()
    joined = join_verdicts(claims, check_claims(claims, record(0.0, 3.0), published_on=DAY))

    assert joined["verdict"].to_list() == ["supported"]
    assert joined["verdict_since"].to_list() == ["mixed"]
    assert "Mean weight" in joined["verdict_why"][0]


def test_an_empty_record_gives_no_verdict_but_no_fault() -> None:
    assert check_claims(claim(), record(0, 0).clear(), published_on=DAY)["dataset"][0] == "none"


def test_the_mean_of_no_events_has_no_end_of_error() -> None:
    assert mean_of(record(0, 0).clear()).error == float("inf")


def test_a_forecast_that_came_true_is_scored_beside_the_base_rate() -> None:
    """Flat words give 0.9: Brier (0.9 - 1)² = 0.01. One of two pairs rose: base rate 0.5."""
    events = pl.concat([
        record(-2.0, 4.0, turn=DAY), record(4.0, -2.0, pair=("PER", "CHL"), turn=DAY, seed=2),
    ])  # fmt: skip
    articles = ARTICLES.frame([{
        "article_id": "a", "origin": "a.txt", "author": "A. Example", "outlet": "Example Wire",
        "published_on": DAY, "text": "x", "paragraphs": [], "dropped": [], "copies": 0,
    }])  # fmt: skip
    claims = claim("forecast", horizon="within a year")

    scores = score_claims(claims, events, articles=articles, as_of=date(2019, 6, 1))

    row = scores.row(0, named=True)
    assert (row["status"], row["outcome"], row["base_rate"]) == ("scored", 1.0, 0.5)
    assert row["brier"] == pytest.approx(0.01)
    assert row["base_brier"] == pytest.approx(0.25)
    assert summarise_scores(scores)["skill"][0] == pytest.approx(0.96)
    open_ = score_claims(claims, events, articles=articles, as_of=date(2018, 6, 1))
    assert open_["status"].to_list() == ["open"]
