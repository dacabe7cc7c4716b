"""Each layout's traps, on small made-up rows in view; and every sample adds up."""

from __future__ import annotations

import gzip
import zipfile
from datetime import date
from pathlib import Path
from typing import Any

import pytest

import detente as dt
from detente.store.importers.run import import_files
from detente.store.store import Store


def run(tmp_path: Path, *files: Path, **choices: Any) -> tuple[Store, list[Any]]:
    store = dt.open(tmp_path / "s")
    return store, list(import_files(store, files, **choices))


def write(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def gdelt_row(
    key: str, *, day: str = "20150218", added: str = "20150218", actor: str = "USA",
    recipient: str = "RUS", code: str = "042", quad: str = "1", goldstein: str = "1.9",
    width: int = 58,
) -> str:  # fmt: skip
    """One row in GDELT's layout of 57, 58 (1.0) or 61 columns (2.0)."""
    sides = [["", "", code, *[""] * 4, "GOV", "", ""] for code in (actor, recipient)]
    head = [key, day, day[:6], day[:4], "2015.13", *sides[0], *sides[1]]
    deed = ["1", code, code[:3], code[:2], quad, goldstein, "5", "1", "5", "-4.4"]
    places = [""] * (24 if width == 61 else 21)
    added = added + "230000" if width == 61 else added
    return "\t".join([*head, *deed, *places, added, *(["http://a.example"] if width > 57 else [])])


GDELT_2 = [gdelt_row("1", width=61), gdelt_row("2", width=61, actor="EUR", code="010")]


def reasons(outcome: Any) -> dict[str, int]:
    return {item["name"]: item["rows"] for item in outcome.ledger["rejected_by"]}


def unmapped(outcome: Any) -> dict[str, int]:
    return {item["name"]: item["rows"] for item in outcome.ledger["unmapped"]}


# GDELT


def test_gdelt_layouts_are_told_apart_by_width_row_by_row(tmp_path: Path) -> None:
    rows = [gdelt_row("1", width=57), gdelt_row("2", width=58), "too\tshort", ""]
    old = write(tmp_path / "any.name", "\n".join(rows) + "\n")
    new = write(tmp_path / "other.name", "\n".join(GDELT_2) + "\n")

    store, (first, second) = run(tmp_path, old, new)

    assert (first.ledger["dataset"], second.ledger["dataset"]) == ("gdelt1", "gdelt2")
    assert (first.ledger["rows_in"], reasons(first)) == (4, {"bad_row": 2})
    assert store.events(dataset="gdelt1")["event_id"].to_list() == ["gdelt1:1", "gdelt1:2"]


def test_gdelt_codes_stay_text_and_carry_the_datasets_own_class_and_weight(tmp_path) -> None:
    file = write(tmp_path / "x.CSV", gdelt_row("1", code="010", goldstein="0.7", quad="1") + "\n")

    store, _ = run(tmp_path, file)

    (event,) = store.events().to_dicts()
    assert (event["cameo"], event["root"], event["mode"]) == ("010", "CONSULT", "statement")
    assert (event["weight"], event["quad"], event["mentions"]) == (0.7, "verbal_coop", 5)


def test_a_region_is_no_state_and_a_strange_code_is_listed(tmp_path: Path) -> None:
    rows = [gdelt_row("1", actor="EUR"), gdelt_row("2", actor="QQQ"), gdelt_row("3", actor="ROM")]
    file = write(tmp_path / "x.CSV", "\n".join(rows))

    store, (outcome,) = run(tmp_path, file)

    assert store.events()["actor"].to_list() == [None, None, "ROU"]
    assert unmapped(outcome) == {"state:QQQ": 1}


def test_a_finer_code_takes_its_parents_values_and_an_unknown_one_is_rejected(tmp_path) -> None:
    rows = [gdelt_row("1", code="0429"), gdelt_row("2", code="99")]
    store, (outcome,) = run(tmp_path, write(tmp_path / "x.CSV", "\n".join(rows)))

    assert store.events().select("cameo", "root", "mode").rows() == [("0429", "CONSULT", "visit")]
    assert unmapped(outcome) == {"cameo:0429": 1, "cameo:99": 1}
    assert reasons(outcome) == {"unknown_code": 1}


def test_gdelts_archive_of_old_years_has_no_day_of_report(tmp_path: Path) -> None:
    rows = [
        gdelt_row("1", day="19790101", added="20130203", width=57),
        gdelt_row("2", day="20140101", added="20150218"),
    ]
    store, _ = run(tmp_path, write(tmp_path / "1979.csv", "\n".join(rows)))

    assert store.events()["reported_on"].to_list() == [None, date(2015, 2, 18)]
    # An old deed retold covers the day of its report, not its own.
    assert store.coverage()["day"].to_list() == [date(1979, 1, 1), date(2015, 2, 18)]


def test_a_state_carries_the_code_of_its_day(tmp_path: Path) -> None:
    rows = [gdelt_row("1", day="19850101", added="20130203"), gdelt_row("2")]
    store, _ = run(tmp_path, write(tmp_path / "x.csv", "\n".join(rows)))

    assert store.events()["recipient"].to_list() == ["SUN", "RUS"]


def test_quotes_and_stray_bytes_in_gdelt_do_no_harm(tmp_path: Path) -> None:
    row = gdelt_row("1").replace("http://a.example", 'http://a.example/"x')
    file = tmp_path / "x.CSV"
    file.write_bytes(row.encode() + b"\xff\r\n" + gdelt_row("2").encode() + b"\r\n")

    store, _ = run(tmp_path, file)

    assert store.events().height == 2


def test_a_zip_is_read_as_it_is_and_so_is_a_gzip(tmp_path: Path) -> None:
    zipped, squeezed = tmp_path / "a.export.CSV.zip", tmp_path / "b.csv.gz"
    with zipfile.ZipFile(zipped, "w") as archive:
        archive.writestr("a.export.CSV", GDELT_2[0] + "\n")
    squeezed.write_bytes(gzip.compress(GDELT_2[1].encode()))

    store, _ = run(tmp_path, zipped, squeezed)

    assert store.events()["event_id"].to_list() == ["gdelt2:1", "gdelt2:2"]


def test_rows_that_another_file_already_gave_are_counted_as_repeats(tmp_path: Path) -> None:
    first = write(tmp_path / "a.CSV", "\n".join(GDELT_2))
    second = write(tmp_path / "b.CSV", "\n".join([*GDELT_2, gdelt_row("3", width=61), GDELT_2[0]]))

    store, (_, outcome) = run(tmp_path, first, second)

    assert reasons(outcome) == {"duplicate_row": 3}
    assert (outcome.ledger["rows_in"], outcome.ledger["rows_kept"]) == (4, 1)
    assert store.events().height == 3


def test_mentions_are_kept_once_with_their_event(tmp_path: Path) -> None:
    row = "\t".join(
        ["410412347", "20150218230000", "20150218231500", "1", "a.example", "http://a.example/1",
         "19", "-1", "4594", "4634", "1", "50", "6665", "-4.4", "", ""]
    )  # fmt: skip
    file = write(tmp_path / "m.CSV", f"{row}\n{row}\n")

    store, (outcome,) = run(tmp_path, file)

    assert outcome.ledger["layout"] == "gdelt_mentions"
    assert reasons(outcome) == {"duplicate_row": 1}
    assert store.scan("mentions").collect().rows() == [
        ("gdelt2", "410412347", date(2015, 2, 18), "a.example", "http://a.example/1", 19, 0.5)
    ]


def test_many_small_files_end_in_few_segments(tmp_path: Path) -> None:
    for n in range(20):
        store, _ = run(tmp_path, write(tmp_path / f"{n}.CSV", gdelt_row(str(n), width=61) + "\n"))

    assert store.events().height == store.ledger().height == 20
    # Sixteen were merged into one.
    assert len(store.segments("events")) == 5


def test_small_files_are_written_together_and_each_is_accounted_for(tmp_path: Path) -> None:
    """Of the four, one is held already, one has codes and rows of its own that are lost."""
    strange = [
        gdelt_row("7", width=61, actor="XXX"), gdelt_row("8", width=61, code="999"), "torn",
        gdelt_row("1", width=61),
    ]  # fmt: skip
    files = [
        write(tmp_path / "a.CSV", GDELT_2[0]),
        write(tmp_path / "b.CSV", "\n".join(strange)),
        write(tmp_path / "c.CSV", gdelt_row("9", width=61, day="20150217")),
    ]

    store, (first, second, third) = run(tmp_path, *files)
    again = list(import_files(store, [*files, write(tmp_path / "d.CSV", GDELT_2[1])]))

    assert [one.ledger["events"] for one in (first, second, third)] == [1, 1, 1]
    assert reasons(second) == {"bad_row": 1, "unknown_code": 1, "duplicate_row": 1}
    assert unmapped(second) == {"state:XXX": 1, "cameo:999": 1}
    assert unmapped(first) == unmapped(third) == {}
    assert (third.ledger["first_day"], first.ledger["first_day"]) == (
        date(2015, 2, 17), date(2015, 2, 18),
    )  # fmt: skip
    rejects = store.rejects().sort("locator").select("origin", "locator", "reason").rows()
    assert rejects == [("b.CSV", "2", "unknown_code"), ("b.CSV", "3", "bad_row")]
    assert [one.known for one in again] == [True, True, True, False]
    assert len(store.segments("events")) == 2


def test_a_damaged_file_among_small_ones_costs_only_itself(tmp_path: Path) -> None:
    files = []
    for n in range(5):
        files.append(tmp_path / f"{n}.zip")
        with zipfile.ZipFile(files[-1], "w", zipfile.ZIP_STORED) as archive:
            archive.writestr(f"{n}.CSV", gdelt_row(str(n), width=61) + "\n" * 200_000)
    content = bytearray(files[3].read_bytes())
    content[len(content) // 2] ^= 0xFF
    files[3].write_bytes(bytes(content))

    store, outcomes = run(tmp_path, *files)

    assert [bool(one.fault) for one in outcomes] == [False, False, False, True, False]
    assert "damaged" in outcomes[3].fault
    assert sorted(store.events()["record_id"]) == ["0", "1", "2", "4"]


# ICEWS

ICEWS_HEADER = (
    "Event ID\tEvent Date\tSource Name\tSource Sectors\tSource Country\tEvent Text\tCAMEO Code\t"
    "Intensity\tTarget Name\tTarget Sectors\tTarget Country\tStory ID\tSentence Number\tPublisher\t"
    "City\tDistrict\tProvince\tCountry\tLatitude\tLongitude"
)


def icews_row(key: str, day: str, *, code: str = "040", text: str = "Consult") -> str:
    return (
        f"{key}\t{day}\tForeign Affairs (France)\tGovernment\tFrance\t{text}\t{code}\t1.0\t"
        "Angela \"X\" Merkel\tGovernment\tGermany\t1\t2\tWire\tParis\tNULL\tNA\tFrance\t48\t2"
    )  # fmt: skip


def test_icews_dates_of_both_kinds_raw_quotes_and_repeated_ids(tmp_path: Path) -> None:
    rows = [
        ICEWS_HEADER, icews_row("7", "2013-12-31"), icews_row("7", "1/2/2014"),
        icews_row("7", "2013-12-31"), icews_row("8", "soon"),
    ]  # fmt: skip
    store, (outcome,) = run(tmp_path, write(tmp_path / "e.tab", "\n".join(rows)))

    assert store.events()["event_id"].to_list() == ["icews:2013-12-31:7", "icews:2014-01-02:7"]
    assert reasons(outcome) == {"duplicate_row": 1, "bad_date": 1}
    assert store.events()["recipient_name"][0] == 'Angela "X" Merkel'
    assert store.events().select("actor", "recipient").rows()[0] == ("FRA", "DEU")


def test_icews_without_a_code_column_finds_it_from_the_text(tmp_path: Path) -> None:
    def without_code(line: str) -> str:
        fields = line.split("\t")
        return "\t".join(fields[:6] + fields[7:])

    rows = [ICEWS_HEADER, icews_row("1", "2017-01-01", text="Make a visit")]
    file = write(tmp_path / "Events.2017.tab", "\n".join(map(without_code, rows)))

    store, _ = run(tmp_path, file)

    assert store.events()["cameo"].to_list() == ["042"]


# POLECAT

POLECAT_COLUMNS = [
    "Event ID", "Event Date", "Event Type", "Event Mode", "Intensity", "Quad Code", "Contexts",
    "Actor Name", "Actor Country", "Actor COW", "Primary Actor Sector", "Actor Sectors",
    "Actor Title", "Actor Name Raw", "Wikipedia Actor ID", "Recipient Name", "Recipient Country",
    "Recipient COW", "Primary Recipient Sector", "Recipient Sectors", "Recipient Title",
    "Recipient Name Raw", "Wikipedia Recipient ID", "Placename", "City", "District", "Province",
    "Country", "Latitude", "Longitude", "GeoNames ID", "Raw Placename", "Feature Type", "Source",
    "Publication Date", "Story People", "Story Organizations", "Story Locations", "Language",
    "Version",
]  # fmt: skip


def polecat_row(key: str, **values: str) -> str:
    row = dict.fromkeys(POLECAT_COLUMNS, "None") | {
        "Event ID": key, "Event Date": "2023-01-02", "Event Type": "ACCUSE", "Intensity": "-2.0",
        "Quad Code": "VERBAL CONFLICT", "Actor Country": "RUS", "Recipient Country": "USA",
        "Publication Date": "2023-01-03",
    }  # fmt: skip
    return "\t".join((row | {name.replace("_", " "): v for name, v in values.items()}).values())


def test_polecat_several_states_in_a_cell_make_an_event_each(tmp_path: Path) -> None:
    rows = ["\t".join(POLECAT_COLUMNS), polecat_row("A", Recipient_Country="USA; GBR; IGO")]
    store, (outcome,) = run(tmp_path, write(tmp_path / "p.txt", "\n".join(rows)))

    table = store.events().select("event_id", "recipient", "record_id").rows()
    assert table == [
        ("polecat:A#RUS>-", None, "A"), ("polecat:A#RUS>GBR", "GBR", "A"),
        ("polecat:A#RUS>USA", "USA", "A"),
    ]  # fmt: skip
    assert (outcome.ledger["rows_kept"], outcome.ledger["events"]) == (1, 3)
    assert store.events()["share"].to_list() == [1 / 3] * 3
    assert unmapped(outcome) == {}


def test_polecat_of_any_release_gives_the_same_events(tmp_path: Path) -> None:
    row = polecat_row("A", Actor_Name_Raw="grévistes")
    header = "\t".join(POLECAT_COLUMNS)
    variants = {
        "plain": f"{header}\n{row}\n".encode(),
        "latin": f"{header}\t\t\n{row}\t\t\n".encode("latin-1"),
        "renamed": f"{header}\n{row}\n".replace("\tIntensity\t", "\tEvent Intensity\t").encode(),
        "broken": f"Headline\t{header}\n{row}\n".encode(),
    }
    for name, content in variants.items():
        file = tmp_path / f"{name}.txt"
        file.write_bytes(content)
        store = dt.open(tmp_path / name)
        list(import_files(store, [file]))
        (event,) = store.events().to_dicts()
        assert (event["actor_name"], event["weight"], event["quad"]) == (
            "grévistes", -2.0, "verbal_conf"
        ), name  # fmt: skip


def test_polecat_types_of_older_drafts_are_joined_and_unknown_ones_listed(tmp_path) -> None:
    rows = [
        "\t".join(POLECAT_COLUMNS), polecat_row("A", Event_Type="DEMAND"),
        polecat_row("B", Event_Type="RETREAT", Event_Mode="withdraw"),
        polecat_row("C", Event_Type="CRIME"),
    ]  # fmt: skip
    store, (outcome,) = run(tmp_path, write(tmp_path / "p.txt", "\n".join(rows)))

    assert store.events().select("root", "mode").rows() == [
        ("REQUEST", None), ("YIELD", "withdraw"),
    ]  # fmt: skip
    assert unmapped(outcome) == {"root:CRIME": 1}


# Phoenix

PHOENIX_HEADER = (
    "eid,story_date,year,month,day,source,source_root,source_agent,source_others,target,"
    "target_root,target_agent,target_others,code,root_code,quad_class,goldstein,joined_issues,lat,"
    "lon,placename,statename,countryname,aid,process"
)


@pytest.mark.parametrize(
    ("code", "root", "whole"),
    [("40", "4", "040"), ("31", "3", "031"), ("140", "14", "140"), ("10", "1", "010"),
     ("1011", "10", "1011"), ("042", "4", "042"), ("11", "1", "011")],
)  # fmt: skip
def test_phoenix_codes_get_their_leading_zero_back(tmp_path, code, root, whole) -> None:
    row = f"SWB1,05/06/1981,1981,5,6,USA,USA,,,RUSGOV,RUS,GOV,,{code},{root},1,1.0,,,,,,,9,SWB__v1"
    store, _ = run(tmp_path, write(tmp_path / "P.csv", f"{PHOENIX_HEADER}\n{row}\n"))

    (event,) = store.events().to_dicts()
    assert (event["cameo"], event["recipient"], event["dataset"]) == (whole, "SUN", "phoenix_swb")


def test_phoenix_rows_of_the_first_of_january_1970_are_faults_of_the_source(tmp_path) -> None:
    row = "FBIS1,01/01/1970,1970,1,1,USA,USA,,,RUS,RUS,,,40,4,1,1.0,,,,,,,9,FBIS__v1"
    store, (outcome,) = run(tmp_path, write(tmp_path / "P.csv", f"{PHOENIX_HEADER}\n{row}\n"))

    assert store.events().height == 0
    assert reasons(outcome) == {"bad_date": 1}


def test_phoenix_realtime_ids_are_keys_only_with_the_day_of_their_file(tmp_path: Path) -> None:
    row = "\t".join(
        ["0_v0.2.0", "20140620", "2014", "06", "20", "THA", "THA", "", "", "USAGOV", "USA", "GOV",
         "", "010", "01", "0", "0.0", "", "", "", "", "", "", "a_1;b_2", "http://a", "x"]
    )  # fmt: skip
    files = [
        write(tmp_path / f"events.full.{day}.txt", text + "\n")
        for day, text in (("20140620", row), ("20140621", row + "\tgeo"))
    ]
    store, _ = run(tmp_path, *files)

    events = store.events()
    assert events["event_id"].to_list() == [
        "phoenix_rt:20140620:0_v0.2.0", "phoenix_rt:20140621:0_v0.2.0",
    ]  # fmt: skip
    # Quad class 0 is neutral: CAMEO counts statements as verbal co-operation.
    assert events["quad"].to_list() == ["verbal_coop"] * 2
    assert events["mentions"].to_list() == [2, 2]


# UCDP


def ucdp_row(key: int, kind: int, a: str, b: str, *, precision: int = 1) -> str:
    fields = [""] * 49
    fields[0], fields[1], fields[2], fields[5] = str(key), "0", "2009", str(kind)
    fields[14], fields[17], fields[18] = "Side A", '"Side B, the ""second"""', "-1"
    fields[37], fields[38], fields[47], fields[48] = (
        str(precision), "2009-09-12 00:00:00.000", a, b,
    )  # fmt: skip
    return ",".join(fields)


def test_ucdp_between_states_makes_an_event_for_each_pair(tmp_path: Path) -> None:
    file = write(tmp_path / "GEDEvent_v23_1.csv", ucdp_row(1, 1, "2;200", "645") + "\n")

    store, (outcome,) = run(tmp_path, file)

    assert outcome.ledger["dataset"] == "ucdp_ged_23_1"
    assert store.events().select("actor", "recipient", "record_id", "reported_on").rows() == [
        ("GBR", "IRQ", "1", date(2023, 6, 1)), ("USA", "IRQ", "1", date(2023, 6, 1)),
    ]  # fmt: skip
    assert store.events()["share"].to_list() == [0.5, 0.5]


def test_ucdp_numbers_of_states_are_read_on_the_day(tmp_path: Path) -> None:
    rows = [ucdp_row(n, 1, "365", "345").replace("2009-09-12", day)
            for n, day in enumerate(("1990-01-20", "1999-03-24", "2005-01-01"))]  # fmt: skip
    file = write(tmp_path / "GEDEvent_v23_1.csv", "\n".join(rows) + "\n")

    store, _ = run(tmp_path, file)

    assert store.events().select("actor", "recipient").rows() == [
        ("SUN", "YUG"), ("RUS", "YUG"), ("RUS", "SCG"),
    ]  # fmt: skip


def test_ucdp_precision_and_sectors_follow_the_kind_of_violence(tmp_path: Path) -> None:
    rows = [ucdp_row(1, 3, "", "", precision=5), ucdp_row(2, 1, "500", "", precision=4)]
    store, _ = run(tmp_path, write(tmp_path / "GEDEvent_v24_0_1.csv", "\n".join(rows)))

    table = store.events().select(
        "happened_precision", "actor", "actor_sector", "recipient_sector", "mode", "dataset"
    )
    assert table.rows() == [
        ("year", None, "REB", "CVL", "one-sided", "ucdp_candidate_24_0_1"),
        ("month", "UGA", "GOV", "REB", "state-based", "ucdp_candidate_24_0_1"),
    ]


# ACLED

ACLED_HEADER = (
    "event_id_cnty,event_date,year,time_precision,disorder_type,event_type,sub_event_type,actor1,"
    "assoc_actor_1,inter1,actor2,assoc_actor_2,inter2,interaction,civilian_targeting,iso,region,"
    "country,admin1,admin2,admin3,location,latitude,longitude,geo_precision,source,source_scale,"
    "notes,fatalities,tags,timestamp"
)


def acled_row(key: str, *, changed: int, kind: str = "Battles,Armed clash", day: str) -> str:
    return (
        f"{key},{day},2024,1,x,{kind},Military Forces of Russia (2000-),,State forces,"
        "Civilians (Ukraine),,Civilians,x,,804,Europe,Ukraine,,,,X,1,1,1,A; B,National,"
        f'"A, ""b""\nc",3,,{changed}'
    )


def test_acled_sides_dates_and_line_ends_in_quotes(tmp_path: Path) -> None:
    text = "\n".join(
        ["\ufeff" + ACLED_HEADER, acled_row("U1", changed=1734912000, day="2024-12-15"),
         acled_row("U2", changed=1734912000, day="16 December 2024"),
         acled_row("U3", changed=1734912000, day="2024-12-17",
                   kind="Strategic developments,Other")]
    )  # fmt: skip
    store, (outcome,) = run(tmp_path, write(tmp_path / "a.csv", text))

    assert store.events().select(
        "actor", "actor_sector", "recipient", "recipient_sector", "happened_on", "mentions"
    ).rows() == [
        ("RUS", "MIL", "UKR", "CVL", date(2024, 12, 15), 2),
        ("RUS", "MIL", "UKR", "CVL", date(2024, 12, 16), 2),
    ]  # fmt: skip
    assert unmapped(outcome) == {"kind:Strategic developments: Other": 1}


def test_acled_a_later_change_replaces_an_earlier_and_never_the_other_way(tmp_path) -> None:
    day = 86_400
    old = acled_row("U1", changed=1734912000, day="2024-12-15")
    new = acled_row("U1", changed=1734912000 + day, day="2025-01-02")
    files = [
        write(tmp_path / f"{name}.csv", f"{ACLED_HEADER}\n{row}\n")
        for name, row in (("old", old), ("new", new), ("old_again", old + "\n"))
    ]
    store, outcomes = run(tmp_path, *files)

    assert store.events()["happened_on"].to_list() == [date(2025, 1, 2)]
    assert [outcome.ledger["events"] for outcome in outcomes] == [1, 1, 0]


def test_acled_deleted_events_leave_the_store(tmp_path: Path) -> None:
    rows = [acled_row(key, changed=1734912000, day="2024-12-15") for key in ("U1", "U2")]
    events = write(tmp_path / "a.csv", "\n".join([ACLED_HEADER, *rows]))
    gone = write(tmp_path / "d.csv", "event_id_cnty,deleted_timestamp\nU1,1735000000\n")

    store, _ = run(tmp_path, events, gone)

    assert store.events()["record_id"].to_list() == ["U2"]


# Everything


def test_every_sample_is_read_and_every_row_is_accounted_for(tmp_path: Path, shared: Path) -> None:
    known = {
        "1979.sample.csv": 100, "20141124.export.sample.CSV": 4,
        "20150218230000.export.sample.CSV": 100,
        "20150218224500.translation.export.sample.CSV": 100,
        "20150218230000.mentions.sample.CSV": 100, "events.2018.sample.tab": 3705,
        "ngecEvents.DV.2023.synthetic.txt": 8, "PhoenixFBIS.7rows.sample.csv": 7,
        "ngecEventsDV-2022-Jan.latin1-trailing-tabs.synthetic.txt": 8,
        "events.full.20140620.synthetic.txt": 4, "GEDEvent_v23_1.sample.csv": 250,
        "headerless.sample.csv": 17, "acled_2021_semicolon_export.synthetic.csv": 3,
        "acled_2023_numeric_interaction.synthetic.csv": 3,
        "acled_2025_text_interaction.synthetic.csv": 3,
    }  # fmt: skip
    files = [next((shared / "formats").rglob(name)) for name in known]

    store, outcomes = run(tmp_path, *files)

    assert [outcome.fault for outcome in outcomes] == [None] * len(files)
    ledger = store.ledger()
    assert ledger["rows_in"].to_list() == list(known.values())
    assert (ledger["rows_in"] == ledger["rows_kept"] + ledger["rows_rejected"]).all()
    assert ledger["events"].sum() == store.events().height


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02binary", "binary"),
        (b"a,b\n1,2\n", "no known layout"),
        (b"PK\x03\x04broken", "damaged"),
        (b"PAR1broken", "damaged"),
    ],
)
def test_a_bad_file_is_named_with_its_fault_and_the_others_go_on(tmp_path, content, says) -> None:
    bad = tmp_path / "bad.csv"
    bad.write_bytes(content)
    good = write(tmp_path / "good.CSV", GDELT_2[0])

    store, (first, missing, second) = run(tmp_path, bad, tmp_path / "none.csv", good)

    assert says in first.fault
    assert "no such file" in missing.fault
    assert second.ledger["events"] == store.events().height == 1


def test_a_zip_cut_short_leaves_nothing_of_the_file(tmp_path: Path) -> None:
    whole = tmp_path / "x.zip"
    with zipfile.ZipFile(whole, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("x.CSV", "\n".join(gdelt_row(str(n)) for n in range(2000)))
    content = bytearray(whole.read_bytes())
    content[len(content) // 2] ^= 0xFF
    whole.write_bytes(bytes(content))

    store, (outcome,) = run(tmp_path, whole)

    assert "damaged" in outcome.fault
    assert (store.events().height, store.ledger().height) == (0, 0)
