"""The tables that the rooms exchange, each column defined once: type, unit, meaning, null or not.

Positive is friendly, negative hostile, everywhere. Windows are `[start, end)`. 0 means "covered,
and nothing was coded"; null or an absent row means "we did not look".
"""

from __future__ import annotations

import polars as pl

from detente.core.table import Column, Table, check, conform

__all__ = [
    "ARTICLES",
    "CLAIMS",
    "CLAIM_SCORES",
    "COVERAGE",
    "DRIVERS",
    "DYAD_PERIOD",
    "EVENTS",
    "FORECAST",
    "LEDGER",
    "MENTIONS",
    "NETWORK",
    "NEXT_EVENTS",
    "RATES",
    "REJECTS",
    "SHARES",
    "SHIFTS",
    "STANDING",
    "TILT",
    "VERDICTS",
    "WARMTH",
    "Column",
    "Table",
    "check",
    "conform",
]

_TEXT, _DAY, _INT, _REAL, _FLAG = pl.String(), pl.Date(), pl.Int32(), pl.Float64(), pl.Boolean()
_TEXTS = pl.List(pl.String)
_PARAGRAPHS = pl.List(pl.Struct({"start": pl.Int32, "end": pl.Int32}))
_DROPPED = pl.List(pl.Struct({"reason": pl.String, "text": pl.String}))
_INSTANT = pl.Datetime("us", "UTC")
_COUNTS = pl.List(pl.Struct({"name": pl.String, "rows": pl.Int64}))

ARTICLES = Table(
    "articles",
    (
        Column("article_id", _TEXT, "stable id, from origin and text"),
        Column("origin", _TEXT, "path or URL that it was read from, with an item number in a feed"),
        Column("url", _TEXT, "canonical address, where the page or feed names one", nullable=True),
        Column("outlet", _TEXT, "who published it", nullable=True),
        Column("title", _TEXT, "headline", nullable=True),
        Column("author", _TEXT, "authors, joined by '; '", nullable=True),
        Column("affiliation", _TEXT, "where the author works, from the biography", nullable=True),
        Column("published_on", _DAY, "day of publication", nullable=True),
        Column(
            "published_by",
            _TEXT,
            "what gave published_on: text, metadata, feed, url or given",
            nullable=True,
        ),
        Column("fetched_at", _INSTANT, "when it was read", nullable=True, unit="UTC"),
        Column("language", _TEXT, "ISO 639-1", nullable=True),
        Column("genre", _TEXT, "news or opinion", nullable=True),
        Column("text", _TEXT, "body only; paragraphs parted by a blank line"),
        Column("paragraphs", _PARAGRAPHS, "[start, end) of each paragraph in text", unit="chars"),
        Column("dropped", _DROPPED, "what was left out of the body, each with its reason"),
        Column("copies", _INT, "near-duplicates that were folded into this one"),
    ),
)

EVENTS = Table(
    "events",
    (
        Column("event_id", _TEXT, "stable: the same report coded twice gives the same id"),
        Column("dataset", _TEXT, "who coded it: detente, gdelt2, icews, polecat, …"),
        Column("happened_on", _DAY, "day of the deed"),
        Column("happened_precision", _TEXT, "day, month, year, or report (day of the report)"),
        Column("reported_on", _DAY, "day of publication; null where unknown", nullable=True),
        Column("actor", _TEXT, "ISO 3166 alpha-3 of the doer's state", nullable=True),
        Column("recipient", _TEXT, "ISO 3166 alpha-3 of the other side", nullable=True),
        Column("actor_name", _TEXT, "as written", nullable=True),
        Column("actor_sector", _TEXT, "PLOVER sector", nullable=True),
        Column("recipient_name", _TEXT, "as written", nullable=True),
        Column("recipient_sector", _TEXT, "PLOVER sector", nullable=True),
        Column("root", _TEXT, "PLOVER root, see core.codebook"),
        Column("mode", _TEXT, "finer kind of the root", nullable=True),
        Column("cameo", _TEXT, "CAMEO code as text, leading zero kept", nullable=True),
        Column("quad", _TEXT, "verbal or material x coop or conf"),
        Column("weight", _REAL, "Goldstein points, friendly positive", unit="-10 … 10"),
        Column("domains", _TEXTS, "diplomatic, military, economic, energy, …"),
        Column("status", _TEXT, "happened, announced, denied, hypothetical, habitual"),
        Column("attributed_to", _TEXT, "who says so, where the sentence says who", nullable=True),
        Column(
            "confidence", _REAL, "calibrated probability that the coding is right", unit="0 … 1"
        ),
        Column("mentions", _INT, "reports of it in its dataset"),
        Column("record_id", _TEXT, "key of the row in its own dataset", nullable=True),
        Column("article_id", _TEXT, "article that it was coded from", nullable=True),
        Column("paragraph", _INT, "paragraph number, from 0", nullable=True),
        Column("sentence", _TEXT, "the sentence, word for word", nullable=True),
        Column("start", _INT, "start of the sentence in the article's text", True, "chars"),
        Column("end", _INT, "end of the sentence in the article's text", True, "chars"),
        Column("trigger", _TEXT, "word that carries the deed", nullable=True),
        Column("actor_start", _INT, "start of the actor's words in the text", True, "chars"),
        Column("actor_end", _INT, "end of the actor's words in the text", True, "chars"),
        Column("recipient_start", _INT, "start of the recipient's words", True, "chars"),
        Column("recipient_end", _INT, "end of the recipient's words", True, "chars"),
        Column(
            "share",
            _REAL,
            "its part of a row of its dataset that made several events; null: the row made one",
            True,
            "0 … 1",
        ),
    ),
)

