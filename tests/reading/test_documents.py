"""The entry to reading: many kinds of input, exact offsets, and rejects instead of exceptions."""

from __future__ import annotations

import os
import zipfile
from datetime import date
from pathlib import Path

import pytest

from detente.core.errors import ReadError
from detente.core.tables import ARTICLES, REJECTS, check
from detente.reading.documents import read_paths

PROSE = (
    "The two prime ministers met in Oslo on Friday and agreed to open a joint fisheries office.",
    "Both sides called the talks useful, and a second round was set for the spring of next year.",
)
OTHER = (
    "A delegation from Peru arrived in Quito on Monday to talk about a shared river and its dams.",
    "Engineers of both states will measure the water together from June, the ministry announced.",
)


def page_of(paragraphs: tuple[str, ...], *, title: str = "Talks in the north") -> str:
    body = "".join(f"<p>{text}</p>" for text in paragraphs)
    return (
        f"<html><head><title>{title} | Example Wire</title>"
        '<meta property="og:site_name" content="Example Wire">'
        '<meta name="author" content="By Ola Example">'
        '<meta property="article:published_time" content="2019-02-03T10:00:00Z"></head>'
        f"<body><nav><a href='/'>Home</a></nav><article><h1>{title}</h1>{body}</article>"
        "<aside><h3>Most read</h3><a href='/x'>Another headline</a></aside></body></html>"
    )


def test_a_page_gives_a_row_with_all_columns_and_fields(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page_of(PROSE), encoding="utf-8")

    result = read_paths(tmp_path)

    check(result.articles, ARTICLES)
    check(result.rejects, REJECTS)
    row = result.articles.row(0, named=True)
    assert row["title"] == "Talks in the north"
    assert row["outlet"] == "Example Wire"
    assert row["author"] == "Ola Example"
    assert (row["published_on"], row["published_by"]) == (date(2019, 2, 3), "metadata")
    assert row["text"] == "\n\n".join(PROSE)


def test_paragraph_offsets_cut_the_paragraphs_out_of_the_text(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(PROSE), encoding="utf-8")

    row = read_paths(tmp_path).articles.row(0, named=True)

    assert [row["text"][p["start"] : p["end"]] for p in row["paragraphs"]] == list(PROSE)


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "latin-1", "cp1252"]
)
def test_a_copy_reads_alike_in_every_encoding(tmp_path: Path, encoding: str) -> None:
    text = (
        "Le président français et le ministre öst-européen se sont rencontrés à Genève, hier.\n\n"
    )
    text += "Ils ont parlé de la frontière et du gaz, et une réunion aura lieu à Zürich en été."
    (tmp_path / "a.txt").write_bytes(text.encode(encoding))

    assert read_paths(tmp_path).articles["text"][0] == text


@pytest.mark.parametrize(
    ("name", "data", "reason"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.html", b" \n\n\t", "empty"),
        ("picture.html", b"\x89PNG\r\n\x1a\n" + bytes(range(256)), "binary"),
        ("bomb.txt", b"PK\x03\x04" + b"\x00" * 400, "binary"),
        ("noise.txt", bytes(range(1, 32)) * 90, "binary"),
        ("halves.txt", b"\xff\xfe" + b"\x00\xd8" * 50, "encoding"),
        ("menu.html", b"<html><body><a>Home</a><a>News</a></body></html>", "no_article"),
        ("broken.xml", b"<?xml version='1.0'?><rss><channel><it", "bad_feed"),
        ("laughs.xml", b"<!DOCTYPE r [<!ENTITY a 'b'>]><rss><channel/></rss>", "bad_feed"),
        ("data.csv", b"a,b\n1,2\n", "no_article"),
    ],
)
def test_bad_input_is_rejected_with_its_reason_and_the_rest_goes_on(
    tmp_path: Path, name: str, data: bytes, reason: str
) -> None:
    (tmp_path / name).write_bytes(data)
    (tmp_path / "good.txt").write_text("\n\n".join(PROSE), encoding="utf-8")

    result = read_paths(tmp_path)

    assert result.articles.height == 1
    assert result.rejects["reason"].to_list() == [reason]
    assert result.rejects["detail"][0]


def test_a_zip_archive_is_not_unpacked(tmp_path: Path) -> None:
    path = tmp_path / "pages.txt"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", "x" * 5_000_000)

    assert read_paths(path).rejects["reason"].to_list() == ["binary"]


