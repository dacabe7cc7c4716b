"""The page of a state, and that which compares relations."""

from __future__ import annotations

from itertools import combinations
from typing import Annotated, Any, Final

import polars as pl
from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse, RedirectResponse, Response

from detente.core.errors import CodebookError, CoverageError
from detente.core.pairs import parse_pair
from detente.core.states import require_state
from detente.core.tables import TILT
from detente.relations.tilt import tilt_of_fits
from detente.show.charts import compare_spec
from detente.show.ego_chart import ego_spec
from detente.show.measures import tilt_spec
from detente.show.names import side_name
from detente.show.vega import Spec
from detente.show.web.asked import PERIODS, EventFilter
from detente.show.web.pages import map_of
from detente.show.web.record import Asked, Record
from detente.show.web.relations import fits_of, fitting_period, pair_dataset, warmth_of
from detente.show.web.render import Window, chart, partners_of, record_of, show, state_names

__all__ = ["router"]

router = APIRouter()
EGO_PARTNERS: Final = 12
MOST_COMPARED: Final = 8
StateName = Annotated[str, Query(max_length=60)]


@router.get("/state/{code}", response_class=HTMLResponse)
def state(
    request: Request, code: str, asked: Window, towards: StateName = "", than: StateName = ""
) -> Response:
    """One state: the world by its relations, its nearest network, its tilt, its partners."""
    one = require_state(code)
    record = record_of(request)
    if one != code:
        query = f"?{request.url.query}" if request.url.query else ""
        return RedirectResponse(f"/state/{one}{query}", status_code=307)
    partners = partners_of(record, asked, one)
    if partners.is_empty():
        raise CoverageError(f"No event of {side_name(one)} with another state in these days.")
    poles = _poles(one, partners, towards, than)
    key = (asked.window(), one)
    return show(
        request,
        "state",
        here="state",
        code=one,
        asked=asked,
        chart=chart(record, ("map", asked.window(), one), lambda: map_of(record, asked, one)),
        ego=chart(record, ("ego", *key), lambda: _ego(record, asked, one, partners)),
        poles=poles,
        tilt=_tilt_values(record, asked, one, poles),
        partners=partners.head(60).to_dicts(),
        datasets=record.datasets()["dataset"].to_list(),
        state_names=state_names(),
        query=EventFilter(asked).query(),
    )


def _poles(one: str, partners: pl.DataFrame, towards: str, than: str) -> tuple[str, ...]:
    """The two states that the tilt is between: those asked for, else the busiest partners."""
    named = [require_state(name) for name in (towards, than) if name.strip()]
    if one in named or len(set(named)) < len(named):
        raise CodebookError("A tilt lies between two states, neither of them the state itself.")
    rest = [state for state in partners["state"].to_list() if state not in named]
    return tuple([*named, *rest][:2])


def _ego(record: Record, asked: Asked, one: str, partners: pl.DataFrame) -> Spec:
    circle = sorted({one, *partners["state"].head(EGO_PARTNERS).to_list()})
    busiest = partners.row(0, named=True)
    dataset = pair_dataset(record, (busiest["one"], busiest["two"]), asked)
    own = Asked(asked.since, asked.until, dataset)
    pairs = list(combinations(circle, 2))
    period = fitting_period(record.days(dataset or "", own))
    latest = _latest(warmth_of(record, pairs, own, period=period, directed=False))
    return ego_spec(latest, centre=one, links=f"/relation/{one}/", dataset=dataset or "")


def _latest(warmth: pl.DataFrame) -> pl.DataFrame:
    """The last period with an event, of each pair."""
    seen = warmth.filter(pl.col("events") > 0).sort("period")
    return seen.group_by("actor", "recipient", maintain_order=True).last()


def _tilt_values(
    record: Record, asked: Asked, one: str, poles: tuple[str, ...]
) -> dict[str, Any] | None:
    if len(poles) < 2:
        return None
    key = ("tilt", asked, one, poles)
    table = record.keep(key, lambda: _tilt(record, asked, one, poles)).drop_nulls("tilt")
    if table.is_empty():
        return None
    days = pl.concat(record.days(name, asked) for name in table["dataset"].unique().sort())
    return {
        "chart": chart(record, key, lambda: tilt_spec(table, coverage=days)),
        "rows": table.group_by("dataset", maintain_order=True).last().to_dicts(),
    }