CLAIMS = Table(
    "claims",
    (
        Column("claim_id", _TEXT, "stable id"),
        Column("article_id", _TEXT, "article that it stands in", nullable=True),
        Column("kind", _TEXT, "statement, trend, cause, forecast or recommendation"),
        Column("states", _TEXTS, "ISO 3166 alpha-3 of the states it speaks of"),
        Column("actor", _TEXT, "whose doing or leaning it is about", nullable=True),
        Column("recipient", _TEXT, "towards whom", nullable=True),
        Column("direction", _INT, "+1 warmer, -1 colder, 0 neither or denied", nullable=True),
        Column("level", _TEXT, "level ('close ties') or change ('growing ties')", nullable=True),
        Column("domain", _TEXT, "as in events", nullable=True),
        Column("said_by", _TEXT, "holder: author, or the person, office or state", nullable=True),
        Column("said_by_state", _TEXT, "state of the holder", nullable=True),
        Column("hedge_words", _TEXTS, "words that weaken it"),
        Column("hedge", _REAL, "how weakened: 0 flat … 1 mere possibility", unit="0 … 1"),
        Column("polarity", _INT, "+1 asserted, -1 denied"),
        Column("presupposed", _FLAG, "taken as known rather than asserted"),
        Column("condition", _TEXT, "words of the if-clause", nullable=True),
        Column("horizon", _TEXT, "words on when", nullable=True),
        Column("addressee", _TEXT, "who ought to act (recommendations)", nullable=True),
        Column("action", _TEXT, "what ought to be done, or will be done", nullable=True),
        Column("cause_text", _TEXT, "words of the cause", nullable=True),
        Column("cause_start", _INT, "offset in the text", True, "chars"),
        Column("cause_end", _INT, "offset in the text", True, "chars"),
        Column("cause_states", _TEXTS, "states that the cause speaks of", nullable=True),
        Column("effect_text", _TEXT, "words of the effect", nullable=True),
        Column("effect_start", _INT, "offset in the text", True, "chars"),
        Column("effect_end", _INT, "offset in the text", True, "chars"),
        Column("effect_states", _TEXTS, "states that the effect speaks of", nullable=True),
        Column("about_from", _DAY, "start of the time that it speaks of", nullable=True),
        Column("about_to", _DAY, "end of the time that it speaks of, exclusive", nullable=True),
        Column("paragraph", _INT, "paragraph number, from 0"),
        Column("text", _TEXT, "the words, verbatim"),
        Column("start", _INT, "offset of the words in the article's text", unit="chars"),
        Column("end", _INT, "end offset", unit="chars"),
    ),
)

REJECTS = Table(
    "rejects",
    (
        Column("origin", _TEXT, "file, URL, article_id or dataset file"),
        Column("item", _TEXT, "file, article, row or sentence"),
        Column(
            "locator", _TEXT, "where in the origin: row, item or character offset", nullable=True
        ),
        Column("reason", _TEXT, "from the fixed list of core.reasons"),
        Column("detail", _TEXT, "what was found, and what to do", nullable=True),
    ),
)

COVERAGE = Table(
    "coverage",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("day", _DAY, "a day that the dataset covers"),
    ),
)

