"""detente reads the news and measures how states get on.

    import detente as dt
    articles = dt.read("examples/south-asia").articles
    events = dt.code(articles).events
    dt.warmth(events, period="month")

Names load on first use, so that `import detente` is quick and needs no optional library.
"""

from __future__ import annotations

import importlib
from typing import Any

__version__ = "0.1.0"

# Public name → module that defines it. The rooms' order is the order of the work.
_HOMES = {
    "states": "detente.core.states",
    "read": "detente.pipeline",
    "code": "detente.pipeline",
    "code_text": "detente.pipeline",
    "code_on_spark": "detente.pipeline",
    "resolve": "detente.coding.resolve",
    "classify": "detente.coding.classify",
    "open": "detente.store.store",
    "find_mentions": "detente.coding.mentions",
    "find_claims": "detente.coding.claims.find",
    "warmth": "detente.relations.warmth",
    "rates": "detente.relations.rates",
    "tilt": "detente.relations.tilt",
    "standing": "detente.relations.standing",
    "network": "detente.relations.network",
    "balance": "detente.relations.balance",
    "triads": "detente.relations.balance",
    "turned_triads": "detente.relations.balance",
    "blocs": "detente.relations.blocs",
    "find_shifts": "detente.shifts.find",
    "explain": "detente.shifts.shares",
    "shares_by": "detente.shifts.shares",
    "drivers": "detente.shifts.drivers",
    "impulse_response": "detente.shifts.responses",
    "check_claims": "detente.shifts.verdicts",
    "forecast_relation": "detente.forecast.relations",
    "next_events": "detente.forecast.next_events",
    "what_if": "detente.forecast.what_if",
    "plot_relation": "detente.show.charts",
    "plot_comparison": "detente.show.charts",
    "plot_tilt": "detente.show.measures",
    "plot_standing": "detente.show.standing_chart",
    "plot_network": "detente.show.measures",
    "plot_shares": "detente.show.measures",
    "plot_rates": "detente.show.measures",
    "plot_response": "detente.show.measures",
    "plot_map": "detente.show.map_charts",
    "plot_calendar": "detente.show.table_charts",
    "plot_pairs": "detente.show.table_charts",
    "plot_drivers": "detente.show.table_charts",
    "plot_forecast": "detente.show.forecast_charts",
    "plot_calibration": "detente.show.forecast_charts",
    "save_chart": "detente.show.charts",
    "article_briefing": "detente.show.article_page",
    "events_briefing": "detente.show.briefing",
    "aggregate": "detente.store.engines",
}

__all__ = ["__version__", *_HOMES]


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'detente' has no attribute '{name}'")
    value = getattr(importlib.import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted(__all__)
