"""`detente code-llm`: a second opinion on the events, from any OpenAI-compatible endpoint."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import polars as pl
from cyclopts import Parameter

from detente.cli.app import note, print_json, tracked
from detente.cli.coding import show_coded
from detente.cli.output import TableFile
from detente.coding.llm import DATASET, Endpoint, code_each_with_llm
from detente.core.errors import DetenteError
from detente.core.phrases import counted
from detente.core.tables import EVENTS, REJECTS
from detente.pipeline import read
from detente.store.exporting import write_table
from detente.store.store import open as open_store

__all__ = ["code_llm"]

_SHOWN = ["happened_on", "actor", "root", "recipient", "confidence", "sentence"]


def code_llm(
    *paths: str,
    model: str,
    url: str | None = None,
    record: Annotated[Path | None, Parameter(name=["--record", "-r"])] = None,
    structured: Literal["json_schema", "json_object", "none"] = "json_schema",
    at_once: int = 1,
    timeout: float = 120.0,
    store: Annotated[Path | None, Parameter(name=["--store", "-s"])] = None,
    output: TableFile = None,
    published_on: date | None = None,
    json: Annotated[bool, Parameter(negative="")] = False,
) -> int:
    """Code articles with a large language model, as a check on `detente code`: the same table out.

    The model only proposes: an event counts if the words that it quotes stand in the sentence. The
    text of the articles goes to the endpoint. An API key is taken from the environment variable
    DETENTE_LLM_KEY or OPENAI_API_KEY. Events carry the dataset `detente-llm`; their confidence is
    what the model says of itself.

    Parameters
    ----------
    paths
        Files, folders, glob patterns or addresses.
    model
        Name of the model at the endpoint.
    url
        Base address of the endpoint, mostly ending in /v1; without it, only the recording answers.
    record
        JSONL file that keeps every call; what it holds is not asked again.
    structured
        How the endpoint is made to answer in JSON; `none` for one that knows neither form.
    at_once
        Calls under way together.
    timeout
        Seconds for one call.
    store
        Keep articles, events and rejects in this store too; made where there is none.
    output
        Write the events to this file: .csv, .parquet, .json or .jsonl.
    published_on
        Day of publication for pages that name none (2018-01-12).
    json
        Print events and rejects as JSON.

    Examples
    --------
    detente code-llm op-ed.txt --url http://localhost:11434/v1 --model qwen3:8b -r calls.jsonl

    detente code-llm op-ed.txt --model qwen3:8b -r calls.jsonl --json
    """
    if url is None and (record is None or not record.exists()):
        raise DetenteError("Nobody to ask: give --url, or --record with a recording of a run.")
    if at_once < 1:
        raise DetenteError(f"--at-once is {at_once}; it takes 1 or more.")
    found = read(list(paths), published_on=published_on)
    articles = list(found.articles.iter_rows(named=True))
    endpoint = Endpoint(url, model, structured=structured, timeout_seconds=timeout)
    calls = code_each_with_llm(articles, endpoint, record=record, at_once=at_once)
    coded = list(tracked(calls, "asking", total=len(articles)))
    events = EVENTS.frame(row for one in coded for row in one.events)
    rejects = pl.concat([found.rejects, REJECTS.frame(row for one in coded for row in one.rejects)])
    if store is not None:
        kept = open_store(store)
        kept.add_articles(found.articles)
        kept.add_events(events, dataset=DATASET)
        kept.add_rejects(rejects)
    if output is not None:
        write_table(events, output)
        note(f"wrote {counted(events.height, 'event')} to {output}")
    if json:
        print_json({"events": events, "rejects": rejects})
    else:
        show_coded(len(articles), events, rejects, shown=_SHOWN)
    return 0 if events.height else 1
