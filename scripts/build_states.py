"""Build core/data/states.csv and state_names.csv from scripts/facts/states.txt and Unicode CLDR.

    python scripts/build_states.py

ISO alpha-2 and numeric codes and names in other languages come from CLDR (through babel, a
development dependency); everything else is in the fact file, written from the published lists:
Correlates of War state system membership, Gleditsch & Ward, CAMEO, FIPS 10-4.
"""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.localedata import locale_identifiers

ROOT = Path(__file__).resolve().parent
FACTS = ROOT / "facts" / "states.txt"
DATA = ROOT.parent / "src" / "detente" / "core" / "data"

COLUMNS = (
    *("state", "iso2", "iso_numeric", "cow", "gw", "cameo", "fips", "name"),
    *("member_from", "member_to", "capital", "kind", "sovereign"),
    *("capitals", "adjectives", "nouns", "aliases"),
)

# Withdrawn ISO codes (ISO 3166-3) and user-assigned ones, which CLDR's mapping leaves out.
ISO = {
    "SUN": ("SU", "810"), "YUG": ("YU", "891"), "SCG": ("CS", "891"), "CSK": ("CS", "200"),
    "DDR": ("DD", "278"), "VDR": ("VD", ""), "YMD": ("YD", "720"), "XKX": ("XK", ""),
    "ANT": ("AN", "530"),
}  # fmt: skip
# CLDR lists these under the number they had before a union or a parting; ISO 3166-1 gives today's.
NUMERIC = {"DEU": "276", "ETH": "231", "SDN": "729", "YEM": "887"}
# Gleditsch & Ward number these otherwise than the Correlates of War.
GW = {"KIR": "970", "NRU": "971", "TON": "972", "TUV": "973", "YEM": "678", "SRB": "340"}
CAMEO = {
    "ROU": "ROM", "TLS": "TMP", "MNE": "MTN", "XKX": "KSV", "FIN": "FIN", "IMN": "IMY",
}  # fmt: skip


def codes() -> dict[str, tuple[str, str]]:
    """ISO alpha-3 → (alpha-2, numeric) from CLDR's territory aliases."""
    numeric: dict[str, str] = {}
    alpha3: dict[str, str] = {}
    for alias, targets in get_global("territory_aliases").items():
        if len(targets) != 1:
            continue
        if alias.isdigit():
            numeric.setdefault(targets[0], alias)
        elif len(alias) == 3:
            alpha3[alias] = targets[0]
    found = {code: (two, numeric.get(two, "")) for code, two in alpha3.items()}
    return found | ISO


def gw_of(state: str, cow: str, member_from: str) -> str:
    """Gleditsch-Ward number: the COW number save for the listed few and united Germany."""
    if state == "DEU" and member_from > "1949":
        return "260"
    return GW.get(state, cow)


def read_facts() -> list[dict[str, str]]:
    """One record for each line of the fact file."""
    iso = codes()
    records = []
    for line in FACTS.read_text(encoding="utf-8").splitlines():
        if not line or line.startswith("#"):
            continue
        state, cow, fips, name, since, until, capitals, demonyms, aliases = line.split("|")
        aliases, _, sovereign = aliases.partition("=")
        adjectives, _, nouns = demonyms.partition(" / ")
        two, numeric = iso[state]
        numeric = NUMERIC.get(state, numeric)
        kind = "territory" if sovereign else "state"
        records.append({
            "state": state, "iso2": two, "iso_numeric": numeric, "cow": cow,
            "gw": gw_of(state, cow, since), "cameo": CAMEO.get(state, state), "fips": fips,
            "name": name, "member_from": since, "member_to": until,
            "capital": capitals.split(";")[0] or (name if kind == "state" else ""),
            "kind": kind, "sovereign": sovereign or state, "capitals": capitals,
            "adjectives": adjectives, "nouns": nouns, "aliases": aliases,
        })  # fmt: skip
    return records


def cldr_names(records: list[dict[str, str]]) -> list[tuple[str, str, str]]:
    """(state, name, languages) for every name that CLDR has in any language, sorted."""
    current = {row["iso2"]: row["state"] for row in records if not row["member_to"]}
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for identifier in locale_identifiers():
        try:
            locale = Locale.parse(identifier)
        except (UnknownLocaleError, ValueError):
            continue
        for two, name in locale.territories.items():
            if two in current and name != two:
                found[current[two], name].add(locale.language)
    return [(state, name, ";".join(sorted(tags))) for (state, name), tags in sorted(found.items())]


def main() -> None:
    """Write both tables."""
    records = read_facts()
    with (DATA / "states.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(records)
    with (DATA / "state_names.csv").open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(("state", "name", "languages"))
        rows.writerows(cldr_names(records))


if __name__ == "__main__":
    main()
