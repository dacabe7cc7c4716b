from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest
from lxml import etree

from detente.core.errors import TableError
from detente.core.states import states
from detente.core.tables import DRIVERS, FORECAST, NETWORK, SHARES
from detente.relations.blocs import blocs
from detente.relations.network import positions
from detente.show.charts import compare_spec
from detente.show.forecast_charts import calibration_rows, calibration_spec, forecast_spec
from detente.show.gallery import build_gallery
from detente.show.map_charts import map_spec
from detente.show.measures import plot_network, plot_rates, plot_shares, tilt_spec
from detente.show.table_charts import calendar_spec, drivers_spec, pairs_spec
from detente.show.vega import chart_svg
from tests.show import make


def drawn(spec):
    return etree.fromstring(chart_svg(spec).encode())


def words(svg):
    return " ".join(svg.itertext())


def spoken(svg):
    return [text for text in svg.xpath("//@aria-label") if text]


def forecast_rows(verdict="No better than the baseline."):
    rows = []
    for step in range(1, 4):
        start = date(2018, 8, 6) + timedelta(weeks=step - 1)
        spread = {}
        for share in (50, 80, 90):
            spread |= {f"low_{share}": 3 - share / 50, f"high_{share}": 3 + share / 50}
        rows.append(
            {
                "dataset": "icews", "actor": "PAK", "recipient": "RUS",
                "as_of": date(2018, 8, 1), "measure": "verbal_coop", "step": step, "start": start,
                "end": start + timedelta(weeks=1), "mean": 3.0, "median": 3.0, **spread,
                "baseline": "EWMA", "baseline_mean": 2.5, "origins": 12, "verdict": verdict,
            }
        )  # fmt: skip
    return FORECAST.frame(rows)


def test_a_forecast_names_its_baseline_its_day_and_whether_it_was_better():
    text = words(drawn(forecast_spec(forecast_rows())))

    assert "As of 2018-08-01, nothing later seen" in text
    assert "baseline (EWMA)" in text
    assert "No better than the baseline." in text


def test_what_forecasts_of_counts_were_worth_stands_once_over_the_panels():
    both = pl.concat(
        [forecast_rows(), forecast_rows().with_columns(measure=pl.lit("material_conf"))]
    )

    text = words(drawn(forecast_spec(both)))

    assert text.count("No better than the baseline.") == 1
    assert text.count("events a week") == 2


def test_verdicts_that_differ_stand_over_their_own_panels():
    other = forecast_rows("Better.").with_columns(measure=pl.lit("material_conf"))

    text = words(drawn(forecast_spec(pl.concat([forecast_rows(), other]))))

    assert "events a week: No better than the baseline." in text
    assert "events a week: Better." in text


def test_counts_near_nothing_have_whole_numbers_at_their_axis():
    spread = {name: 0.0 for name in forecast_rows().columns if name[:4] in ("low_", "high")}
    rows = forecast_rows().with_columns(median=0.0, mean=0.0, baseline_mean=0.01, **spread)

    axis = drawn(forecast_spec(rows)).xpath("//*[contains(@aria-label, 'Y-axis')]")[0]

    assert [text for text in axis.itertext() if text.strip()] == ["0", "1"]


def test_a_forecast_of_two_dyads_is_refused():
    both = pl.concat([forecast_rows(), forecast_rows().with_columns(actor=pl.lit("IND"))])

    with pytest.raises(TableError, match="2"):
        forecast_spec(both)


def test_calibration_counts_by_hand():
    outcomes = pl.DataFrame(
        {"probability": [0.1, 0.2, 0.9, 1.0], "happened": [False, True, True, True]}
    )

    rows = calibration_rows(outcomes, bins=2)

    assert [(row["stated"], row["share"], row["number"]) for row in rows] == [
        (pytest.approx(0.15), 0.5, 2),
        (pytest.approx(0.95), 1.0, 2),
    ]
    assert all(0 <= row["low"] <= row["share"] <= row["high"] <= 1 for row in rows)


def test_calibration_without_outcomes_is_refused():
    with pytest.raises(TableError, match="probability"):
        calibration_spec(pl.DataFrame({"probability": [0.1]}))


def test_the_map_colours_known_states_links_them_and_leaves_the_others_grey():
    values = pl.DataFrame({"state": ["IND", "RUS"], "value": [-4.0, 3.0]})

    svg = drawn(map_spec(values, to="PAK", links="/relation/PAK/"))

    links = svg.xpath("//*/@*[name()='xlink:href']")
    assert sorted(links) == ["/relation/PAK/IND", "/relation/PAK/RUS"]
    assert "India; -4.0" in spoken(svg)
    assert "Brazil; not known" in spoken(svg)


def test_every_state_of_the_map_is_a_state_that_the_table_knows():
    everyone = states()["state"].unique().to_list()
    values = pl.DataFrame({"state": everyone, "value": [1.0] * len(everyone)})
    about = [shape["properties"] for shape in map_spec(values, to="PAK")["data"]["values"]]

    assert {row["name"] for row in about if row["value"] is None} == {
        "Fr. S. Antarctic Lands", "N. Cyprus", "Somaliland",
    }  # fmt: skip
    assert {"Germany", "Ethiopia", "Kosovo", "Sudan", "Yemen"} <= {row["name"] for row in about}
    assert len(about) > 170


