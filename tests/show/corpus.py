"""A small store with an honest and a hostile article, for the tests of pages."""

from __future__ import annotations

from datetime import date, timedelta
from pathlib import Path

import polars as pl

from detente.core.tables import CLAIMS
from detente.store.store import open as open_store
from tests.show import make

HOSTILE = "<script>window.hacked=1</script><img src=x onerror='window.hacked=1'>\"'&"


def fill_store(folder: Path) -> Path:
    """A store of two articles and a year of events between PAK, RUS and USA."""
    days = [date(2018, 1, 2) + timedelta(days=5 * n) for n in range(60)]
    rows = [
        (str(day), *(("PAK", "CONSULT", "RUS") if n % 3 else ("USA", "ACCUSE", "PAK")))
        for n, day in enumerate(days)
    ]
    surge = [(f"2018-09-{day:02d}", "PAK", "AGREE", "RUS") for day in range(3, 15)] * 3
    events = make.events(*rows, *surge, confidence=0.5).with_columns(
        event_id=pl.concat_str(pl.lit("i"), "event_id")
    )
    first = make.TEXT[: make.TEXT.index(".") + 1]
    told = make.events(
        ("2018-01-09", "RUS", "ACCUSE", "USA"),
        dataset="detente", article_id="a1", sentence=first, start=0, end=len(first),
        actor_start=0, actor_end=6, recipient_start=18, recipient_end=35,
    )  # fmt: skip
    bad = make.events(
        ("2018-02-09", "RUS", "ACCUSE", "USA"),
        dataset="detente", article_id="bad", sentence=HOSTILE, start=0, end=len(HOSTILE),
        actor_name=HOSTILE, attributed_to=HOSTILE, mode=HOSTILE, actor_start=0, actor_end=8,
        recipient_start=9, recipient_end=15,
    ).with_columns(event_id=pl.lit("hostile"))  # fmt: skip
    store = open_store(folder)
    store.add_articles(
        pl.concat(
            [
                make.article(),
                make.article(
                    article_id="bad", title=HOSTILE, author=HOSTILE, outlet=HOSTILE, text=HOSTILE,
                    url="javascript:window.hacked=1",
                    paragraphs=[{"start": 0, "end": len(HOSTILE)}],
                    dropped=[{"reason": HOSTILE, "text": HOSTILE}],
                ),
            ]
        )
    )  # fmt: skip
    covered = [date(2018, 1, 1) + timedelta(days=n) for n in range(365)]
    store.add_events(events, covered_days=covered)
    store.add_events(pl.concat([told, bad]))
    store.add_claims(CLAIMS.empty())
    return folder
