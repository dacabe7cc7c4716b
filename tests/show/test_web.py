import io
import json

import polars as pl
import pytest
from lxml import html
from starlette.testclient import TestClient

from detente.core.errors import DetenteError, StoreError
from detente.show.web.app import build_app, guarded
from detente.show.web.guard import Limits
from detente.store.store import open as open_store
from tests.show import make
from tests.show.corpus import fill_store

PAGES = [
    "/", "/part/shifts", "/relation/PAK/RUS", "/state/PAK", "/events", "/event/hostile",
    "/articles", "/article/a1", "/article/bad", "/datasets",
    "/compare", "/compare?pairs=PAK-RUS,USA-PAK&each=way", "/state/PAK?towards=RUS&than=USA",
    "/part/outlook/PAK/RUS", "/part/claims/a1", "/part/claims/bad",
]  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return fill_store(tmp_path_factory.mktemp("web") / "store")


@pytest.fixture(scope="module")
def app(folder):
    served = guarded(folder, limits=Limits(requests=100_000))
    return TestClient(served, base_url="http://127.0.0.1", follow_redirects=False)


@pytest.mark.parametrize("path", PAGES)
def test_each_page_shows_and_holds_nothing_active_from_an_article(app, path):
    answer = app.get(path)

    assert answer.status_code == 200
    page = html.fromstring(answer.text)
    assert {tag.get("src") for tag in page.xpath("//script")} <= {
        "/static/htmx.js",
        "/static/app.js",
    }
    assert page.xpath("//img | //iframe | //*[@onerror] | //*[@onload] | //*[@style]") == []
    assert not [link for link in page.xpath("//a/@href") if link.startswith("javascript")]


def test_every_link_of_every_page_leads_somewhere(app):
    links = {
        link.split("#")[0]
        for path in PAGES
        for link in html.fromstring(app.get(path).text).xpath("//a/@href | //link/@href")
        if link.startswith("/")
    }

    assert len(links) > 20
    assert [
        link for link in sorted(links)[:120] if app.get(link).status_code not in {200, 303}
    ] == []


def test_a_click_on_a_shift_shows_the_events_that_made_it(app):
    page = html.fromstring(app.get("/relation/PAK/RUS?period=month").text)
    link = page.xpath("//section[@aria-labelledby='shift']//li/a/@href")[0]
    assert "period=month" in link

    shown = html.fromstring(app.get("/relation/PAK/RUS" + link.split("#")[0]).text)

    events = shown.xpath("//div[@id='shift-events']//div[@class='event']")
    assert 1 <= len(events) <= 10
    assert shown.xpath("//li[@aria-current='true']")


@pytest.mark.parametrize("number", [1, 1100])
def test_an_event_without_a_sentence_says_who_exactly_did_it(tmp_path, number):
    rows = [("2018-03-05", "PAK", "CONSULT", "RUS")] * number
    named = {"actor_name": "Shah Mahmood Qureshi", "recipient_name": "Kremlin"}
    open_store(tmp_path).add_events(make.events(*rows, **named))
    page = TestClient(guarded(tmp_path), base_url="http://127.0.0.1").get("/relation/PAK/RUS").text

    (said, *_) = html.fromstring(page).xpath("//div[@class='event']/p/span[@class='small']/text()")
    assert said == "(Shah Mahmood Qureshi → Kremlin)"


def test_a_mark_in_the_chart_links_to_its_event(app):
    page = app.get("/relation/PAK/RUS").text

    assert 'xlink:href="/event/ie1"' in page
    assert app.get("/event/ie1").status_code == 200


def test_an_event_leads_to_its_sentence_in_the_article(app):
    page = html.fromstring(app.get("/events?actor=RUS").text)
    link = page.xpath("//p[@class='small']/a/@href")[-1]

    path, anchor = link.split("#")
    article = html.fromstring(app.get(path).text)
    assert article.xpath(f"//tr[@id='{anchor}']//a/@href")


