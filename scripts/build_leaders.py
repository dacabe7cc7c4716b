"""Build coding/data/leaders.csv from scripts/facts/leaders_*.txt.

    python scripts/build_leaders.py

A line holds one office of one state: `STATE office: name[/alias…] from[..to]; …`. A term ends the
day before the next on its line begins, unless its end is given; a name '-' is a vacancy. Months
and days that are not known are written short (2004-05, 2004) and start at their first day. The
last day on which the hand that wrote the lists could vouch for an open term is `CHECKED_ON`.
"""

from __future__ import annotations

import csv
from datetime import date, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parent
TABLE = ROOT.parent / "src" / "detente" / "coding" / "data" / "leaders.csv"
CHECKED_ON = "2025-06-30"

OFFICES = {
    "hos": ("head_of_state", "GOV"),
    "ldr": ("supreme_leader", "GOV"),
    "hog": ("head_of_government", "GOV"),
    "fm": ("foreign_minister", "GOV"),
    "dm": ("defence_minister", "GOV"),
    "vp": ("vice_president", "GOV"),
    "official": ("official", "GOV"),
    "reg": ("regional_head", "GOV"),
    "mil": ("commander", "MIL"),
    "leg": ("legislator", "LEG"),
    "opp": ("opposition", "OPP"),
    "pol": ("party_leader", "PTY"),
    "reb": ("rebel_leader", "REB"),
    "uaf": ("militia_leader", "UAF"),
    "rel": ("religious_leader", "REL"),
    "crm": ("gang_leader", "CRM"),
    "med": ("journalist", "MED"),
    "cvl": ("public_figure", "CVL"),
    "igo": ("head_of_body", "IGO"),
}
# On these lines several people hold the office at once: a term ends only where it says so.
MANY = {
    "official",
    "leg",
    "opp",
    "pol",
    "reb",
    "uaf",
    "igo",
    "rel",
    "crm",
    "mil",
    "reg",
    "med",
    "cvl",
}


def day(text: str) -> date:
    """First day of a year, a month or the day itself."""
    parts = [int(part) for part in text.split("-")]
    return date(*[*parts, 1, 1][:3])


def terms(line: str) -> list[dict[str, str]]:
    """The rows of one line."""
    head, _, body = line.partition(": ")
    state, key = head.split()
    office, sector = OFFICES[key]
    rows: list[dict[str, str]] = []
    for item in body.split("; "):
        names, _, span = item.strip().rpartition(" ")
        since, _, until = span.partition("..")
        if rows and not rows[-1]["to"] and (key not in MANY or names == "-"):
            rows[-1]["to"] = (day(since) - timedelta(days=1)).isoformat()
        name, *aliases = names.split("/")
        rows.append({
            "state": "" if state == "-" else state, "office": office, "sector": sector,
            "name": name, "aliases": ";".join(aliases), "from": day(since).isoformat(),
            "to": day(until).isoformat() if until else "",
            "checked_on": max(CHECKED_ON, day(since).isoformat()),
        })  # fmt: skip
    return [row for row in rows if row["name"] != "-"]


def main() -> None:
    """Write the table."""
    rows: list[dict[str, str]] = []
    for path in sorted((ROOT / "facts").glob("leaders_*.txt")):
        for line in path.read_text(encoding="utf-8").splitlines():
            if line and not line.startswith("#"):
                rows += terms(line)
    with TABLE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
