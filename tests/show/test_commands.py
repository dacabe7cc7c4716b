import json

import pytest

from detente.cli.app import main
from detente.cli.brief import brief
from detente.cli.serve import serve
from detente.core.errors import CodebookError, DetenteError
from tests.show.corpus import fill_store


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return fill_store(tmp_path_factory.mktemp("commands") / "store")


def test_brief_writes_the_relation_asked_for(folder, tmp_path, capsys):
    page = tmp_path / "out" / "page.html"

    brief(str(folder), relation=("PAK,Russia",), output=page, json=True)

    assert json.loads(capsys.readouterr().out)["briefing"] == str(page)
    assert '<h2 id="relation-1">Pakistan and Russia</h2>' in page.read_text()
    assert 'id="relation-2"' not in page.read_text()


def test_a_relation_without_events_is_named_and_left_out(folder, tmp_path, capsys):
    page = tmp_path / "page.html"

    brief(str(folder), relation=("PAK,RUS", "ISL,BTN"), output=page, forecast=False)

    assert "No event between ISL and BTN" in capsys.readouterr().err
    assert "Bhutan" not in page.read_text()


def test_brief_of_a_state_shows_each_of_its_relations(folder, tmp_path):
    page = tmp_path / "page.html"

    brief(str(folder), state="USA", output=page)

    text = page.read_text()
    assert "Pakistan and United States" in text
    assert "Russia and United States" in text
    assert "Pakistan and Russia" not in text


@pytest.mark.parametrize(
    ("relation", "fault"), [("PAK", DetenteError), ("PAK,Atlantis", CodebookError)]
)
def test_a_relation_that_is_none_is_refused(folder, tmp_path, relation, fault):
    with pytest.raises(fault):
        brief(str(folder), relation=(relation,), output=tmp_path / "page.html")


def test_a_folder_that_can_not_be_written_is_named(folder, tmp_path):
    (tmp_path / "file").write_text("")

    with pytest.raises(DetenteError, match="can't be written"):
        brief(str(folder), output=tmp_path / "file" / "page.html")


def test_an_impossible_port_is_refused_before_anything_is_opened(tmp_path):
    with pytest.raises(DetenteError, match="65535"):
        serve(store=tmp_path, port=70_000)


def test_a_missing_file_ends_with_one_message_and_no_traceback(tmp_path, capsys):
    with pytest.raises(SystemExit) as ended:
        main(["brief", str(tmp_path / "none.txt")])

    assert ended.value.code == 2
    assert "Traceback" not in capsys.readouterr().err