def test_states_may_be_given_by_name_and_the_address_becomes_canonical(app):
    assert app.get("/relation/pakistan/russia").headers["location"] == "/relation/PAK/RUS"
    assert app.get("/go?one=Pakistan&two=Russia").headers["location"] == "/relation/PAK/RUS"
    assert app.get("/go?one=Pakistan").headers["location"] == "/state/PAK"


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/relation/PAK/Atlantis", 400, "no state"),
        ("/relation/PAK/BRA", 404, "No event between"),
        ("/relation/PAK/RUS?from=yesterday", 400, "no day"),
        ("/relation/PAK/RUS?period=fortnight", 400, "no period"),
        ("/compare?pairs=PAK", 400, "no relation"),
        ("/compare?pairs=PAK-PAK", 400, "two different states"),
        ("/relation/PAK/Pakistan", 400, "both are Pakistan"),
        ("/events?from=2018-03-01&to=2018-03-01", 400, "later 'to'"),
        ("/?from=2019-01-01&to=2018-01-01", 400, "later 'to'"),
        ("/?from=2030-01-01", 200, "Widen the dates"),
        ("/?dataset=none", 200, "in the dataset none"),
        ("/articles?page=50", 200, "To the latest"),
        ("/state/PAK?towards=PAK", 400, "tilt"),
        ("/events?root=DANCE", 400, "not a PLOVER root"),
        ("/events?page=0", 422, "page"),
        ("/event/none", 404, "no such page"),
        ("/article/../../etc/passwd", 404, "no such page"),
        ("/static/..%2fapp.py", 404, "no such page"),
        ("/static/%2e%2e/%2e%2e/pyproject.toml", 404, "no such page"),
    ],
)
def test_a_bad_address_gets_a_page_that_says_what_to_do(app, path, status, words):
    answer = app.get(path)

    assert answer.status_code == status
    assert words in html.fromstring(answer.text).text_content()
    assert "Traceback" not in answer.text


@pytest.mark.parametrize("field", ["q", "dataset"])
def test_words_that_look_like_sql_are_only_words(app, field):
    answer = app.get("/events", params={field: "'; DROP TABLE events; --"})

    assert answer.status_code == 200
    assert "no events." in html.fromstring(answer.text).text_content()
    assert app.get("/api/datasets").json()


def test_the_filter_keeps_its_state_in_the_address(app):
    page = html.fromstring(app.get("/events?actor=PAK&quad=verbal_coop&from=2018-03-01").text)

    assert page.xpath("//input[@name='actor']/@value") == ["PAK"]
    assert page.xpath("//input[@name='from']/@value") == ["2018-03-01"]
    assert page.xpath("//select[@name='quad']/option[@selected]/@value") == ["verbal_coop"]
    assert "actor=PAK" in page.xpath("//a[@rel='next']/@href | //a[text()='CSV']/@href")[0]


@pytest.mark.parametrize("query", ["", "?from=2018-02-07&to=2018-09-05&period=month"])
def test_counts_on_the_relation_page_are_those_of_the_event_list(app, query):
    page = html.fromstring(app.get(f"/relation/PAK/RUS{query}").text)
    parts = "@aria-labelledby='years' or @aria-labelledby='each-way'"
    cells = page.xpath(f"//section[{parts}]//td/a")

    assert len(cells) >= 3
    for cell in cells:
        listed = html.fromstring(app.get(cell.get("href")).text)
        assert (
            f"{cell.text_content()} event" in listed.xpath("//p[@class='lead']")[0].text_content()
        )


def test_the_api_gives_events_as_json_csv_and_parquet(app):
    rows = app.get("/api/events?actor=PAK&limit=5")
    table = app.get("/api/events?actor=PAK&format=parquet")
    text = app.get("/api/events?actor=PAK&format=csv")

    assert len(rows.json()) == 5
    assert rows.headers["x-total"] == "76"
    assert pl.read_parquet(io.BytesIO(table.content)).height == 76
    assert pl.read_csv(io.BytesIO(text.content)).height == 76


def test_a_spreadsheet_runs_nothing_from_the_csv(tmp_path):
    store = open_store(tmp_path / "store")
    events = make.events(("2018-01-01", "PAK", "AGREE", "RUS"), sentence='=HYPERLINK("http://x")')
    store.add_events(events)
    app = TestClient(guarded(tmp_path / "store"), base_url="http://127.0.0.1")

    text = app.get("/api/events?format=csv").text

    assert "'=HYPERLINK" in text


def test_the_api_describes_itself(app):
    paths = app.get("/api/openapi.json").json()["paths"]

    assert {"/api/events", "/api/relation/{one}/{two}", "/api/article/{article_id}"} <= set(paths)