def test_a_document_over_the_bound_is_not_read(tmp_path: Path) -> None:
    (tmp_path / "long.txt").write_text("word " * 1000, encoding="utf-8")

    assert read_paths(tmp_path, max_bytes=1000).rejects["reason"].to_list() == ["too_large"]


def test_links_in_a_circle_end(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(PROSE), encoding="utf-8")
    (tmp_path / "again").symlink_to(tmp_path, target_is_directory=True)
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")

    result = read_paths(tmp_path)

    assert result.articles.height == 1
    assert result.rejects["reason"].to_list() == ["not_found"]


def test_nothing_at_all_is_an_error_that_says_what_to_give(tmp_path: Path) -> None:
    with pytest.raises(ReadError, match=r"no such file or folder\. Give pages"):
        read_paths(tmp_path / "absent")
    with pytest.raises(ReadError, match=r"no file in it\. Give pages"):
        read_paths(tmp_path)


@pytest.mark.skipif(os.geteuid() == 0, reason="the superuser may read every file")
def test_a_file_without_permission_is_rejected(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("x", encoding="utf-8")
    path.chmod(0)

    assert read_paths(path).rejects["reason"].to_list() == ["unreadable"]


def test_near_copies_are_kept_once_with_a_count_and_the_earliest_stays(tmp_path: Path) -> None:
    early = "\n\n".join(PROSE) + "\n\nPublished in Example Wire, 3 May 2019."
    late = "\n\n".join(PROSE) + "\n\nPublished in Example Post, 4 May 2019."
    (tmp_path / "a-late.txt").write_text(late, encoding="utf-8")
    (tmp_path / "b-early.txt").write_text(early, encoding="utf-8")
    (tmp_path / "c.txt").write_text("\n\n".join(OTHER), encoding="utf-8")

    result = read_paths(tmp_path)

    assert result.articles["outlet"].to_list() == ["Example Wire", None]
    assert result.articles["copies"].to_list() == [1, 0]
    assert result.rejects["reason"].to_list() == ["duplicate"]
    assert read_paths(tmp_path, fold_copies=False).articles.height == 3


def test_a_given_day_stands_in_only_where_the_page_names_none(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text(page_of(PROSE), encoding="utf-8")
    (tmp_path / "b.txt").write_text("\n\n".join(OTHER), encoding="utf-8")

    rows = read_paths(tmp_path, published_on=date(2020, 1, 1)).articles

    assert rows["published_by"].to_list() == ["metadata", "given"]
    assert rows["published_on"].to_list() == [date(2019, 2, 3), date(2020, 1, 1)]


def test_feed_items_become_articles_with_their_own_day_and_link(tmp_path: Path) -> None:
    items = "".join(
        f"<item><title>Item {i}</title><link>https://example.org/{i}</link>"
        f"<pubDate>Tue, 0{i} Jan 2019 10:00:00 GMT</pubDate>"
        f"<description>{text}</description></item>"
        for i, text in ((1, " ".join(PROSE)), (2, " ".join(OTHER)), (3, "Photos"))
    )
    head = "<?xml version='1.0'?><rss version='2.0'><channel><title>Example Feed</title>"
    (tmp_path / "feed.xml").write_text(f"{head}{items}</channel></rss>", encoding="utf-8")

    result = read_paths(tmp_path)

    assert result.articles["title"].to_list() == ["Item 1", "Item 2"]
    assert result.articles["outlet"].to_list() == ["Example Feed"] * 2
    assert result.articles["published_on"].to_list() == [date(2019, 1, 1), date(2019, 1, 2)]
    assert result.articles["published_by"].to_list() == ["feed"] * 2
    assert result.articles["url"].to_list() == ["https://example.org/1", "https://example.org/2"]
    assert result.rejects.select("reason", "locator").rows() == [("no_article", "item 3")]


def test_patterns_and_lists_read_each_file_once(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("\n\n".join(PROSE), encoding="utf-8")

    result = read_paths([path, str(tmp_path / "*.txt"), tmp_path])

    assert result.articles.height == 1
    assert result.rejects.height == 0


def test_the_same_file_gives_the_same_id(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("\n\n".join(PROSE), encoding="utf-8")

    first, again = read_paths(tmp_path).articles, read_paths(tmp_path).articles

    assert first["article_id"].to_list() == again["article_id"].to_list()
