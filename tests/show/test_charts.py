import json
import re
from datetime import date, timedelta

import polars as pl
import pytest
from lxml import etree

from detente.core.errors import DetenteError, TableError
from detente.core.tables import SHIFTS
from detente.show.charts import plot_relation, relation_spec, save_chart
from detente.show.theme import QUAD_LOOKS
from detente.show.vega import chart_svg
from tests.show import make

SVG = {"s": "http://www.w3.org/2000/svg", "x": "http://www.w3.org/1999/xlink"}


def layers(spec):
    return spec["vconcat"][0]["layer"]


def line_rows(spec):
    return next(
        layer["data"]["values"]
        for layer in layers(spec)
        if isinstance(layer["mark"], dict) and layer["mark"]["type"] == "line"
    )


def drawn(spec):
    return etree.fromstring(chart_svg(spec).encode())


def test_a_relation_shows_line_band_marks_and_bars():
    told = make.events(
        ("2018-01-03", "PAK", "AGREE", "RUS"), ("2018-01-12", "PAK", "ACCUSE", "RUS")
    )

    svg = drawn(relation_spec(make.warmth("PAK", "RUS", [1.0, 2.0, 3.0]), events=told))

    kinds = " ".join(svg.xpath("//@class"))
    for kind in ("mark-line", "mark-area", "mark-symbol", "mark-rect"):
        assert kind in kinds
    words = [node.get("aria-label") or "" for node in svg.xpath("//s:path", namespaces=SVG)]
    assert any("criticised" in word and "2018-01-12" in word for word in words)
    assert "Pakistan → Russia" in "".join(svg.itertext())


def test_a_hole_in_the_periods_breaks_the_line():
    table = make.warmth("PAK", "RUS", [1.0, 1.0, 1.0, 1.0, 1.0]).filter(
        pl.col("period") != date(2018, 1, 15)
    )

    rows = line_rows(relation_spec(table))

    assert [row["piece"] for row in rows] == [0, 0, 1, 1]


def test_a_null_warmth_is_not_drawn_as_zero():
    rows = line_rows(relation_spec(make.warmth("PAK", "RUS", [1.0, None, 2.0])))

    assert [row["warmth"] for row in rows] == [1.0, 2.0]
    assert rows[0]["piece"] != rows[1]["piece"]


def test_days_without_coverage_are_grey_and_named():
    covered = pl.DataFrame(
        {
            "dataset": "icews",
            "day": [date(2018, 1, 1) + timedelta(days=n) for n in (*range(14), *range(28, 42))],
        }
    )

    spec = relation_spec(make.warmth("PAK", "RUS", [1.0] * 6), coverage=covered)

    assert layers(spec)[0]["data"]["values"] == [
        {"start": "2018-01-15", "end": "2018-01-29", "label": "not covered"}
    ]


def test_many_events_become_one_mark_for_each_week_and_class():
    told = make.events(*[("2018-01-03", "PAK", "AGREE", "RUS")] * 251)

    spec = relation_spec(make.warmth("PAK", "RUS", [1.0, 1.0]), events=told)

    marks = next(layer for layer in layers(spec) if layer["mark"].get("type") == "point")
    assert [row["number"] for row in marks["data"]["values"]] == [251]


def test_events_of_another_dyad_dataset_or_day_are_left_out():
    told = make.events(
        ("2018-01-03", "PAK", "AGREE", "RUS"),
        ("2018-01-03", "RUS", "AGREE", "PAK"),
        ("2019-01-03", "PAK", "AGREE", "RUS"),
    )

    spec = relation_spec(make.warmth("PAK", "RUS", [1.0, 1.0]), events=told)

    marks = next(layer for layer in layers(spec) if layer["mark"].get("type") == "point")
    assert [row["day"] for row in marks["data"]["values"]] == ["2018-01-03"]


def test_conflict_hangs_below_the_zero_line():
    told = make.events(
        ("2018-01-03", "PAK", "AGREE", "RUS"), ("2018-01-03", "PAK", "ACCUSE", "RUS")
    )

    spec = relation_spec(make.warmth("PAK", "RUS", [1.0, 1.0]), events=told)

    bars = {row["class"]: row["to"] for row in spec["vconcat"][1]["data"]["values"]}
    assert bars == {"co-operation in words": 1, "conflict in words": -1}