DYAD_PERIOD = Table(
    "dyad_period",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("actor", _TEXT, "ISO 3166 alpha-3"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3"),
        Column("period", _DAY, "first day of the day, week (Monday), month, quarter or year"),
        Column("events", _INT, "events in the period; 0 where covered and nothing was coded"),
        Column("verbal_coop", _INT, "events of that quad class"),
        Column("material_coop", _INT, "events of that quad class"),
        Column("verbal_conf", _INT, "events of that quad class"),
        Column("material_conf", _INT, "events of that quad class"),
        Column("mentions", pl.Int64(), "sum of mentions"),
        Column("sum_weight", _REAL, "sum of weights", unit="Goldstein points"),
        Column("mean_weight", _REAL, "mean weight; null where no event", True, "Goldstein points"),
        Column("sum_squares", _REAL, "sum of squared weights", unit="Goldstein points²"),
        Column("covered_days", _INT, "days of the period that the dataset covers"),
    ),
)

LEDGER = Table(
    "ledger",
    (
        Column("dataset", _TEXT, "dataset that the file's events were put under"),
        Column("layout", _TEXT, "layout that the file was read as: gdelt2, icews, table, …"),
        Column("file", _TEXT, "name of the file, and of its member where it is an archive"),
        Column("bytes", pl.Int64(), "size of the file as it lay on disk"),
        Column("sha256", _TEXT, "checksum of the file as it lay on disk"),
        Column("rows_in", pl.Int64(), "rows in the file; rows_kept + rows_rejected"),
        Column("rows_kept", pl.Int64(), "rows that became events, or were folded into one"),
        Column("rows_rejected", pl.Int64(), "rows that gave nothing"),
        Column("events", pl.Int64(), "events that the file added to the store"),
        Column("rejected_by", _COUNTS, "rejected rows by reason, see core.reasons"),
        Column("unmapped", _COUNTS, "codes that no table maps, as 'kind:code', with rows"),
        Column("first_day", _DAY, "earliest day of an event in it", nullable=True),
        Column("last_day", _DAY, "latest day of an event in it", nullable=True),
        Column("imported_at", _INSTANT, "when", unit="UTC"),
    ),
)

WARMTH = Table(
    "warmth",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("actor", _TEXT, "ISO 3166 alpha-3; of a pair the first by alphabet"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3; of a pair the second"),
        Column("domain", _TEXT, "only events of this domain; null: all", nullable=True),
        Column("period", _DAY, "first day of the day, week (Monday), month, quarter or year"),
        Column("events", _INT, "events in the period; 0 where covered and nothing was coded"),
        Column("mean_weight", _REAL, "mean weight; null where no event", True, "Goldstein points"),
        Column(
            "filtered",
            _REAL,
            "warmth as known at the period's end; null before the first event",
            True,
            "Goldstein points",
        ),
        Column("filtered_low", _REAL, "lower end of its band", True, "Goldstein points"),
        Column("filtered_high", _REAL, "upper end of its band", True, "Goldstein points"),
        Column(
            "warmth",
            _REAL,
            "warmth by all events given; null for a dyad without events",
            True,
            "Goldstein points",
        ),
        Column("low", _REAL, "lower end of its band", True, "Goldstein points"),
        Column("high", _REAL, "upper end of its band", True, "Goldstein points"),
        Column("level", _REAL, "probability that the band holds", unit="0 … 1"),
    ),
)

MENTIONS = Table(
    "mentions",
    (
        Column("dataset", _TEXT, "dataset of the event"),
        Column("record_id", _TEXT, "key of the event in its dataset, as in events"),
        Column("mentioned_on", _DAY, "day on which the mention was seen"),
        Column("outlet", _TEXT, "who published it", nullable=True),
        Column("url", _TEXT, "address of the document", nullable=True),
        Column("sentence", _INT, "sentence of the document, from 1", nullable=True),
        Column("confidence", _REAL, "how sure the dataset is of it", True, "0 … 1"),
    ),
)

