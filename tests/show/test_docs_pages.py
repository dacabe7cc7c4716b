"""The pages of the docs on what people see: their examples run, their names exist."""

import doctest
import importlib
import re
from pathlib import Path

import pytest

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGES = ["index.md", "tutorial.md", "show.md", "web-app.md", "faq.md", "gallery.md", "reference.md"]


@pytest.mark.slow
@pytest.mark.parametrize("page", PAGES)
def test_the_examples_of_a_page_run(page, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)

    failed, _ = doctest.testfile(str(DOCS / page), module_relative=False)

    assert failed == 0


def test_every_function_that_the_page_of_charts_names_exists():
    named = re.findall(r"`(show\.[a-z_]+)\.([a-z_]+)`", (DOCS / "show.md").read_text())

    assert len(named) >= 12
    for module, name in named:
        assert hasattr(importlib.import_module(f"detente.{module}"), name)


def test_every_module_of_the_reference_exists():
    for name in re.findall(r"^::: (\S+)", (DOCS / "reference.md").read_text(), re.MULTILINE):
        assert importlib.import_module(name).__doc__


def test_every_picture_of_the_gallery_is_there_and_is_drawn():
    for name in re.findall(r"\((gallery/\S+\.svg)\)", (DOCS / "gallery.md").read_text()):
        assert (DOCS / name).read_text().count("mark-") > 3