def test_two_directions_give_two_panels_on_one_time_axis():
    both = pl.concat([make.warmth("PAK", "RUS", [1.0] * 3), make.warmth("RUS", "PAK", [2.0] * 5)])

    spec = relation_spec(both)

    titles = [panel["title"]["text"] for panel in spec["vconcat"]]
    assert titles == ["Pakistan → Russia", "Russia → Pakistan"]
    domains = {json.dumps(layer["encoding"]["x"]["scale"]) for panel in spec["vconcat"]
               for layer in layers(panel) if "x" in layer["encoding"]}  # fmt: skip
    assert len(domains) == 1


def test_marks_link_into_the_page_where_asked():
    told = make.events(("2018-01-03", "PAK", "AGREE", "RUS"))

    svg = drawn(relation_spec(make.warmth("PAK", "RUS", [1.0] * 2), events=told, links="#event-"))

    assert svg.xpath("//s:a/@x:href", namespaces=SVG) == ["#event-e0"]


def test_the_svg_carries_no_style_script_or_outside_address():
    told = make.events(("2018-01-03", "PAK", "AGREE", "RUS"), sentence="</script><script>x")

    text = chart_svg(relation_spec(make.warmth("PAK", "RUS", [1.0] * 2), events=told))

    assert "style=" not in text
    assert "<script" not in text
    assert not re.search(r'(href|src)="(?!#)', text)


def test_an_empty_warmth_says_what_to_check():
    with pytest.raises(TableError, match="nothing to draw"):
        plot_relation(make.warmth("PAK", "RUS", []))


@pytest.mark.parametrize(
    ("suffix", "start"),
    [("svg", b"<svg"), ("png", b"\x89PNG"), ("pdf", b"%PDF"), ("html", b"<!doc")],
)
def test_a_chart_is_written_in_each_format(tmp_path, suffix, start):
    chart = plot_relation(make.warmth("PAK", "RUS", [1.0, 2.0]))

    path = save_chart(chart, tmp_path / "new" / f"chart.{suffix}")

    assert path.read_bytes().startswith(start)


def test_a_saved_page_fetches_nothing_and_keeps_hostile_words_inside_its_data(tmp_path):
    told = make.events(("2018-01-03", "PAK", "AGREE", "RUS"), sentence="</script><img src=x>")
    chart = plot_relation(make.warmth("PAK", "RUS", [1.0, 2.0]), events=told)

    page = save_chart(chart, tmp_path / "chart.html").read_text()

    assert "</script><img" not in page
    assert 'src="http' not in page
    assert "default-src 'none'" in page


def test_an_unknown_suffix_names_those_that_work(tmp_path):
    with pytest.raises(DetenteError, match=r"\.html"):
        save_chart({}, tmp_path / "chart.gif")


def test_print_tells_words_from_deeds_without_colour():
    looks = {(look.shape, look.filled) for look in QUAD_LOOKS.values()}

    assert len(looks) == 4


def test_a_chart_with_a_shift_says_what_its_dashed_line_is():
    table = make.warmth("PAK", "RUS", [1.0, 2.0, 3.0])
    shift = make.shift("PAK", "RUS", "2018-01-09", before=1.0, after=5.0)

    with_shift = relation_spec(table, shifts=SHIFTS.frame([shift]))

    assert with_shift["title"]["subtitle"][-1].startswith("Dashed upright: a shift")
    assert "Dashed" not in str(relation_spec(table)["title"])


def test_a_shift_stands_only_on_the_panel_of_its_own_dataset():
    values = [1.0, 2.0, 3.0]
    both = pl.concat(
        [make.warmth("PAK", "RUS", values), make.warmth("PAK", "RUS", values, dataset="other")]
    )
    shift = make.shift("PAK", "RUS", "2018-01-09", before=1.0, after=5.0)

    panels = relation_spec(both, shifts=SHIFTS.frame([shift]))["vconcat"]

    with_shift = ["Dashed upright" in str(panel["title"]) for panel in panels]
    titles = [str(panel["title"]) for panel in panels]
    assert with_shift == ["icews" in title for title in titles]
    assert sum(with_shift) == 1


def test_a_band_is_drawn_as_far_as_the_scale_and_the_table_keeps_it_whole():
    table = make.warmth("PAK", "RUS", [8.0, 8.0]).with_columns(high=pl.lit(13.5))

    [panel, _] = relation_spec(table)["vconcat"]

    drawn = [row["high"] for layer in panel["layer"] for row in layer["data"]["values"]
             if "high" in row]  # fmt: skip
    assert drawn
    assert set(drawn) == {10.0}
    assert table["high"].to_list() == [13.5, 13.5]