SHIFTS = Table(
    "shifts",
    (
        Column("shift_id", _TEXT, "stable: dyad, series, day and method"),
        Column("dataset", _TEXT, "who coded it"),
        Column("actor", _TEXT, "ISO 3166 alpha-3; of a pair the first by alphabet"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3; of a pair the second"),
        Column("shifted_on", _DAY, "day that the change most likely began"),
        Column("earliest", _DAY, "start of the interval that holds that day"),
        Column("latest", _DAY, "end of that interval, inclusive"),
        Column("found_on", _DAY, "day whose reports raised the alarm; null off-line", True),
        Column("until", _DAY, "last day of the alarm; null off-line", nullable=True),
        Column(
            "series",
            _TEXT,
            "cooperation, conflict, accord (agreements, support, aid), warmth or score",
        ),
        Column("direction", _INT, "+1 friendlier, -1 more hostile"),
        Column("size", _REAL, "change, friendly positive, in `unit`"),
        Column("size_low", _REAL, "lower end of its band (nine chances in ten)"),
        Column("size_high", _REAL, "upper end of its band"),
        Column("unit", _TEXT, "events a week, or Goldstein points"),
        Column("before", _REAL, "level before, in `unit` (never signed for events)"),
        Column("after", _REAL, "level after, in `unit`"),
        Column("strength", _REAL, "-log10 of the chance of as much in an unchanged relation"),
        Column("course", _TEXT, "abrupt or gradual; null where too little is known", nullable=True),
        Column("events", _INT, "events that raised the alarm"),
        Column("method", _TEXT, "online, or, looking back, chart, breaks or pelt"),
        Column("false_alarms", _REAL, "stated rate", unit="a dyad and year"),
    ),
)

SHARES = Table(
    "shares",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("event_id", _TEXT, "event; null for the start of the record", nullable=True),
        Column("happened_on", _DAY, "day of the deed", nullable=True),
        Column("actor", _TEXT, "ISO 3166 alpha-3 of the doer", nullable=True),
        Column("recipient", _TEXT, "ISO 3166 alpha-3 of the other side", nullable=True),
        Column("root", _TEXT, "PLOVER root", nullable=True),
        Column("mode", _TEXT, "finer kind", nullable=True),
        Column("quad", _TEXT, "verbal or material x coop or conf", nullable=True),
        Column("weight", _REAL, "Goldstein points", nullable=True),
        Column("domains", _TEXTS, "diplomatic, military, …", nullable=True),
        Column("share", _REAL, "its part of the change in warmth", unit="Goldstein points"),
        Column("fraction", _REAL, "share over change; null where that is 0", nullable=True),
        Column("article_id", _TEXT, "article that it was coded from", nullable=True),
        Column("sentence", _TEXT, "the sentence, word for word", nullable=True),
        Column("record_id", _TEXT, "key of the row in its own dataset", nullable=True),
    ),
)

