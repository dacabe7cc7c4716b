import pytest
from lxml import html
from starlette.testclient import TestClient

from detente.coding.review import Corrections
from detente.show.web.app import guarded
from tests.show.corpus import fill_store


@pytest.fixture
def kept(tmp_path):
    return Corrections(tmp_path / "corrections.jsonl")


@pytest.fixture
def app(tmp_path, kept):
    served = guarded(fill_store(tmp_path / "store"), corrections=kept.path)
    return TestClient(served, base_url="http://127.0.0.1", follow_redirects=True)


def shown(answer):
    """Id of the event that a review page shows."""
    return html.fromstring(answer.text).xpath("//input[@name='event_id']/@value")


def test_a_decision_is_kept_and_the_event_not_shown_again(app, kept):
    [first] = shown(app.get("/review"))

    after = app.post("/review", data={"event_id": first, "decision": "accept"})

    assert shown(after) != [first]
    assert [(one.event_id, one.decision) for one in kept.standing()] == [(first, "accept")]


def test_a_fix_keeps_what_was_changed(app, kept):
    fields = {"event_id": "e0", "decision": "fix", "root": "CONSULT", "actor": "China"}

    app.post("/review", data=fields)

    [one] = kept.standing()
    assert (one.root, one.actor_state, one.coded["root"]) == ("CONSULT", "CHN", "ACCUSE")


def test_undo_brings_the_event_back(app, kept):
    app.post("/review", data={"event_id": "e0", "decision": "reject"})

    app.post("/review", data={"decision": "undo"})

    assert kept.standing() == []


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"event_id": "e0", "decision": "maybe"}, "no decision"),
        ({"event_id": "e0", "decision": "fix"}, "nothing was changed"),
        ({"event_id": "e0", "decision": "fix", "root": "DANCE"}, "no root"),
        ({"event_id": "none", "decision": "accept"}, "no event of this store"),
    ],
)
def test_a_bad_decision_is_refused_and_nothing_kept(app, kept, fields, words):
    answer = app.post("/review", data=fields)

    assert answer.status_code == 400
    assert words in html.fromstring(answer.text).text_content()
    assert kept.standing() == []