def test_the_relation_as_data_holds_pair_and_both_ways(app):
    found = app.get("/api/relation/RUS/PAK").json()

    assert found["pair"] == ["PAK", "RUS"]
    assert {row["side"] for row in found["warmth"]} == {"pair", "dyad"}


def test_nothing_can_be_written_unless_review_is_on(app):
    assert (
        app.post("/review", data={"event_id": "hostile", "decision": "accept"}).status_code == 404
    )
    assert "Review" not in app.get("/").text


def test_an_ingest_meanwhile_shows_on_the_next_page(tmp_path):
    store = open_store(tmp_path / "store")
    app = TestClient(guarded(tmp_path / "store"), base_url="http://127.0.0.1")
    assert "no event between states yet" in app.get("/").text

    store.add_events(make.events(("2018-01-01", "PAK", "AGREE", "RUS")))

    assert "1 event between states" in html.fromstring(app.get("/").text).text_content()


def test_a_dataset_without_stated_coverage_shows_beside_one_with(app):
    found = app.get("/api/relation/RUS/USA").json()

    assert sum(row["events"] for row in found["warmth"] if row["side"] == "pair") == 2


def test_an_open_host_needs_a_token(folder):
    with pytest.raises(DetenteError, match="token"):
        guarded(folder, host="0.0.0.0")


def test_a_missing_store_is_named(tmp_path):
    with pytest.raises(StoreError, match="no store"):
        build_app(tmp_path / "none")


def test_json_errors_are_json(app):
    answer = app.get("/api/relation/PAK/Atlantis")

    assert answer.status_code == 400
    assert "Atlantis" in json.loads(answer.text)["error"]


def test_relation_page_shows_questions_and_loads_the_outlook(app):
    page = html.fromstring(app.get("/relation/PAK/RUS").text)

    assert page.get_element_by_id("open") is not None
    assert page.xpath("//@hx-get") == ["/part/outlook/PAK/RUS"]


def test_outlook_stands_beside_its_baseline_and_says_what_it_was_worth(app):
    text = html.fromstring(app.get("/part/outlook/PAK/RUS").text).text_content()

    assert "Pakistan towards Russia" in text
    assert "not measured against" in text or "in the past" in text
    assert "no better than last value" in text
    assert "As of 1 January 2019" in text


def test_compared_relations_are_of_one_dataset_and_missing_ones_are_named(app):
    text = html.fromstring(app.get("/compare?pairs=PAK-RUS,BRA-ARG").text).text_content()

    assert "Dataset: icews." in text
    assert "Nothing was coded of Brazil and Argentina" in text


def test_a_comparison_ends_with_the_last_covered_day_not_with_its_week(app):
    text = html.fromstring(app.get("/compare?pairs=PAK-RUS&period=week").text).text_content()

    assert "2018-01-01 to 2018-12-31, by week." in text


def test_a_tilt_ends_with_the_last_covered_day_not_with_its_week(app):
    text = html.fromstring(app.get("/state/PAK?towards=RUS&than=USA").text).text_content()

    assert "2018-01-01 to 2018-12-31, by week." in text


def test_numbers_of_a_cut_week_are_those_of_the_events(app):
    """From Thursday 2018-03-01 to Saturday 2018-03-10, both inside weeks."""
    window = "from=2018-03-01&to=2018-03-11"
    pairs = app.get(f"/api/relations?{window}").json()
    events = app.get(f"/api/events?{window}&limit=1000").json()

    counted = {(row["one"], row["two"]): row["events"] for row in pairs}
    told = {tuple(sorted((row["actor"], row["recipient"]))) for row in events}
    assert counted.keys() == told
    assert sum(counted.values()) == len(events) == 2


def test_forecast_as_data_holds_both_ways_and_the_baseline(app):
    rows = app.get("/api/forecast/RUS/PAK").json()

    assert {(row["actor"], row["recipient"]) for row in rows} == {("PAK", "RUS"), ("RUS", "PAK")}
    assert all(row["baseline"] and row["verdict"] for row in rows)
    assert app.get("/api/forecast/PAK/BRA").status_code == 404


def test_pairs_to_compare_may_be_written_by_names_that_hold_a_hyphen(app):
    answer = app.get("/compare", params={"pairs": "PAK:RUS, Guinea-Bissau-PRT"})

    assert answer.status_code == 200
    assert "PAK-RUS, GNB-PRT" in answer.text


def test_no_event_is_told_according_to_its_own_actor(app):
    assert "according to" not in app.get("/event/hostile").text