FORECAST = Table(
    "forecast",
    (
        Column("dataset", _TEXT, "who coded the events"),
        Column("actor", _TEXT, "ISO 3166 alpha-3"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3"),
        Column("as_of", _DAY, "nothing reported on this day or later was seen"),
        Column(
            "measure", _TEXT, "a quad class (events in the period) or warmth (Goldstein points)"
        ),
        Column("step", _INT, "periods ahead, from 1"),
        Column("start", _DAY, "first day of the period"),
        Column("end", _DAY, "day after its last"),
        Column("mean", _REAL, "expected value"),
        Column("low_90", _REAL, "lower end of the central 90 % interval"),
        Column("low_80", _REAL, "lower end of the central 80 % interval"),
        Column("low_50", _REAL, "lower end of the central 50 % interval"),
        Column("median", _REAL, "middle of the distribution"),
        Column("high_50", _REAL, "upper end of the central 50 % interval"),
        Column("high_80", _REAL, "upper end of the central 80 % interval"),
        Column("high_90", _REAL, "upper end of the central 90 % interval"),
        Column("probability", _REAL, "of any such event in the period; null for warmth", True),
        Column("baseline", _TEXT, "named simple forecast beside it"),
        Column("baseline_mean", _REAL, "what that baseline expects"),
        Column("baseline_probability", _REAL, "of any such event, by the baseline", True),
        Column(
            "gain", _REAL, "past CRPS below the baseline's, all dyads; null if not measured", True
        ),
        Column("covered_80", _REAL, "share of past outcomes in the 80 % interval", True, "0 … 1"),
        Column("origins", _INT, "past days of forecast that gain and covered_80 rest on"),
        Column(
            "verdict", _TEXT, "better, no better or not measured against the baseline, in words"
        ),
    ),
)

NEXT_EVENTS = Table(
    "next_events",
    (
        Column("dataset", _TEXT, "who coded the events"),
        Column("as_of", _DAY, "nothing reported on this day or later was seen"),
        Column("until", _DAY, "day after the last that the probability speaks of"),
        Column("place", _INT, "rank, 1 the likeliest"),
        Column("actor", _TEXT, "ISO 3166 alpha-3"),
        Column("root", _TEXT, "PLOVER root"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3"),
        Column("probability", _REAL, "of at least one such event before `until`", unit="0 … 1"),
        Column("share", _REAL, "of this recipient, if the actor does such a deed", unit="0 … 1"),
        Column("baseline", _TEXT, "named simple forecast beside it"),
        Column("baseline_probability", _REAL, "of at least one such event, by the baseline"),
        Column(
            "gain",
            _REAL,
            "Brier score below the baseline's on the window just before; null if not measured",
            True,
        ),
        Column("calibration_error", _REAL, "of the probabilities there", True, "0 … 1"),
        Column("verdict", _TEXT, "better, no better or not measured, in words"),
        Column("because", _TEXTS, "past deeds that speak for it, strongest first"),
        Column("event_ids", _TEXTS, "latest events of those deeds"),
    ),
)

TILT = Table(
    "tilt",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("state", _TEXT, "ISO 3166 alpha-3 of the state that leans"),
        Column("towards", _TEXT, "state that a positive tilt leans to"),
        Column("than", _TEXT, "state that it is compared with"),
        Column("period", _DAY, "first day of the period"),
        Column("tilt", _REAL, "warmth with the one less with the other", True, "Goldstein points"),
        Column("low", _REAL, "lower end of its band", True, "Goldstein points"),
        Column("high", _REAL, "upper end of its band", True, "Goldstein points"),
        Column("filtered", _REAL, "tilt as known at the period's end", True, "Goldstein points"),
        Column("probability", _REAL, "that the tilt is above 0", True, "0 … 1"),
        Column("events_towards", _INT, "events with the one in the period"),
        Column("events_than", _INT, "events with the other in the period"),
        Column("level", _REAL, "probability that the band holds", unit="0 … 1"),
    ),
)

RATES = Table(
    "rates",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("actor", _TEXT, "ISO 3166 alpha-3; of a pair the first by alphabet"),
        Column("recipient", _TEXT, "ISO 3166 alpha-3; of a pair the second"),
        Column("series", _TEXT, "cooperation or conflict"),
        Column("period", _DAY, "first day of the period"),
        Column("events", _INT, "events of that kind in the period"),
        Column("exposure", _REAL, "the dataset's volume in the period over its mean"),
        Column("filtered", _REAL, "rate as known at the period's end", unit="events a period"),
        Column("rate", _REAL, "rate by all events given, at mean exposure", unit="events a period"),
        Column("low", _REAL, "lower end of its band", unit="events a period"),
        Column("high", _REAL, "upper end of its band", unit="events a period"),
        Column("level", _REAL, "probability that the band holds", unit="0 … 1"),
    ),
)

NETWORK = Table(
    "network",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("period", _DAY, "first day of the period"),
        Column("one", _TEXT, "ISO 3166 alpha-3, the first by alphabet"),
        Column("other", _TEXT, "ISO 3166 alpha-3"),
        Column("sign", _INT, "+1 friendly, -1 hostile; the band excludes the neutral level"),
        Column("warmth", _REAL, "warmth of the pair", unit="Goldstein points"),
        Column("low", _REAL, "lower end of its band", unit="Goldstein points"),
        Column("high", _REAL, "upper end of its band", unit="Goldstein points"),
        Column("events", _INT, "events in the period"),
    ),
)

STANDING = Table(
    "standing",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("period", _DAY, "first day of the period"),
        Column("one", _TEXT, "ISO 3166 alpha-3, the first by alphabet"),
        Column("other", _TEXT, "ISO 3166 alpha-3"),
        Column("events", _INT, "events between the two in the period"),
        Column(
            "own",
            _REAL,
            "mean of the pair's own events, both directions alike, consultations down-weighted",
            unit="Goldstein points",
        ),
        Column(
            "own_error",
            _REAL,
            "its standard error, by how its weeks scatter",
            unit="Goldstein points",
        ),
        Column(
            "expected",
            _REAL,
            "what the two states are like with all others",
            unit="Goldstein points",
        ),
        Column("kept", _REAL, "share of own - expected that is believed", unit="0 … 1"),
        Column("standing", _REAL, "expected + kept * (own - expected)", unit="Goldstein points"),
        Column("low", _REAL, "lower end of its band", unit="Goldstein points"),
        Column("high", _REAL, "upper end of its band", unit="Goldstein points"),
        Column("level", _REAL, "probability that the band holds", unit="0 … 1"),
    ),
)

