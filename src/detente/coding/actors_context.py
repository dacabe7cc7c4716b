"""What a name means where it stands: the day, the words around it, the article so far."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Final

from detente.coding.actors_data import read_data, read_words
from detente.coding.actors_lexicon import Entry
from detente.coding.actors_scan import Scan, gap_after, is_name_word, names_at, roles_at

__all__ = ["is_place", "pick", "stranger_before"]

_PLACE_BEFORE: Final = read_words("place_before")
_PLACE_AFTER: Final = read_words("place_after")
_US_STATES: Final = read_words("us_state")
_CAPITAL_WORDS: Final = read_words("capital_word")
_OPENERS: Final = read_words("opener")
_DATELINE: Final = re.compile(
    r"(?:, [^\n.;:]{1,40}?)?\s*(?:\((?:AP|UPI|AFP|[A-Z][\w/. -]{2,20})\)\s*(?:[-—–]|$|:)?"
    r"|\s[-—–]{1,2}\s|--|—|:\s|/\w+/)"
)
_TOWN: Final = re.compile(r"[A-Z][A-Z.' -]+, $")
_RUSSIA_FROM: Final = date(1991, 12, 26)


def pick(scan: Scan, index: int, size: int, entries: tuple[Entry, ...]) -> Entry | None:
    """The meaning of a matched name here, or null if it names no side here."""
    if any(entry.kind == "block" for entry in entries):
        return next(entry for entry in entries if entry.kind == "block")
    admitted = [entry for entry in entries if _admitted(scan, index, size, entry)]
    if not admitted:
        return None
    if admitted[0].needs.endswith("sense"):
        admitted = _in_sense(scan, " ".join(scan.words[index : index + size]), admitted)
    best = min(admitted, key=lambda entry: _rank(scan, entry))
    if best.needs == "the_sense" and best.state is None:
        return None
    return _of_its_day(best, scan.on)


def _in_sense(scan: Scan, name: str, entries: list[Entry]) -> list[Entry]:
    """The entries of the state that a name of several means here."""
    state = _sense(scan, name)
    fitting = [entry for entry in entries if entry.state == state]
    return fitting or [replace(entries[0], state=state, since=None, until=None)]


def _admitted(scan: Scan, index: int, size: int, entry: Entry) -> bool:
    needs = entry.needs
    if needs == "the_sense" and _joins_south(scan, index):
        return True
    if needs.startswith("the") and scan.lower(index - 1) != "the":
        return False
    if needs == "the_sense" and _stranger_after(scan, index + size):
        return False  # 'the South Pacific'
    if needs == "never" or (needs == "english" and not roles_at(scan, index + size)):
        return False
    if needs == "hyphen" and gap_after(scan, index + size - 1) != "-":
        return False
    if needs == "context" and not _supported(scan, entry):
        return False
    if needs == "given" and (stranger_before(scan, index) or _stranger_after(scan, index + size)):
        return False
    if entry.kind in {"state", "capital", "place"} and _in_america(scan, index + size):
        return entry.state == "USA"
    return True


def _joins_south(scan: Scan, index: int) -> bool:
    """'North and South Korea', 'North and South Korean troops'."""
    ahead = [scan.lower(at) for at in range(index + 1, index + 4)]
    return ahead[:2] == ["and", "south"] and ahead[2].startswith("korea")


def _supported(scan: Scan, entry: Entry) -> bool:
    """Whether a short or common name is borne out: its state, or a body's full name, is near."""
    if scan.trusting and not scan.spoken:
        return True
    if entry.state is None:
        return scan.trusting or (entry.name or "").split()[0] in scan.vocabulary
    return entry.state in scan.spoken


@cache
def _senses() -> dict[str, list[tuple[str | None, frozenset[str]]]]:
    found: dict[str, list[tuple[str | None, frozenset[str]]]] = {}
    for row in read_data("senses.csv"):
        sense = (row["state"] or None, frozenset(row["cues"].split(";")))
        found.setdefault(row["name"].removeprefix("the "), []).append(sense)
    return found


