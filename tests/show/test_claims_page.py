"""The page of an article whose claims are held against a record: verdicts and their charts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest
from lxml import html

from detente.core.tables import CLAIMS, EVENTS
from detente.show.article_claims import claim_groups, verdict_summary
from detente.show.article_page import article_briefing
from detente.show.chart_verdict import verdict_spec
from detente.show.claim_checks import Checked, check_article
from tests.show import make

DAY = date(2018, 1, 12)


def reports(step: float, *, pair: tuple[str, str] = ("PAK", "USA"), seed: int = 1) -> pl.DataFrame:
    """A report every other day for two years before and one after; `step` warmer in the last year
    before `DAY` and since."""
    rng = np.random.default_rng(seed)
    rows: list[dict[str, Any]] = []
    for i in range(0, 1095, 2):
        day = DAY - timedelta(days=730) + timedelta(days=i)
        weight = float(rng.normal(0, 2)) + (step if day >= DAY - timedelta(days=365) else 0.0)
        rows.append({
            "event_id": f"{seed}-{i}", "dataset": "icews18", "happened_on": day,
            "happened_precision": "day", "reported_on": day, "actor": pair[0], "recipient": pair[1],
            "root": "CONSULT", "quad": "verbal_coop" if weight > 0 else "verbal_conf",
            "weight": max(-10.0, min(10.0, weight)), "domains": [], "status": "happened",
            "confidence": 1.0, "mentions": 1,
        })  # fmt: skip
    return EVENTS.frame(rows)


def claims(*kinds: str, **fields: Any) -> pl.DataFrame:
    base = {
        "article_id": "a1", "states": ["USA", "PAK"], "direction": -1, "level": "change",
        "said_by": "author", "hedge_words": [], "hedge": 0.0, "polarity": 1, "presupposed": False,
        "paragraph": 0, "text": "Ties have <b>cooled</b>", "start": 0, "end": 5,
        "cause_states": ["RUS", "IND"], "effect_states": ["USA", "PAK"],
    }  # fmt: skip
    return CLAIMS.frame(
        [base | {"kind": kind, "claim_id": f"c{i}"} | fields for i, kind in enumerate(kinds)]
    )


def checked(own: pl.DataFrame) -> Checked:
    article = {"article_id": "a1", "published_on": DAY}
    return check_article(article, own, reports(-4.0))


def test_a_claim_carries_its_verdict_chart_and_numbers_onto_the_page() -> None:
    own = claims("trend")
    article = make.article().with_columns(article_id=pl.lit("a1"), published_on=pl.lit(DAY))

    page = article_briefing(article, EVENTS.empty(), claims=own, checked=checked(own))

    tree = html.fromstring(page)
    card = tree.xpath("//div[@class='claim-card']")[0]
    assert card.xpath(".//strong/text()")[0] == "supported"
    assert card.xpath(".//*[local-name()='svg']")
    assert "reports from" in card.text_content()
    assert "<b>cooled</b>" not in page


def test_claims_with_the_same_verdicts_share_a_card_and_its_charts() -> None:
    own = claims("trend", "trend")
    rows = [{**row, "number": i} for i, row in enumerate(own.to_dicts(), start=1)]

    (group,) = claim_groups(rows, checked(own))

    assert group["count"] == 2
    assert [len(card["claims"]) for card in group["cards"]] == [2]


def test_without_a_record_every_claim_is_shown_and_none_is_checked() -> None:
    own = claims("trend", "cause", "recommendation")
    rows = [{**row, "number": i} for i, row in enumerate(own.to_dicts(), start=1)]

    groups = claim_groups(rows, Checked(own))

    assert [group["kind"] for group in groups] == ["trend", "cause", "recommendation"]
    assert all(not group["cards"] for group in groups)
    assert verdict_summary(Checked(own)) == []


def test_advice_is_no_effect_that_a_record_could_show() -> None:
    own = claims("cause", effect_text="Oman must talk to Iran")

    found = checked(own).verdicts

    assert set(found["verdict"]) == {"not testable"}
    assert "advice" in found["why"][0]


def test_events_coded_from_the_article_itself_bear_nothing_out() -> None:
    own = claims("trend")
    events = reports(-4.0).with_columns(article_id=pl.lit("a1"))

    found = check_article({"article_id": "a1", "published_on": DAY}, own, events)

    assert set(found.verdicts["verdict"]) == {"not enough data"}


def test_a_cause_shows_the_causes_relation_above_the_effects() -> None:
    own = claims("cause")
    both = pl.concat([reports(-4.0), reports(3.0, pair=("IND", "RUS"), seed=2)])
    found = check_article({"article_id": "a1", "published_on": DAY}, own, both)
    verdict = found.rows()["c0", "known"]

    spec = verdict_spec(verdict, found.warmth, published_on=DAY, coverage=found.coverage)

    assert spec is not None
    assert [panel["title"]["text"] for panel in spec["vconcat"]] == [
        "Russia – India",
        "United States – Pakistan",
    ]


def test_what_the_article_could_know_is_drawn_without_what_came_after() -> None:
    found = checked(claims("trend"))

    months = {
        view: found.warmth.filter(pl.col("view") == view)["period"].to_list()
        for view in ("known", "since")
    }

    assert max(months["known"]) < DAY < max(months["since"])


@pytest.mark.parametrize("kind", ["statement", "recommendation"])
def test_kinds_that_no_record_can_test_get_no_verdict(kind: str) -> None:
    assert checked(claims(kind)).verdicts.is_empty()


def test_what_both_did_to_each_other_stands_once() -> None:
    events = make.events(
        ("2018-01-05", "PAK", "CONSULT", "RUS"), ("2018-01-05", "RUS", "CONSULT", "PAK")
    )
    events = events.with_columns(
        article_id=pl.lit("a1"), start=pl.lit(0, pl.Int32), end=pl.lit(4, pl.Int32)
    )

    tree = html.fromstring(article_briefing(make.article(), events))

    rows = tree.xpath("//section[@aria-labelledby='events']//tbody/tr")
    assert len(rows) == 1
    assert "and the other way round" in rows[0].text_content()