DRIVERS = Table(
    "drivers",
    (
        Column("dataset", _TEXT, "who coded it"),
        Column("actor", _TEXT, "candidate pair, the first by alphabet"),
        Column("recipient", _TEXT, "candidate pair, the second"),
        Column("events", _INT, "events of the candidate in the record"),
        Column("sign", _INT, "+1 moved the same way as the target, -1 the opposite way"),
        Column("shape", _TEXT, "lag shape that fits best, in periods"),
        Column("correlation", _REAL, "with the target, all controls removed", unit="-1 … 1"),
        Column("strength", _REAL, "standard deviations over the shifted null"),
        Column("p_value", _REAL, "chance of as much in the shifted null", unit="0 … 1"),
        Column("q_value", _REAL, "false discovery rate at which it passes", unit="0 … 1"),
        Column("moved_before", _FLAG, "selected: rung 'preceded' or higher"),
        Column("placebo_share", _REAL, "placebo targets with as much; null: not tried", True),
        Column("lead", _REAL, "correlation with its later values; null: not tried", True),
        Column("replicated_in", _TEXT, "where else it passes; null: not tried or nowhere", True),
        Column("rung", _TEXT, "not shown, preceded, specific or replicated"),
    ),
)

VERDICTS = Table(
    "verdicts",
    (
        Column("claim_id", _TEXT, "claim that is held against the record"),
        Column("dataset", _TEXT, "whose record"),
        Column("view", _TEXT, "known (before the article's day) or since (after it)"),
        Column(
            "verdict",
            _TEXT,
            "supported, contradicted, mixed, not enough data; of causes: "
            "timing fits, does not fit, not testable",
        ),
        Column("why", _TEXT, "the numbers behind it, in a sentence"),
        Column("needed", _TEXT, "what would be needed to say more", nullable=True),
        Column("reading", _TEXT, "level, change, tilt, halves (of the window) or cause"),
        Column("pair", _TEXTS, "states whose relation was measured"),
        Column("cause_pair", _TEXTS, "states whose relation dates the cause", nullable=True),
        Column("turned_on", _DAY, "day on which that relation turned", nullable=True),
        Column("window_from", _DAY, "start of the window"),
        Column("window_to", _DAY, "end of the window, exclusive"),
        Column("covered_days", _INT, "days of the window that the record covers", unit="days"),
        Column("before_from", _DAY, "start of the days that it is compared with", nullable=True),
        Column("before_to", _DAY, "end of those days, exclusive", nullable=True),
        Column(
            "change",
            _REAL,
            "mean weight in the window less that beside it",
            True,
            "Goldstein points",
        ),
        Column("low", _REAL, "lower end of its 90 % band", True, "Goldstein points"),
        Column("high", _REAL, "upper end of its 90 % band", True, "Goldstein points"),
        Column("events", _INT, "events of the pair in the window"),
        Column("events_before", _INT, "events that it is compared with"),
        Column("weight", _REAL, "mean weight in the window", True, "Goldstein points"),
        Column("weight_before", _REAL, "mean weight beside it", True, "Goldstein points"),
        Column("cooperation", _INT, "co-operative events in the window"),
        Column("conflict", _INT, "conflictual events in the window"),
        Column("cooperation_before", _INT, "co-operative events that it is compared with"),
        Column("conflict_before", _INT, "conflictual events that it is compared with"),
    ),
)

CLAIM_SCORES = Table(
    "claim_scores",
    (
        Column("claim_id", _TEXT, "forecast that is scored"),
        Column("dataset", _TEXT, "whose record"),
        Column("author", _TEXT, "who wrote the article", nullable=True),
        Column("outlet", _TEXT, "who published it", nullable=True),
        Column("said_by", _TEXT, "holder of the forecast", nullable=True),
        Column("text", _TEXT, "its words"),
        Column("pair", _TEXTS, "states whose relation is measured"),
        Column("direction", _INT, "+1 warmer, -1 colder"),
        Column("published_on", _DAY, "day of the article"),
        Column("due_on", _DAY, "day on which its time has passed"),
        Column("probability", _REAL, "read off its words", unit="0 … 1"),
        Column("status", _TEXT, "open, scored or no data"),
        Column("change", _REAL, "mean weight after less before", True, "Goldstein points"),
        Column("outcome", _REAL, "1 it came so, 0 it didn't", True, "0 or 1"),
        Column("brier", _REAL, "squared distance of probability and outcome", True, "0 … 1"),
        Column("base_rate", _REAL, "share of all pairs of which it would be true", True, "0 … 1"),
        Column("base_brier", _REAL, "the base rate's squared distance", True, "0 … 1"),
    ),
)