def _sense(scan: Scan, name: str) -> str | None:
    """State that a name of several means here: most cues around it; without any, the first."""
    senses = _senses().get(name) or _senses().get(name.title(), [(None, frozenset())])
    return max(senses, key=lambda sense: len(sense[1] & scan.vocabulary))[0]


def _in_america(scan: Scan, after: int) -> bool:
    """'Lebanon, Pennsylvania': a town of the same name."""
    return gap_after(scan, after - 1) == "," and scan.words[after] in _US_STATES


def stranger_before(scan: Scan, index: int) -> bool:
    """A capitalised word right before that is no office, side or first word: a given name."""
    at = index - 1
    if at < 0 or gap_after(scan, at) != " " or scan.shouting:
        return False
    if not is_name_word(scan, at) or roles_at(scan, at) or _names_a_side(scan, at):
        return False
    word = scan.lower(at)
    starts_sentence = at == 0 or gap_after(scan, at - 1) == ""
    return word not in _CAPITAL_WORDS and not (starts_sentence and word in _OPENERS)


def _stranger_after(scan: Scan, after: int) -> bool:
    if gap_after(scan, after - 1) != " " or scan.shouting:
        return False
    if not is_name_word(scan, after) or roles_at(scan, after):
        return False
    return not _names_a_side(scan, after)


def _names_a_side(scan: Scan, index: int) -> bool:
    hit = names_at(scan, index)
    return hit is not None and hit[1][0].needs != "given"


def _rank(scan: Scan, entry: Entry) -> tuple[int, int]:
    """Days off the period; a state before a demonym."""
    plain = {"state": 0, "demonym": 1, "people": 2, "capital": 3}.get(entry.kind, 4)
    return _off(entry, scan.on), plain


def _off(entry: Entry, on: date | None) -> int:
    if on is None:
        return 0 if entry.until is None else date.max.toordinal() - entry.until.toordinal()
    if entry.since is not None and on < entry.since:
        return (entry.since - on).days
    return (on - entry.until).days if entry.until is not None and on > entry.until else 0


def _of_its_day(entry: Entry, on: date | None) -> Entry:
    """'Russia' and the Kremlin of 1985 are the Soviet Union (decisions/0010)."""
    if on is None or on >= _RUSSIA_FROM or entry.state != "RUS" or entry.kind == "leader":
        return entry
    return replace(entry, state="SUN")


def is_place(scan: Scan, left: int, after: int) -> bool:
    """Whether a name is used for the location: 'in Moscow', 'southern Lebanon', 'Kabul airport'."""
    before = left - 1
    if before >= 0 and gap_after(scan, before) == " " and scan.lower(before) in _PLACE_BEFORE:
        return True
    if scan.lower(before) == "the":
        before -= 1
        if scan.lower(before) in _PLACE_BEFORE:
            return True
    if scan.lower(before) in {"to", "in", "at"} and _is_post(scan, before - 1):
        return True
    if gap_after(scan, after - 1) == " " and scan.lower(after) in _PLACE_AFTER:
        return True
    return _is_dateline(scan, left, after)


def _is_post(scan: Scan, index: int) -> bool:
    """'its consulate in Skopje', 'the ambassador to Moscow': the post is no actor."""
    role = roles_at(scan, index)
    return role is not None and role[1].role == "post"


def _is_dateline(scan: Scan, left: int, after: int) -> bool:
    """'BERLIN (Reuters) -', 'NEW DELHI:', 'THE HAGUE, Netherlands --' where a line begins."""
    ahead = _TOWN.sub("", scan.text[: scan.starts[left]].rpartition("\n")[2])
    if ahead.strip(" \t"):
        return False
    return _DATELINE.match(scan.text, scan.ends[after - 1]) is not None