def test_the_calendar_leaves_out_events_without_an_exact_day():
    events = make.events(("2018-01-01", "PAK", "AGREE", "RUS"), ("2018-02-01", "PAK", "AID", "RUS"))
    dated = events.with_columns(
        happened_precision=pl.when(pl.col("event_id") == "e1")
        .then(pl.lit("month"))
        .otherwise("happened_precision")
    )

    svg = drawn(calendar_spec(dated))

    assert [text for text in spoken(svg) if text.startswith("2018")] == [
        "2018-01-01; 1 events; mean weight 6.0"
    ]


@pytest.mark.parametrize(
    ("day", "week", "weekday"),
    [("2018-01-01", 0, 1), ("2018-01-07", 0, 7), ("2018-01-08", 1, 1), ("2021-01-03", 0, 7)],
)
def test_the_calendar_counts_weeks_from_monday(day, week, weekday):
    [row] = calendar_spec(make.events((day, "PAK", "AGREE", "RUS")))["data"]["values"]

    assert (row["week"], row["weekday"]) == (week, weekday)


def test_the_table_of_pairs_leaves_unknown_pairs_open():
    values = pl.DataFrame({"actor": ["PAK"], "recipient": ["RUS"], "value": [-3.25]})

    svg = drawn(pairs_spec(values, states=["PAK", "RUS", "IND"]))

    assert [text for text in spoken(svg) if "towards" in text and "title" not in text] == [
        "Pakistan towards Russia; −3.2"
    ]


def test_drivers_show_their_rung_and_say_what_they_do_not_show():
    row = {
        "dataset": "icews", "actor": "CHN", "recipient": "IND", "events": 90, "sign": -1,
        "shape": "1-4", "correlation": -0.3, "strength": 3.2, "p_value": 0.01, "q_value": 0.04,
        "moved_before": True, "rung": "preceded",
    }  # fmt: skip

    text = words(drawn(drivers_spec(DRIVERS.frame([row]), of="Pakistan and Russia")))

    assert "Coming first isn't bringing about." in text
    assert "China – India" in text


def test_drivers_of_which_none_is_shown_say_so_in_the_title():
    row = {
        "dataset": "icews", "actor": "CHN", "recipient": "IND", "events": 90, "sign": -1,
        "shape": "1-4", "correlation": -0.1, "strength": 0.2, "p_value": 0.6, "q_value": 0.9,
        "moved_before": False, "rung": "not shown",
    }  # fmt: skip

    spec = drivers_spec(DRIVERS.frame([row]), of="Pakistan and Russia")

    assert spec["title"]["text"] == "What moved before Pakistan and Russia: not shown"


def test_two_reports_of_one_day_and_deed_keep_a_bar_each():
    row = {
        "dataset": "icews", "happened_on": date(2018, 2, 20), "actor": "RUS", "recipient": "PAK",
        "root": "AGREE", "quad": "verbal_coop", "weight": 6.0, "share": 0.1,
    }  # fmt: skip
    shares = SHARES.frame([{**row, "event_id": "e1"}, {**row, "event_id": "e2"}])

    svg = drawn(plot_shares(shares, change=0.2).to_dict())

    said = "2018-02-20  RUS → PAK: agree (+6.0)"
    assert [label for label in spoken(svg) if label.startswith(said)] == [f"{said}; +0.10"] * 2
    assert words(svg).count("RUS → PAK: agree (+6.0)") == 2


def test_compared_dyads_share_their_scales():
    both = pl.concat([make.warmth("PAK", "RUS", [1.0] * 3), make.warmth("RUS", "PAK", [-8.0] * 3)])

    spec = compare_spec(both)

    domains = {
        str(layer["encoding"]["y"]["scale"]["domain"])
        for panel in spec["vconcat"]
        for layer in panel["layer"]
    }
    assert domains == {"[-10, 10]"}


def signed(*pairs, period=date(2018, 1, 1)):
    return NETWORK.frame(
        {
            "dataset": "d", "period": period, "one": one, "other": other, "sign": sign,
            "warmth": 3.0 * sign, "low": 2.0 * sign, "high": 4.0 * sign, "events": 9,
        }
        for one, other, sign in pairs
    )  # fmt: skip


TWO_CAMPS = (
    ("CAN", "USA", 1), ("FRA", "USA", 1), ("CAN", "FRA", 1), ("GBR", "USA", 1),
    ("PRK", "RUS", 1), ("RUS", "USA", -1), ("FRA", "RUS", -1), ("PRK", "USA", -1),
)  # fmt: skip


def test_the_network_has_a_legend_of_ties_and_of_blocs_named_for_their_states():
    edges = signed(*TWO_CAMPS)

    text = words(
        drawn(plot_network(edges, positions=positions(edges), blocs=blocs(edges)).to_dict())
    )

    for expected in ("the two are", "friendly", "hostile", "bloc of", "USA, FRA, CAN and 1 more",
                     "RUS, PRK"):  # fmt: skip
        assert expected in text
    assert "smaller" not in text


