"""The store: four records, coverage and the ledger of imports, in a folder of Parquet segments.

Many processes may read one store while one writes: a reader sees the store as it was when it read
the manifest, and a write shows all at once or not at all.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl

from detente.core.errors import StoreError
from detente.core.tables import COVERAGE, Table, conform
from detente.store.batch import Batch, writing
from detente.store.layout import MANIFEST, TABLES
from detente.store.manifest import Manifest, Segment, load_manifest, save_manifest
from detente.store.segments import scan_segments

__all__ = ["Store", "open", "reported_within"]

WAIT_SECONDS = 600.0  # A large import holds the lock for minutes; a shorter wait would fail runs.


def open(path: str | Path, *, create: bool = True) -> Store:  # noqa: A001
    """Open the store in the folder `path`, making it if it isn't there and `create` is true.

    Raises:
        StoreError: no store there and `create` is false, or it is damaged, of a later format,
            or can't be read or made.

    >>> import tempfile
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     open(folder).events().height
    0
    """
    root = Path(path).expanduser()
    if create and not (root / MANIFEST).exists():
        _make(root)
    load_manifest(root)
    return Store(root)


def _make(root: Path) -> None:
    try:
        root.mkdir(parents=True, exist_ok=True)
        if any(item.name.startswith("segments") for item in root.iterdir()):
            raise StoreError(
                f"{root}: holds segments but no {MANIFEST}. Run `detente store check --repair`."
            )
        save_manifest(root, Manifest())
    except OSError as fault:
        raise StoreError(
            f"{root}: a store can't be made here: {fault.strerror}. Choose a folder you may write."
        ) from fault


class Store:
    """A store that is open for reading and writing; holds no lock and no file between calls."""

    def __init__(self, root: Path) -> None:
        self.root = root

    def __repr__(self) -> str:
        return f"Store({str(self.root)!r})"

    # reading

    def scan(self, table: str, *, dataset: str | Sequence[str] | None = None) -> pl.LazyFrame:
        """One of the store's tables, lazily, in no set order.

        Raises:
            StoreError: no such table, or the store is damaged.
        """
        if table not in TABLES:
            raise StoreError(f"A store has no table '{table}'; it has {', '.join(TABLES)}.")
        return scan_segments(self.root, table, self.segments(table, dataset=dataset))

    def segments(
        self, table: str, *, dataset: str | Sequence[str] | None = None,
        since: date | None = None, until: date | None = None,
    ) -> list[Segment]:  # fmt: skip
        """Segments of `table` that may hold rows of these datasets and days `[since, until)`."""
        named = _listed(dataset)
        low = f"{since:%Y-%m}" if since else ""
        high = f"{until:%Y-%m}" if until else "~"
        return [
            segment
            for segment in load_manifest(self.root).of_table(table)
            if (named is None or segment.dataset in named)
            and (not segment.month[0].isdigit() or low <= segment.month <= high)
        ]

    def events(
        self, *, actor: str | Sequence[str] | None = None,
        recipient: str | Sequence[str] | None = None, dyad: tuple[str, str] | None = None,
        pair: tuple[str, str] | None = None, since: date | None = None,
        until: date | None = None, dataset: str | Sequence[str] | None = None,
        late_days: int | None = None,
    ) -> pl.DataFrame:  # fmt: skip
        """Events, sorted by day and id, as in `core.tables.EVENTS`.

        Args:
            actor, recipient: a state's ISO alpha-3, or several.
            dyad: (actor, recipient); `pair` is the same in both directions.
            since, until: days of the deed, `[since, until)`.
            dataset: one dataset's name, or several.
            late_days: leave out what was reported more than so many days after the deed.
        """
        segments = self.segments("events", dataset=dataset, since=since, until=until)
        rows = scan_segments(self.root, "events", segments)
        conditions = _conditions(actor, recipient, dyad, pair, since, until)
        if late_days is not None:
            conditions.append(reported_within(late_days))
        rows = rows.filter(*conditions) if conditions else rows
        return _collect(rows.sort("happened_on", "event_id"), self.root)

    def articles(self) -> pl.DataFrame:
        """Articles, sorted by day and id."""
        return _collect(self.scan("articles").sort("published_on", "article_id"), self.root)

    def claims(self) -> pl.DataFrame:
        """Claims, in the order of their articles and places in them."""
        return _collect(self.scan("claims").sort("article_id", "start", "claim_id"), self.root)

    def rejects(self) -> pl.DataFrame:
        """What gave nothing, with reasons."""
        return _collect(self.scan("rejects"), self.root)

    def coverage(self, *, dataset: str | Sequence[str] | None = None) -> pl.DataFrame:
        """Days that each dataset covers, sorted; a day without a row was not looked at."""
        return _collect(
            self.scan("coverage", dataset=dataset).unique().sort("dataset", "day"), self.root
        )

    def ledger(self) -> pl.DataFrame:
        """One row per imported file, in the order of import."""
        return _collect(self.scan("ledger").sort("imported_at", "file"), self.root)

    def datasets(self) -> list[str]:
        """Names of the datasets that have events or coverage, sorted."""
        kept = load_manifest(self.root).segments
        return sorted({s.dataset for s in kept if s.table in ("events", "coverage")})

    def sql(self, query: str) -> pl.DataFrame:
        """Answer of a DuckDB query; each table of the store is a view of that name.

        Raises:
            StoreError: the query is wrong; the message is DuckDB's.
        """
        import duckdb

        from_here = self.connect()
        try:
            answer: pl.DataFrame = from_here.sql(query).pl()
        except duckdb.Error as fault:
            raise StoreError(f"The query failed: {fault}") from fault
        finally:
            from_here.close()
        return answer

    def connect(self) -> Any:
        """A DuckDB connection of this process's own, with a view per table; close it after use."""
        import duckdb

        connection = duckdb.connect()
        manifest = load_manifest(self.root)  # Read once, so that the views fit together.
        for name, table in TABLES.items():
            segments = manifest.of_table(name)
            if segments:
                # Joining columns by name opens every file beforehand, which takes seconds.
                relation = connection.read_parquet(
                    [str(self.root / segment.path) for segment in segments],
                    union_by_name=not all(segment.is_current for segment in segments),
                )
                relation.project(_columns(connection, table, relation)).create_view(name)
            else:  # A table, as DuckDB's cursors don't see what is only registered.
                connection.from_arrow(table.empty().to_arrow()).create(name)
        return connection

    # writing

    @contextmanager
    def writing(self, *, wait_seconds: float = WAIT_SECONDS) -> Iterator[Batch]:
        """A batch that is committed whole at the end of the `with`, or not at all."""
        with writing(self.root, wait_seconds=wait_seconds) as batch:
            yield batch

    def add_articles(self, frame: pl.DataFrame, *, replace: bool = False) -> int:
        """Add articles that the store doesn't hold yet; return how many."""
        with self.writing() as batch:
            return batch.add("articles", frame, replace=replace)

    def add_events(
        self, frame: pl.DataFrame, *, dataset: str | None = None,
        covered_days: Iterable[date] = (), replace: bool = False,
    ) -> int:  # fmt: skip
        """Add events that the store doesn't hold yet; return how many.

        Args:
            frame: as `core.tables.EVENTS`.
            dataset: name to put over the frame's own `dataset`.
            covered_days: days that the dataset covers, with or without events; needs `dataset`, or
                one dataset in `frame`.
            replace: a row with a known `event_id` takes the old one's place.

        Raises:
            StoreError: days without a dataset to put them under, or the disk failed.
        """
        if dataset is not None:
            frame = frame.with_columns(dataset=pl.lit(dataset))
        days = _coverage(frame, dataset, covered_days)
        with self.writing() as batch:
            batch.add("coverage", days)
            return batch.add("events", frame, replace=replace)

    def add_claims(self, frame: pl.DataFrame, *, replace: bool = False) -> int:
        """Add claims that the store doesn't hold yet; return how many."""
        with self.writing() as batch:
            return batch.add("claims", frame, replace=replace)

    def add_rejects(self, frame: pl.DataFrame) -> int:
        """Add rejects that the store doesn't hold yet; return how many."""
        with self.writing() as batch:
            return batch.add("rejects", frame)

    def add_coverage(self, days: Iterable[date], *, dataset: str) -> int:
        """Note days that `dataset` covers; return how many are new."""
        with self.writing() as batch:
            return batch.add("coverage", _coverage(COVERAGE.empty(), dataset, days))


