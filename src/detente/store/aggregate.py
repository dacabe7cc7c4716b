"""Events to dyad × period: the one heavy computation, written once in Ibis for every engine.

Ibis expressions are here and, of GDELT's own table, in `gdelt_columns.py`. Five rules keep them the
same on DuckDB, Spark, ClickHouse and BigQuery; each was learnt from a failure (decisions/0022):

1. Days are a real DATE column; text dates are parsed by the importers.
2. Divide only by `x.nullif(0)`: Spark raises on zero.
3. A sum over no rows is NULL here and 0 there: `fill_null(0)` always.
4. Cast sums, as DuckDB widens integers; beside other numbers sum ones instead of counting rows,
   as ClickHouse's counts have no sign.
5. Weeks start on Monday: `truncate("W")`.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from detente.core.codebook import DOMAINS, QUADS
from detente.core.errors import CodebookError, TableError
from detente.core.tables import DYAD_PERIOD

if TYPE_CHECKING:
    import ibis.expr.types as ir

__all__ = [
    "BY",
    "ONCE",
    "PERIODS",
    "dyad_periods",
    "event_table",
    "mention_table",
    "recounted",
]

PERIODS: Final = {"day": "D", "week": "W", "month": "M", "quarter": "Q", "year": "Y"}
BY: Final = ("root", "domain", "actor_sector", "recipient_sector")
"""What a table may be split by, besides dataset, dyad and period."""

ONCE: Final = ("retold", "mirrored")
"""Repeats that may be counted once: a deed told again; a meeting coded in both directions."""

COUNTED: Final = ("happened", "announced")
# A day known to the month has no place in a table of weeks.
_TOO_COARSE: Final = {
    "day": ("month", "year"), "week": ("month", "year"), "month": ("year",), "quarter": ("year",),
    "year": (),
}  # fmt: skip
_DYAD: Final = ("dataset", "actor", "recipient")
_COUNTS: Final = ("events", *QUADS, "mentions", "sum_weight", "sum_squares")


def dyad_periods(
    events: ir.Table, coverage: ir.Table, *,
    period: str = "week", directed: bool = True, self_dyads: bool = False,
    by: Sequence[str] = (), domain: str | None = None, dataset: str | None = None,
    dyads: Sequence[tuple[str, str]] | None = None, since: date | None = None,
    until: date | None = None, as_of: date | None = None, once: Sequence[str] = (),
    zeros: bool = True, late_days: int | None = None, shares: bool = False,
) -> ir.Table:  # fmt: skip
    """Expression for the events of each dyad in each covered period.

    Args:
        events, coverage: tables of any Ibis engine, columns as `core.tables.EVENTS` and COVERAGE.
        period: day, week (from Monday), month, quarter or year.
        directed: False joins both directions; `actor` is then the first by alphabet.
        self_dyads: keep deeds within one state.
        by: split further by some of `BY`; an event of two domains then counts in both.
        domain, dataset: only events of this domain, of this dataset.
        dyads: only these (actor, recipient); with `zeros`, also those without any event.
        since, until: days `[since, until)` of the deed and of the coverage.
        as_of: nothing reported on this day or later is seen.
        once: which repeats (`ONCE`) count once: `retold`, the same dyad, day and code;
            `mirrored`, a meeting or signature of the same pair and day, in an undirected table.
            The mentions of the repeats add up.
        zeros: rows of zeros for the covered periods without events; else only rows with events.
        late_days: leave out what was reported more than so many days after the deed: anniversaries
            and wrong dates, for the most part.
        shares: weigh each event by its share of its row (`EVENTS`), so that sums over dyads count
            a row about several states once: sum_weight, mean_weight and sum_squares; a last column
            `shares` holds the sum of shares. The counts stay whole.

    Returns:
        Columns of `core.tables.DYAD_PERIOD` (and `by`, after recipient), in no order. Events on
        days that aren't covered, dated too coarsely for the period, or denied, hypothetical or
        habitual are left out. A null in a column of `by` stands for "not known".

    Raises:
        TableError: an unknown period, split or repeat; mirrored deeds of a directed table.
        CodebookError: an unknown domain.
    """
    _check_choices(period, by, once, domain)
    if directed and "mirrored" in once:
        raise TableError("Mirrored meetings can be folded only where directions are joined.")
    days = _days(coverage, dataset=dataset, since=since, until=until, as_of=as_of)
    deeds = _deeds(events, period=period, self_dyads=self_dyads, as_of=as_of, late_days=late_days)
    if dyads is not None:
        deeds = _near(deeds, dyads, directed)
    deeds = deeds.semi_join(days, [deeds.dataset == days.dataset, deeds.happened_on == days.day])
    if domain is not None:
        deeds = deeds.filter(deeds.domains.contains(domain))
    if "domain" in by:
        deeds = deeds.mutate(domain=deeds.domains.unnest())
    deeds = _once(deeds, by=by, repeats=once)
    if not directed:
        deeds = _undirected(deeds)
    if dyads is not None:
        deeds = deeds.semi_join(_listed(dyads, directed), ["actor", "recipient"])
    periods = days.group_by("dataset", period=_first_day(days.day, period)).agg(
        covered_days=days.count().cast("int32")
    )
    coded = _coded(deeds, [*_DYAD, *by], period, shares)
    wanted = None if dyads is None else _listed(dyads, directed)
    filled = _filled(coded, periods, [*_DYAD, *by], wanted) if zeros else _joined(coded, periods)
    return _ordered(filled, by, shares)


def _check_choices(period: str, by: Sequence[str], once: Sequence[str], domain: str | None) -> None:
    for kind, given, known in (
        ("length of period", (period,), tuple(PERIODS)), ("split", by, BY), ("repeat", once, ONCE),
    ):  # fmt: skip
        for name in given:
            if name not in known:
                raise TableError(f"'{name}' is not a {kind}. Known: {', '.join(known)}.")
    if domain is not None and domain not in DOMAINS:
        raise CodebookError(f"'{domain}' is not a domain. Known: {', '.join(DOMAINS)}.")


def _days(
    coverage: ir.Table, *, dataset: str | None, since: date | None, until: date | None,
    as_of: date | None,
) -> ir.Table:  # fmt: skip
    conditions = []
    if dataset is not None:
        conditions.append(coverage.dataset == dataset)
    if since is not None:
        conditions.append(coverage.day >= since)
    for end in (until, as_of):
        if end is not None:
            conditions.append(coverage.day < end)
    kept = coverage.filter(*conditions) if conditions else coverage
    return kept.select("dataset", "day").distinct()


def _deeds(
    events: ir.Table, *, period: str, self_dyads: bool, as_of: date | None, late_days: int | None
) -> ir.Table:
    conditions = [
        events.actor.notnull(), events.recipient.notnull(), events.status.isin(COUNTED),
    ]  # fmt: skip
    if not self_dyads:
        conditions.append(events.actor != events.recipient)
    if coarse := _TOO_COARSE[period]:
        conditions.append(~events.happened_precision.isin(coarse))
    if as_of is not None:
        conditions.append(events.reported_on.fill_null(events.happened_on) < as_of)
    if late_days is not None:
        after = events.reported_on.delta(events.happened_on, unit="day")
        conditions.append(after.fill_null(0) <= late_days)
    return events.filter(*conditions)


def _first_day(day: Any, period: str) -> Any:
    return day.truncate(PERIODS[period]).cast("date") if period != "day" else day


def _undirected(deeds: ir.Table) -> ir.Table:
    import ibis

    return deeds.mutate(
        actor=ibis.least(deeds.actor, deeds.recipient),
        recipient=ibis.greatest(deeds.actor, deeds.recipient),
    )


def _near(deeds: ir.Table, dyads: Sequence[tuple[str, str]], directed: bool) -> ir.Table:
    """Deeds among the states of `dyads`: by a plain condition engines skip parts of files."""
    actors, recipients = ({dyad[side] for dyad in dyads} for side in (0, 1))
    if not directed:
        actors = recipients = actors | recipients
    return deeds.filter(deeds.actor.isin(sorted(actors)), deeds.recipient.isin(sorted(recipients)))


def _listed(dyads: Sequence[tuple[str, str]], directed: bool) -> ir.Table:
    import ibis

    rows = [dyad if directed else (min(dyad), max(dyad)) for dyad in dyads]
    # Literals joined by UNION, as engines differ in how they take a table from memory.
    tables = [
        ibis.literal(actor).name("actor").as_table().mutate(recipient=ibis.literal(recipient))
        for actor, recipient in dict.fromkeys(rows)
    ]
    return ibis.union(*tables) if len(tables) > 1 else tables[0]


def _once(deeds: ir.Table, *, by: Sequence[str], repeats: Sequence[str]) -> ir.Table:
    """Fold repeats into the one with the lowest id; its mentions are those of all."""
    import ibis

    if not repeats:
        return deeds
    kind = deeds.cameo.fill_null(deeds.root)
    # Whoever visits is hosted: 042 and 043 are two sides of one deed.
    met_as = (kind == "043").ifelse(ibis.literal("042"), kind)
    met = ((deeds.root == "CONSULT") | (kind == "057")) & (ibis.literal("mirrored" in repeats))
    own = kind if "retold" in repeats else deeds.event_id
    same = deeds.mutate(
        _kind=met.ifelse(met_as, own),
        _first=met.ifelse(ibis.least(deeds.actor, deeds.recipient), deeds.actor),
        _second=met.ifelse(ibis.greatest(deeds.actor, deeds.recipient), deeds.recipient),
    )
    window = ibis.window(group_by=["dataset", "happened_on", "_first", "_second", "_kind", *by])
    ranked = same.mutate(
        _rank=ibis.row_number().over(window.order_by("event_id")),
        _mentions=same.mentions.cast("int64").sum().over(window),
    )
    return ranked.filter(ranked._rank == 0).mutate(mentions=lambda row: row._mentions)


def _coded(deeds: ir.Table, keys: list[str], period: str, shares: bool) -> ir.Table:
    import ibis

    weight, squares = deeds.weight, deeds.weight * deeds.weight
    whole = {}
    if shares:
        share = deeds.share.fill_null(1.0) if "share" in deeds.columns else ibis.literal(1.0)
        weight, squares = weight * share, squares * share
        whole["shares"] = share.sum().fill_null(0.0)
    quads = {quad: (deeds.quad == quad).cast("int64").sum().fill_null(0) for quad in QUADS}
    return deeds.group_by(*keys, period=_first_day(deeds.happened_on, period)).agg(
        events=deeds.count(),
        **quads,
        mentions=deeds.mentions.cast("int64").sum().fill_null(0),
        sum_weight=weight.sum().fill_null(0.0),
        sum_squares=squares.sum().fill_null(0.0),
        **whole,
    )


def _joined(coded: ir.Table, periods: ir.Table) -> ir.Table:
    return coded.join(periods, ["dataset", "period"])


def _filled(
    coded: ir.Table, periods: ir.Table, keys: list[str], wanted: ir.Table | None
) -> ir.Table:
    seen = coded.select(*keys).distinct()
    if wanted is not None and len(keys) == len(_DYAD):
        seen = periods.select("dataset").distinct().cross_join(wanted)
    grid = seen.join(periods, "dataset")
    # A split may be null (a sector that isn't known), and null equals nothing.
    same = [
        grid[key] == coded[key] if key in (*_DYAD, "period") else grid[key].identical_to(coded[key])
        for key in (*keys, "period")
    ]
    joined = grid.left_join(coded, same, rname="{name}_coded")
    counts = [name for name in (*_COUNTS, "shares") if name in coded.columns]
    return joined.mutate(**{name: joined[name].fill_null(0) for name in counts})


def _ordered(table: ir.Table, by: Sequence[str], shares: bool) -> ir.Table:
    whole = table.shares if shares else table.events
    mean = (table.sum_weight / whole.nullif(0)).name("mean_weight")
    table = table.mutate(mean)
    types = {"period": "date", "mentions": "int64", "mean_weight": "float64",
             "sum_weight": "float64", "sum_squares": "float64", "covered_days": "int32",
             "events": "int32", **dict.fromkeys(QUADS, "int32")}  # fmt: skip
    names = [*DYAD_PERIOD.names[:3], *by, *DYAD_PERIOD.names[3:], *(["shares"] if shares else [])]
    return table.select(
        **{name: table[name].cast(types[name]) if name in types else table[name] for name in names}
    )


def recounted(events: ir.Table, mentions: ir.Table, *, as_of: date | None = None) -> ir.Table:
    """Events with `mentions` counted anew from a table of mentions, where that gives more.

    GDELT 2.0's own count stops after 15 minutes. With `as_of`, mentions of before that day only.
    """
    import ibis

    seen = mentions if as_of is None else mentions.filter(mentions.mentioned_on < as_of)
    counts = seen.group_by("dataset", "record_id").agg(
        seen=seen.record_id.notnull().cast("int64").sum()
    )
    joined = events.left_join(counts, ["dataset", "record_id"], rname="{name}_counted")
    own = joined.mentions.cast("int64")
    counted = ibis.greatest(own, joined.seen.fill_null(0))
    return joined.mutate(mentions=counted).select(*events.columns)


def mention_table() -> Any:
    """Unbound table `mentions`, for compiling without an engine."""
    import ibis

    return ibis.table(
        {"dataset": "string", "record_id": "string", "mentioned_on": "date"}, name="mentions"
    )


def event_table(*, shares: bool = False) -> tuple[Any, Any]:
    """Unbound tables `events` and `coverage`, for compiling without an engine.

    With `shares`, events have that column, which files of before it lack.
    """
    import ibis

    events = ibis.table(
        {
            "event_id": "string", "record_id": "string", "dataset": "string", "happened_on": "date",
            "happened_precision": "string", "reported_on": "date", "actor": "string",
            "recipient": "string", "actor_sector": "string", "recipient_sector": "string",
            "root": "string", "cameo": "string", "quad": "string", "weight": "float64",
            "domains": "array<string>", "status": "string", "mentions": "int32",
            **({"share": "float64"} if shares else {}),
        },
        name="events",
    )  # fmt: skip
    return events, ibis.table({"dataset": "string", "day": "date"}, name="coverage")
