"""Our own opinion pieces read alike as plain text and as an HTML page in a frame."""

from __future__ import annotations

from typing import Any

import pytest

from detente.reading.page_html import read_html
from quality.opinion_gold import PARTS, html_of, pieces

ROWS = [row for part in PARTS for _, row, _ in pieces(part)]


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["origin"]))
def test_the_frame_of_the_copy_gives_its_fields(row: dict[str, Any]) -> None:
    assert all(row[name] for name in ("title", "author", "published_on"))
    assert row["published_by"] == "text"
    assert row["outlet"].startswith(("Example", "The Example"))


@pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row["origin"]))
def test_the_html_page_gives_the_same_article(row: dict[str, Any]) -> None:
    page = read_html(html_of(row))

    assert "\n\n".join(page.paragraphs) == row["text"]
    assert (page.title, "; ".join(page.authors)) == (row["title"], row["author"])
    assert (page.outlet, page.published_on) == (row["outlet"], row["published_on"])
