"""What an event can be: PLOVER roots, quad classes, Goldstein weights, sectors, domains.

The 15 roots are PLOVER's 16 event types with CONCEDE and RETREAT joined as YIELD, which is the
level at which annotators agree (Hu et al. 2024, ACL, 'Leveraging Codebook Knowledge'); the event's
`mode` keeps the two apart. `weight` is on Goldstein's scale (Goldstein 1992, J. Conflict
Resolution 36(2), 369-385): -10 most hostile, +10 most friendly.

Source: PLOVER codebook (Open Event Data Alliance 2023; Halterman et al. 2023, arXiv:2304.01331).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from detente.core.errors import CodebookError

__all__ = [
    "DOMAINS",
    "NO_EVENT",
    "PRECISIONS",
    "QUADS",
    "ROOTS",
    "SCALE",
    "SECTORS",
    "STATUSES",
    "Root",
    "quad_of",
    "weight_of",
]

NO_EVENT: Final = "NONE"

SCALE: Final = (-10.0, 10.0)
"""Ends of Goldstein's scale: no weight, and so no warmth, lies beyond."""

QUADS: Final = ("verbal_coop", "material_coop", "verbal_conf", "material_conf")
"""Verbal or material x co-operation or conflict, as in the column `quad`."""

STATUSES: Final = ("happened", "announced", "denied", "hypothetical", "habitual")
PRECISIONS: Final = ("day", "month", "year", "report")
"""How exactly `happened_on` is known; `report` means that the day of the report stands in."""

DOMAINS: Final = (
    "diplomatic",
    "military",
    "economic",
    "energy",
    "legal",
    "humanitarian",
    "cyber",
    "culture",
)

SECTORS: Final = (
    "GOV", "MIL", "LEG", "JUD", "COP", "SPY", "REB", "UAF", "OPP", "PTY", "IGO", "NGO", "BUS",
    "LAB", "MED", "EDU", "REL", "CVL", "CRM", "REF", "ELI",
)  # fmt: skip
"""PLOVER/CAMEO sectors of an actor (UAF: unaligned forces, COP: police, SPY: intelligence)."""


@dataclass(frozen=True)
class Root:
    """One PLOVER event type: its name, quad class, default weight and meaning."""

    name: str
    quad: str
    weight: float
    meaning: str


# Weights: mean Goldstein value of the CAMEO codes that the PLOVER codebook's crosswalk puts under
# each type, to half a point; a dataset that carries its own CAMEO code uses that code's value.
_TABLE: Final = (
    Root("AGREE", "verbal_coop", 6.0, "agrees, signs, promises, accepts a proposal"),
    Root("CONSULT", "verbal_coop", 3.0, "meets, visits, hosts, phones, negotiates, mediates"),
    Root("SUPPORT", "verbal_coop", 4.0, "praises, endorses, recognises, apologises, condoles"),
    Root("COOPERATE", "material_coop", 6.5, "trades, exercises together, shares intelligence"),
    Root("AID", "material_coop", 7.0, "gives economic, military or humanitarian aid, asylum"),
    Root("YIELD", "material_coop", 5.5, "eases, releases, returns, withdraws, surrenders"),
    Root("REQUEST", "verbal_conf", -2.0, "asks, urges, demands without a threat"),
    Root("ACCUSE", "verbal_conf", -2.5, "criticises, blames, accuses, investigates, sues"),
    Root("REJECT", "verbal_conf", -4.0, "refuses, rejects, vetoes, defies"),
    Root("THREATEN", "verbal_conf", -6.0, "threatens, warns, gives an ultimatum"),
    Root("PROTEST", "material_conf", -6.5, "demonstrates, strikes, riots"),
    Root("SANCTION", "material_conf", -5.5, "embargoes, expels, recalls, suspends, breaks off"),
    Root("MOBILIZE", "material_conf", -7.0, "puts on alert, masses or moves forces"),
    Root("COERCE", "material_conf", -7.0, "arrests, seizes, deports, bans, restricts, hacks"),
    Root("ASSAULT", "material_conf", -9.5, "attacks, bombs, kills, abducts, occupies"),
)

ROOTS: Final[dict[str, Root]] = {root.name: root for root in _TABLE}
"""The 15 PLOVER roots by name, verbal co-operation first."""


def _root(name: str) -> Root:
    try:
        return ROOTS[name]
    except KeyError:
        raise CodebookError(
            f"'{name}' is not a PLOVER root. Known roots: {', '.join(ROOTS)}."
        ) from None


def quad_of(root: str) -> str:
    """Quad class of a PLOVER root.

    >>> quad_of("SANCTION")
    'material_conf'
    """
    return _root(root).quad


def weight_of(root: str) -> float:
    """Default Goldstein weight of a PLOVER root, in points (-10 hostile … 10 friendly).

    >>> weight_of("CONSULT")
    3.0
    """
    return _root(root).weight
