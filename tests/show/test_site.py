"""The docs site builds without a warning, and its links lead somewhere."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from lxml import html

pytest.importorskip("mkdocs", reason="needs the docs extra: pip install 'detente[docs]'")
pytest.importorskip("mkdocstrings", reason="needs the docs extra: pip install 'detente[docs]'")
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def site(tmp_path_factory):
    folder = tmp_path_factory.mktemp("site")
    run = subprocess.run(
        [sys.executable, "-m", "mkdocs", "build", "--quiet", "--strict", "--site-dir", folder],
        cwd=ROOT, capture_output=True, text=True, check=False,
        env=os.environ | {"NO_MKDOCS_2_WARNING": "1"},
    )  # fmt: skip
    assert run.returncode == 0, run.stderr[-3000:]
    return folder


def test_every_link_and_picture_of_the_site_is_there(site):
    lost = []
    for page in site.rglob("*.html"):
        if page.name == "404.html":
            continue
        for link in html.fromstring(page.read_bytes()).xpath("//@href | //img/@src"):
            parts = urlsplit(link)
            if parts.scheme or parts.netloc or not parts.path:
                continue
            target = (page.parent / unquote(parts.path)).resolve()
            if not (target.is_file() or (target / "index.html").is_file()):
                lost.append(f"{page.relative_to(site)}: {link}")
    assert lost == []


def test_reference_holds_the_public_functions(site):
    text = (site / "reference" / "index.html").read_text(encoding="utf-8")

    assert "find_shifts" in text
    assert "plot_relation" in text


def test_decisions_are_pages_of_the_site(site):
    listed = (site / "decisions" / "index.html").read_text(encoding="utf-8")

    assert "Tallies beside the store" in listed
