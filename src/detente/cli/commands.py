"""Which commands there are, where each lies, and the line that `detente --help` shows of it.

A command's file is read only when it is called, so that each starts quickly. To add a command,
write `cli/<file>.py` with a function (or a `cyclopts.App` of several) and name it here.
"""

from __future__ import annotations

from typing import Final

__all__ = ["COMMANDS", "GROUPS"]

COMMANDS: Final = {
    "backtest": (
        "backtest:backtest",
        "Forecast again from past days and score every model against what then happened.",
    ),
    "brief": (
        "brief:brief",
        "Write one self-contained HTML page that follows every number to its sentences.",
    ),
    "code": (
        "coding:code",
        "Code who did what to whom in articles: pages, plain-text copies, feeds, folders, "
        "addresses.",
    ),
    "code-llm": (
        "llm:code_llm",
        "Code articles with a large language model, as a check on `detente code`: the same table "
        "out.",
    ),
    "demo": (
        "demo:demo",
        "Read the example corpus, code it, fill a store, measure the relations, write a briefing.",
    ),
    "drivers": (
        "drivers:drivers",
        'Ask which third relations moved before this one did; often the answer is "not shown".',
    ),
    "explain": (
        "explain:explain",
        "Show what made up the change in warmth between two days: each report's exact share.",
    ),
    "export": (
        "export:export",
        "Write a table of the store to a file; the ending gives the format: csv, parquet, json, "
        "jsonl.",
    ),
    "forecast": (
        "forecast:forecast",
        "Forecast what one state will do to another: counts by class and warmth, as distributions.",
    ),
    "gaps": ("gaps:gaps", "Show which days each dataset covers, and its holes."),
    "import": (
        "importing:import_",
        "Import files of event data into a store, and account for every row.",
    ),
    "network": (
        "network:network",
        "Show the signed network: sure friends and foes, blocs, and how balanced the triads are.",
    ),
    "next": (
        "next:next_",
        "Rank the likely next events by and towards a state, with the past deeds that speak for "
        "them.",
    ),
    "read": (
        "read:read",
        "Read pages, plain-text copies and feeds, and show what became of each.",
    ),
    "relation": (
        "relation:relation",
        "Show how two states get on: counts by class and warmth with its band, each way and as a "
        "pair.",
    ),
    "review": (
        "review:review",
        "Show coded events one by one with the words they were read from; accept, fix or reject "
        "each.",
    ),
    "serve": (
        "serve:serve",
        "Open a store in the browser: map, relations, shifts, events, articles, datasets.",
    ),
    "shifts": (
        "shifts:shifts",
        "List when relations changed, strongest first; all relations, one state's, or one pair's.",
    ),
    "standing": (
        "standing:standing",
        "Rank pairs of states by how well they get on, or one state's relations, warmest first.",
    ),
    "tilt": (
        "tilt:tilt",
        "Show how much closer a state is to the first of some others than to the next, with a "
        "band.",
    ),
    "verify": (
        "verify:verify",
        "Compare the dyad table of another engine with DuckDB's, cell by cell; exit 1 if they "
        "differ.",
    ),
    "watch": (
        "fetch:watch",
        "Keep a store up to date with GDELT 2.0, until stopped; only one watch of a store runs.",
    ),
}
"""Command → file and function under `detente.cli`, first paragraph of its docstring."""

GROUPS: Final = {
    "claims": ("claims:commands", "What articles assert, checked against the record of events."),
    "fetch": ("fetch:commands", "Bring public event data from the network."),
    "store": ("store:commands", "Check, mend, compact, export or query a store."),
}
"""Commands that hold commands of their own: file and app, and its help."""