def test_a_network_without_blocs_tells_of_ties_alone():
    edges = signed(*TWO_CAMPS)

    text = words(drawn(plot_network(edges, positions=positions(edges)).to_dict()))

    assert "hostile" in text
    assert "bloc" not in text


def test_a_bloc_keeps_its_colour_from_one_panel_of_the_network_to_the_next():
    edges = pl.concat([signed(*TWO_CAMPS), signed(*TWO_CAMPS[4:], period=date(2018, 4, 1))])

    svg = drawn(plot_network(edges, positions=positions(edges), blocs=blocs(edges)).to_dict())

    dots = svg.xpath("//*[contains(@class, 'mark-symbol') and contains(@class, 'role-mark')]/*")
    colours = {}
    for dot in dots:
        state = dot.get("aria-label", "").split("state: ")[-1].split(";")[0]
        colours.setdefault(state, set()).add(dot.get("fill"))
    assert len(colours["RUS"]) == len(colours["PRK"]) == 1
    assert words(svg).count("bloc of") == 1


def test_the_gallery_draws_each_chart_from_events(tmp_path):
    rng = np.random.default_rng(3)
    states, roots = ["PAK", "RUS", "USA", "IND"], ["AGREE", "CONSULT", "ACCUSE", "ASSAULT"]
    rows = []
    for number in range(600):
        actor, recipient = rng.choice(4, 2, replace=False)
        day = date(2016, 1, 1) + timedelta(days=number * 3)
        root = roots[3 if {actor, recipient} == {0, 3} else int(rng.integers(3))]
        rows.append((str(day), states[actor], root, states[recipient]))

    paths = build_gallery(make.events(*rows), tmp_path, states=states)

    assert [path.stem for path in paths] == [
        "relation", "comparison", "tilt", "calendar", "pairs", "map", "network", "standing", "ego",
        "rates", "shares", "forecast", "calibration", "drivers", "response",
    ]  # fmt: skip
    for path in paths:
        svg = etree.fromstring(path.read_bytes())
        marks = svg.xpath("//*[@aria-label or contains(@class, 'mark-')]")
        assert len(marks) > 5, path.name


RECORD = "2018-10-01 to 2018-12-31. Dataset: icews18."


def test_charts_of_values_alone_say_of_which_days_and_dataset_they_are():
    values = pl.DataFrame({"actor": ["PAK"], "recipient": ["RUS"], "value": [1.0]})
    outcomes = pl.DataFrame({"probability": [0.1], "happened": [False]})

    for spec in (
        map_spec(pl.DataFrame({"state": ["IND"], "value": [1.0]}), to="PAK", record=RECORD),
        pairs_spec(values, states=["PAK", "RUS"], record=RECORD),
        calibration_spec(outcomes, record=RECORD),
    ):
        assert RECORD in words(drawn(spec))


def test_a_network_names_all_days_of_its_period():
    edges = signed(*TWO_CAMPS, period=date(2018, 10, 1))
    one = words(drawn(plot_network(edges, positions=positions(edges)).to_dict()))
    year = plot_network(edges, positions=positions(edges), period="year").to_dict()

    assert "d, 2018-10-01 to 2018-12-31" in one
    assert "Who is surely on good or bad terms with whom" in one
    assert "d, 2018-10-01 to 2019-09-30" in words(drawn(year))


def test_tilt_and_rates_name_their_days_their_period_and_the_record():
    rows = {"dataset": "d", "period": [date(2018, 1, 1), date(2018, 4, 1)], "level": 0.9,
            "low": -1.0, "high": 1.0}  # fmt: skip
    leaning = pl.DataFrame(
        {**rows, "state": "PAK", "towards": "RUS", "than": "USA", "tilt": [0.1, 0.2]}
    )
    rate = {**rows, "actor": "PAK", "recipient": "RUS", "series": "cooperation", "rate": [0.1, 0.2]}

    for chart in (tilt_spec(leaning), plot_rates(pl.DataFrame(rate)).to_dict()):
        text = words(drawn(chart))
        assert "2018-01-01 to 2018-06-30, by quarter. Dataset: d." in text
        assert "with probability 90%" in text
    assert "Pakistan and Russia: co-operation" in text
    assert "events a quarter" in text


def test_a_calendar_of_two_states_names_them_and_the_months():
    text = words(drawn(calendar_spec(make.events(("2018-01-01", "PAK", "AGREE", "RUS")))))

    assert "Pakistan and Russia: days of events" in text
    assert "1 event, one column a week, 2018-01-01 to 2018-01-01. Dataset: " in text
    assert "Jan" in text
    assert "Dec" in text


def test_calibration_of_one_model_needs_no_legend_of_models():
    outcomes = pl.DataFrame({"probability": [0.1, 0.8], "happened": [False, True]})
    two = outcomes.with_columns(model=pl.Series(["ours", "EWMA"]))

    assert "all" not in words(drawn(calibration_spec(outcomes))).split()
    assert "EWMA" in words(drawn(calibration_spec(two))).split()
