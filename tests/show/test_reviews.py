from concurrent.futures import ThreadPoolExecutor

import pytest
from lxml import html
from starlette.testclient import TestClient

from detente.core.errors import CodebookError, StoreError
from detente.show.reviews import Review, add_review, apply_reviews, check_review, read_reviews
from detente.show.web.app import guarded
from tests.show import make
from tests.show.corpus import fill_store


def test_the_last_decision_on_an_event_counts(tmp_path):
    add_review(tmp_path, Review("e1", "accept"))
    add_review(tmp_path, Review("e1", "reject"))

    assert read_reviews(tmp_path)["e1"].verdict == "reject"


def test_two_writers_never_mix_their_lines(tmp_path):
    with ThreadPoolExecutor(8) as pool:
        list(pool.map(lambda n: add_review(tmp_path, Review(f"e{n}", "accept")), range(200)))

    assert len(read_reviews(tmp_path)) == 200


def test_a_broken_line_is_named(tmp_path):
    (tmp_path / "reviews.jsonl").write_text('{"event_id": "e", "verdict": "accept"}\nnonsense\n')

    with pytest.raises(StoreError, match="line 2"):
        read_reviews(tmp_path)


def test_reviews_reject_and_mend_events_with_class_and_weight():
    events = make.events(
        ("2018-01-01", "PAK", "AGREE", "RUS"),
        ("2018-01-02", "PAK", "AGREE", "RUS"),
        ("2018-01-03", "PAK", "AGREE", "RUS"),
    )

    kept = apply_reviews(
        events,
        {"e0": Review("e0", "reject"), "e1": Review("e1", "fix", root="ACCUSE", actor="CHN")},
    )

    assert kept.select("event_id", "actor", "root", "quad", "weight").rows() == [
        ("e1", "CHN", "ACCUSE", "verbal_conf", -2.5),
        ("e2", "PAK", "AGREE", "verbal_coop", 6.0),
    ]


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"verdict": "maybe"}, "no verdict"),
        ({"verdict": "fix"}, "must change"),
        ({"verdict": "fix", "root": "DANCE"}, "PLOVER"),
        ({"verdict": "fix", "actor": "Atlantis"}, "no state"),
    ],
)
def test_a_bad_decision_is_refused(fields, words):
    with pytest.raises(CodebookError, match=words):
        check_review({"event_id": "e", **fields})


def test_the_page_shows_the_least_certain_event_and_goes_on_after_a_decision(tmp_path):
    folder = fill_store(tmp_path / "store")
    app = TestClient(
        guarded(folder, with_review=True), base_url="http://127.0.0.1", follow_redirects=True
    )
    first = html.fromstring(app.get("/review").text)
    chosen = first.xpath("//input[@name='event_id']/@value")[0]

    after = app.post("/review", data={"event_id": chosen, "verdict": "fix", "root": "CONSULT"})

    second = html.fromstring(after.text).xpath("//input[@name='event_id']/@value")
    assert second != [chosen]
    assert read_reviews(folder)[chosen].root == "CONSULT"


def test_an_unknown_event_is_not_decided_on(tmp_path):
    folder = fill_store(tmp_path / "store")
    app = TestClient(guarded(folder, with_review=True), base_url="http://127.0.0.1")

    answer = app.post("/review", data={"event_id": "none", "verdict": "accept"})

    assert answer.status_code == 400
    assert read_reviews(folder) == {}
