"""What a name means where it stands: the day, the words around it, the article so far."""

from __future__ import annotations

from datetime import date
from typing import Final

from detente.coding.actors_lexicon import Entry, lexicon
from detente.coding.actors_scan import Scan, gap_after, is_name_word, roles_at

__all__ = ["is_place", "pick", "stranger_before"]

_PLACE_BEFORE: Final = frozenset(
    ["in", "at", "near", "outside", "inside", "around", "across", "throughout", "within", "via", "through", "into", "off", "over", "above", "southern", "northern", "eastern", "western", "central", "southwestern", "southeastern", "northwestern", "northeastern", "south-eastern", "north-western", "downtown", "mainland", "upstate", "rural", "coastal"]
)
_PLACE_AFTER: Final = frozenset(
    ["airport", "airspace", "street", "streets", "square", "suburb", "suburbs", "region", "province", "district", "city", "town", "area", "territory", "border", "border's", "frontier", "coast", "harbour", "harbor", "port", "bridge", "summit", "conference", "theatre", "theater", "hotel", "university", "museum", "zoo", "stadium", "metro", "subway", "stock", "exchange", "hospital", "prison", "mosque", "cathedral", "hall", "river", "valley", "mountains", "soil", "neighbourhood", "neighborhood", "international", "airfield", "base", "bureau"]
)
_BEFORE_1992: Final = {"RUS": "SUN"}
_US_STATES: Final = frozenset(
    ["Alabama", "Alaska", "Arizona", "Arkansas", "California", "Colorado", "Connecticut", "Delaware", "Florida", "Georgia", "Hawaii", "Idaho", "Illinois", "Indiana", "Iowa", "Kansas", "Kentucky", "Louisiana", "Maine", "Maryland", "Massachusetts", "Michigan", "Minnesota", "Mississippi", "Missouri", "Montana", "Nebraska", "Nevada", "Ohio", "Oklahoma", "Oregon", "Pennsylvania", "Tennessee", "Texas", "Utah", "Vermont", "Virginia", "Wisconsin", "Wyoming", "Ala", "Ariz", "Ark", "Calif", "Colo", "Conn", "Del", "Fla", "Ga", "Ill", "Ind", "Kan", "Ky", "La", "Md", "Mass", "Mich", "Minn", "Miss", "Mo", "Mont", "Neb", "Nev", "Okla", "Ore", "Pa", "Tenn", "Tex", "Va", "Vt", "Wash", "Wis", "Wyo", "Ontario"]
)


def pick(scan: Scan, index: int, size: int, entries: tuple[Entry, ...]) -> Entry | None:
    """The meaning of a matched name here, or null if it names no side here."""
    if any(entry.kind == "block" for entry in entries):
        return next(entry for entry in entries if entry.kind == "block")
    admitted = [entry for entry in entries if _admitted(scan, index, size, entry)]
    if not admitted:
        return None
    best = min(admitted, key=lambda entry: _rank(scan, index, entry))
    return _of_its_day(best, scan.on)


def _admitted(scan: Scan, index: int, size: int, entry: Entry) -> bool:
    needs = entry.needs
    if needs == "the" and scan.lower(index - 1) != "the":
        return False
    if needs == "context" and entry.state not in scan.spoken:
        return False
    if needs == "given" and (stranger_before(scan, index) or _stranger_after(scan, index + size)):
        return False
    if entry.kind in {"state", "capital", "place"} and _in_america(scan, index + size):
        return entry.state == "USA"
    return True


def _in_america(scan: Scan, after: int) -> bool:
    """'Lebanon, Pennsylvania': a town of the same name."""
    return gap_after(scan, after - 1) == "," and scan.words[after] in _US_STATES


def stranger_before(scan: Scan, index: int) -> bool:
    """A capitalised word right before that is no office, side or first word: a given name."""
    at = index - 1
    if at < 0 or gap_after(scan, at) != " " or scan.shouting:
        return False
    word = scan.words[at]
    if not is_name_word(scan, at) or roles_at(scan, at) or word in lexicon().names:
        return False
    starts_sentence = at == 0 or gap_after(scan, at - 1) == ""
    return word not in _TITLES and not (starts_sentence and word.lower() in _OPENERS)


_TITLES: Final = frozenset(
    ["Mr", "Mrs", "Ms", "Dr", "Sir", "Lord", "Gen", "Lt", "Col", "Maj", "Sen", "Rep", "Former", "Ex", "Then", "Acting"]
)
_OPENERS: Final = frozenset(
    ["like", "unlike", "visiting", "neighbouring", "neighboring", "meanwhile", "even", "only", "once", "today", "yesterday", "tomorrow", "nearby", "central", "eastern", "western", "southern", "northern", "greater", "new", "modern", "ancient", "helping", "leaving", "entering", "invading", "attacking", "accusing", "urging", "warning", "meeting", "calling", "asking", "telling", "blaming", "facing"]
)


def _stranger_after(scan: Scan, after: int) -> bool:
    if gap_after(scan, after - 1) != " " or scan.shouting:
        return False
    if not is_name_word(scan, after) or roles_at(scan, after):
        return False
    return scan.words[after] not in lexicon().names


def _rank(scan: Scan, index: int, entry: Entry) -> tuple[int, int, int, int]:
    """Days off the period; state not spoken of; a state before a demonym; small states last."""
    plain = {"state": 0, "demonym": 1, "people": 2, "capital": 3}.get(entry.kind, 4)
    return _off(entry, scan.on), _less_known(scan, entry), plain, 0


def _less_known(scan: Scan, entry: Entry) -> int:
    """'Congo' is the larger unless the text speaks of Brazzaville."""
    if entry.state == "COG":
        return 0 if "Brazzaville" in scan.words or "Sassou" in scan.words else 2
    return 1


def _off(entry: Entry, on: date | None) -> int:
    if on is None:
        return 0 if entry.until is None else date.max.toordinal() - entry.until.toordinal()
    if entry.since is not None and on < entry.since:
        return (entry.since - on).days
    return (on - entry.until).days if entry.until is not None and on > entry.until else 0


def _of_its_day(entry: Entry, on: date | None) -> Entry:
    """'Russia' in 1985 is the Soviet Union."""
    if on is None or entry.since is None or on >= entry.since:
        return entry
    earlier = _BEFORE_1992.get(entry.state or "")
    return entry if earlier is None else Entry(entry.kind, earlier, entry.sector, entry.name)


def is_place(scan: Scan, left: int, after: int) -> bool:
    """Whether a name is used for the location: 'in Moscow', 'southern Lebanon', 'Kabul airport'."""
    before = left - 1
    if before >= 0 and gap_after(scan, before) == " " and scan.lower(before) in _PLACE_BEFORE:
        return True
    if scan.lower(before) == "the" and scan.lower(before - 1) in _PLACE_BEFORE:
        return True
    return gap_after(scan, after - 1) == " " and scan.lower(after) in _PLACE_AFTER