def _tilt(record: Record, asked: Asked, one: str, poles: tuple[str, ...]) -> pl.DataFrame:
    pairs = [(min(one, pole), max(one, pole)) for pole in poles]
    dataset = pair_dataset(record, pairs[0], asked) or pair_dataset(record, pairs[1], asked)
    if dataset is None:
        return TILT.empty()
    own = Asked(asked.since, asked.until, dataset)
    period = asked.period or fitting_period(record.days(dataset, own))
    fits = fits_of(record, pairs, own, period=period)
    return tilt_of_fits(fits, one, between=poles) if fits else TILT.empty()


@router.get("/compare", response_class=HTMLResponse)
def compare(
    request: Request,
    asked: Window,
    pairs: Annotated[str, Query(max_length=200)] = "",
    each: Annotated[str, Query(max_length=5)] = "",
) -> Response:
    """Several relations on one scale: `pairs=PAK-RUS,IND-RUS`, `each=way` or together."""
    record = record_of(request)
    wanted = _pairs(pairs)
    known = record.datasets()["dataset"].to_list()
    values: dict[str, Any] = {"chart": None, "rows": [], "missing": [], "period": "month"}
    if wanted:
        values = _compared(record, wanted, asked, directed=each == "way")
    return show(
        request,
        "compare",
        here="compare",
        asked=asked,
        pairs=", ".join(f"{one}-{two}" for one, two in wanted),
        each=each,
        periods=PERIODS,
        datasets=known,
        query=EventFilter(asked).query(),
        **values,
    )


def _pairs(text: str) -> list[tuple[str, str]]:
    parts = text.replace(";", ",").split(",")
    pairs = list(dict.fromkeys(parse_pair(part) for part in parts if part.strip()))
    if alike := [one for one, two in pairs if one == two]:
        raise CodebookError(f"{alike[0]}-{alike[0]} is no relation: name two different states.")
    if len(pairs) > MOST_COMPARED:
        raise CodebookError(f"{len(pairs)} pairs; at most {MOST_COMPARED} fit on a page.")
    return pairs


def _compared(
    record: Record, wanted: list[tuple[str, str]], asked: Asked, *, directed: bool
) -> dict[str, Any]:
    dyads = [way for pair in wanted for way in ((pair, pair[::-1]) if directed else (pair,))]
    named = asked.dataset or _busiest_dataset(record, wanted, asked)
    own = Asked(asked.since, asked.until, named)
    period = asked.period or fitting_period(record.days(named or "", own))
    key = ("compared", own, period, tuple(dyads), directed)
    table = record.keep(
        key, lambda: warmth_of(record, dyads, own, period=period, directed=directed)
    )
    seen = table.drop_nulls("warmth")
    drawn = None
    if seen.height:
        days = record.days(named or "", own)
        drawn = chart(record, key, lambda: compare_spec(seen, coverage=days, directed=directed))
    keys = ["actor", "recipient"]
    ends = seen.sort("period").group_by(keys, maintain_order=True)
    firsts, lasts = ends.first().to_dicts(), ends.last().to_dicts()
    held = {frozenset((row["actor"], row["recipient"])) for row in lasts}
    return {
        "chart": drawn,
        "rows": [
            {
                "actor": last["actor"],
                "recipient": last["recipient"],
                "first": (first["warmth"], first["low"], first["high"]),
                "last": (last["warmth"], last["low"], last["high"]),
                "events": int(_events(table, last)),
            }
            for first, last in zip(firsts, lasts, strict=True)
        ],
        "missing": [pair for pair in wanted if frozenset(pair) not in held],
        "period": period,
        "named": named,
    }


def _events(table: pl.DataFrame, row: dict[str, Any]) -> int:
    same = (pl.col("actor") == row["actor"]) & (pl.col("recipient") == row["recipient"])
    return int(table.filter(same)["events"].sum())


def _busiest_dataset(record: Record, wanted: list[tuple[str, str]], asked: Asked) -> str | None:
    """One dataset for all: warmth of different ones doesn't compare."""
    names = [pair_dataset(record, pair, asked) for pair in wanted]
    return next((name for name in names if name), None)