def reported_within(days: int) -> pl.Expr:
    """Whether a deed was reported at most so many days after it; true where no day of report is.

    What is reported later is often an anniversary, or dated wrongly.
    """
    after = (pl.col("reported_on") - pl.col("happened_on")).dt.total_days()
    return after.fill_null(0) <= days


def _collect(rows: pl.LazyFrame, root: Path) -> pl.DataFrame:
    try:
        return rows.collect()
    except (OSError, pl.exceptions.PolarsError) as fault:
        raise StoreError(
            f"{root}: a segment can't be read ({fault}). Run `detente store check --store {root}`."
        ) from fault


def _columns(connection: Any, table: Table, relation: Any) -> str:
    """The table's columns for a view; one that none of its files has is null."""
    today = connection.from_arrow(table.empty().to_arrow())
    return ", ".join(
        f'"{name}"' if name in relation.columns else f'cast(null as {dtype}) as "{name}"'
        for name, dtype in zip(today.columns, today.types, strict=True)
    )


def _listed(value: str | Sequence[str] | None) -> list[str] | None:
    return [value] if isinstance(value, str) else None if value is None else list(value)


def _conditions(
    actor: str | Sequence[str] | None, recipient: str | Sequence[str] | None,
    dyad: tuple[str, str] | None, pair: tuple[str, str] | None,
    since: date | None, until: date | None,
) -> list[pl.Expr]:  # fmt: skip
    doer, other, day = pl.col("actor"), pl.col("recipient"), pl.col("happened_on")
    found = []
    if actor is not None:
        found.append(doer.is_in(_listed(actor) or []))
    if recipient is not None:
        found.append(other.is_in(_listed(recipient) or []))
    if dyad is not None:
        found.append((doer == dyad[0]) & (other == dyad[1]))
    if pair is not None:
        found.append(
            ((doer == pair[0]) & (other == pair[1])) | ((doer == pair[1]) & (other == pair[0]))
        )
    if since is not None:
        found.append(day >= since)
    if until is not None:
        found.append(day < until)
    return found


def _coverage(frame: pl.DataFrame, dataset: str | None, days: Iterable[date]) -> pl.DataFrame:
    listed = sorted(set(days))
    if not listed:
        return COVERAGE.empty()
    if dataset is None:
        names = frame["dataset"].unique().to_list() if "dataset" in frame.columns else []
        if len(names) != 1:
            raise StoreError(
                f"Covered days were given for {len(names)} datasets ({', '.join(names) or 'none'})."
                " Pass dataset=…."
            )
        dataset = names[0]
    return conform(pl.DataFrame({"dataset": dataset, "day": listed}), COVERAGE)
