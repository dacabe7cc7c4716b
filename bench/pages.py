"""Every page of the web app on ten million events: at first sight, again, and after an ingest."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from bench._apart import run_apart
from bench._gdelt_like import write_store
from quality.report import Figures

TITLE = "Pages of the web app"
ROWS = int(os.environ.get("DETENTE_BENCH_PAGE_ROWS", "10000000"))

PAGES = {
    "overview": "/",
    "strongest shifts (piece of the overview)": "/part/shifts",
    "overview of a window that cuts weeks": "/?from=2018-01-15&to=2019-03-10",
    "relation, the busiest": "/relation/USA/RUS",
    "relation, a usual one": "/relation/KEN/DEU",
    "relation in a window, by week": "/relation/CHN/PAK?from=2018-01-15&to=2019-03-10",
    "state": "/state/PAK",
    "compared relations": "/compare?pairs=PAK-RUS,IND-RUS,USA-CHN",
    "events, all": "/events",
    "events of a filter": "/events?actor=PAK&quad=material_conf",
    "one event": "/event/gdelt2:5000000",
    "articles": "/articles",
    "datasets": "/datasets",
}

SETUP = """
import json, time, warnings
warnings.simplefilter("ignore")
from starlette.testclient import TestClient
from detente.show.web.app import build_app
from detente.show.web.warming import warm
app = build_app({store!r})
client = TestClient(app)
def seconds(path):
    begun, used = time.perf_counter(), time.process_time()
    answer = client.get(path)
    assert answer.status_code == 200, (path, answer.status_code)
    return time.perf_counter() - begun, time.process_time() - used
"""
START = "begun = time.perf_counter(); warm(app.state.record); result = time.perf_counter() - begun"
EACH = """
warm(app.state.record)
client.get("/relation/IRN/IRQ")  # Libraries are loaded once for all pages.
result = {{}}
for name, path in {pages!r}.items():
    result[name] = [*seconds(path), *seconds(path)]
"""
AFTER = """
import polars as pl
from datetime import date
warm(app.state.record)
for path in {pages!r}.values():
    seconds(path)
kept = app.state.record.store
some = kept.scan("events").filter(pl.col("happened_on") == date(2022, 12, 5)).head(5000).collect()
kept.add_events(some.with_columns(event_id=pl.concat_str(pl.lit({mark!r}), "event_id")))
path = {path!r}
result = [*seconds(path), *seconds(path)]
"""


def measure(shared: Path) -> list[Figures]:
    with tempfile.TemporaryDirectory() as name:
        folder = str(Path(name) / "s")
        write_store(Path(folder), ROWS)
        setup = SETUP.format(store=folder)
        first, cpu, _, _ = run_apart(START, setup=setup)
        again, again_cpu, _, _ = run_apart(START, setup=setup)
        _, _, peak, each = run_apart(EACH.format(pages=PAGES), setup=setup)
        assert isinstance(each, dict)
        after = {
            what: run_apart(
                AFTER.format(pages=PAGES, mark=f"x{at}:", path=PAGES[what]), setup=setup
            )[3]
            for at, what in enumerate(("overview", "relation, a usual one"))
        }
    return [_starts(first, cpu, again, again_cpu, peak), _pages(each, after)]


def _starts(first: float, cpu: float, again: float, again_cpu: float, peak: float) -> Figures:
    return Figures(
        title=f"Making ready a store of {ROWS:,} events",
        columns=("what", "seconds", "CPU seconds"),
        rows=(
            ("the first time: every segment is counted, tallies are written", first, cpu),
            ("at the next start: tallies are read", again, again_cpu),
        ),
        note="Tallies, pairs, variances and the strongest shifts, in a thread when the app starts "
        f"and after each change. Made-up events: 60 states, 96 months. Most memory of the process "
        f"while it shows all pages: {round(peak / 1e6)} MB.",
    )


def _pages(each: dict[str, list[float]], after: dict[str, object]) -> Figures:
    rows = [
        (what, cold, cold_cpu, warm, cold / each["datasets"][0])
        for what, (cold, cold_cpu, warm, _) in each.items()
    ]
    for what, found in after.items():
        assert isinstance(found, list)
        cold, cold_cpu, again, _ = found
        name = f"{what}, first after an ingest that nobody waited for"
        rows.append((name, cold, cold_cpu, again, cold / each["datasets"][0]))
    slowest = max(cold for _, cold, *_ in rows)
    return Figures(
        title=f"One page of a store of {ROWS:,} events",
        columns=("page", "first, seconds", "first, CPU seconds", "again, seconds", "ratio"),
        rows=tuple(rows),
        note="Whole answers, by a client in the same process; `ratio` is the first time over that "
        f"of the page of datasets in the same run. Slowest: {slowest:.2f} s. Forecasts and "
        "verdicts come as pieces after the page, and aren't in its time. Where other work shares "
        "the machine, CPU seconds (of both cores) say more than seconds.",
    )
