import re

import polars as pl
import pytest
from lxml import html

from detente.core.errors import CoverageError, TableError
from detente.core.tables import CLAIMS, REJECTS, SHIFTS
from detente.show.briefing import article_briefing, events_briefing, relations_briefing
from tests.show import make

HOSTILE = '<img src=x onerror=alert(1)>"><script>alert(1)</script>'


def told():
    first = make.TEXT[: make.TEXT.index(".") + 1]
    return make.events(
        ("2018-01-09", "RUS", "ACCUSE", "USA"),
        article_id="a1", sentence=first, start=0, end=len(first),
        actor_start=0, actor_end=6, recipient_start=18, recipient_end=35, attributed_to="the envoy",
    )  # fmt: skip


def tree(page):
    return html.fromstring(page)


def broken_links(page):
    """Links within the page that lead nowhere."""
    names = set(page.xpath("//@id"))
    inside = [link[1:] for link in page.xpath("//a/@href") if link.startswith("#")]
    drawn = [link[1:] for link in page.xpath("//*/@*[name()='xlink:href']")]
    return [name for name in inside + drawn if name not in names]


def test_an_article_page_shows_its_fields_and_how_the_date_was_found():
    page = tree(article_briefing(make.article(), told())).text_content()

    for words in (
        "A pact is signed",
        "Jane Doe",
        "Example Wire",
        "12 January 2018",
        "found in the",
    ):
        assert words in page
    assert "Affiliationnot found" in "".join(page.splitlines())


def test_an_event_and_its_sentence_link_to_each_other():
    page = tree(article_briefing(make.article(), told()))

    assert page.xpath("//article//sup/a/@href") == ["#event-e0"]
    assert page.xpath("//tr[@id='event-e0']//a/@href") == ["#sentence-1"]
    marked = "".join(page.xpath("//article//span[contains(@class,'ev')]//text()"))
    assert marked == "Russia criticised the United States on Tuesday."
    assert broken_links(page) == []


def test_what_was_dropped_and_not_coded_is_shown_with_reasons():
    rejects = REJECTS.frame(
        [{"origin": "a1", "item": "sentence", "reason": "no_event", "detail": "Islamabad hopes"}]
    )

    page = tree(article_briefing(make.article(), told(), rejects=rejects)).text_content()

    assert "share: 1 line" in page
    assert "states are named, and no deed between them: 1" in page


def test_claims_are_shaded_in_the_text():
    start = make.TEXT.index("Islamabad hopes")
    claims = CLAIMS.frame(
        [
            {
                "claim_id": "c", "article_id": "a1", "kind": "forecast", "states": ["PAK"],
                "hedge_words": ["hopes"], "hedge": 0.7, "polarity": 1, "presupposed": False,
                "paragraph": 1, "text": "Islamabad hopes", "start": start, "end": start + 15,
            }
        ]
    )  # fmt: skip

    page = tree(article_briefing(make.article(), told(), claims=claims))

    assert page.xpath("//article//span[@class='claim']/text()") == ["Islamabad hopes"]
    assert broken_links(page) == []


def test_hostile_words_in_every_field_stay_words():
    text = HOSTILE + " and Russia."
    article = make.article(
        title=HOSTILE, author=HOSTILE, outlet=HOSTILE, affiliation=HOSTILE, text=text,
        url="javascript:alert(1)", origin=HOSTILE, paragraphs=[{"start": 0, "end": len(text)}],
        dropped=[{"reason": HOSTILE, "text": HOSTILE}], language='en" onload="alert(1)',
    )  # fmt: skip
    events = told().with_columns(
        pl.lit(HOSTILE).alias(name)
        for name in ("sentence", "actor_name", "mode", "attributed_to", "record_id")
    )
    rejects = REJECTS.frame(
        [{"origin": "a1", "item": HOSTILE, "reason": "failed", "detail": HOSTILE}]
    )

    for page in (
        article_briefing(article, events, rejects=rejects),
        relations_briefing(make.warmth("RUS", "USA", [1.0] * 3), events, articles=article),
    ):
        found = tree(page)
        assert found.xpath("//script | //img | //iframe | //form | //object") == []
        assert [name for name in found.xpath("//@*/..")[0].attrib if name.startswith("on")] == []
        assert not any(
            attribute.startswith("on") for node in found.iter() for attribute in node.attrib
        )
        assert not [link for link in found.xpath("//a/@href") if link.startswith("javascript")]


def test_a_page_allows_only_its_own_style_and_names_no_outside_resource():
    page = article_briefing(make.article(), told())

    policy = tree(page).xpath("//meta[@http-equiv='Content-Security-Policy']/@content")[0]
    assert policy.startswith("default-src 'none'; style-src 'sha256-")
    assert not re.search(r'(src|href)="(https?:)?//', page)


def test_several_articles_are_refused_by_the_page_of_one():
    with pytest.raises(TableError, match="2"):
        article_briefing(pl.concat([make.article(), make.article()]), told())


def two_years():
    return make.events(
        ("2017-12-28", "PAK", "AGREE", "RUS"),
        ("2018-01-03", "PAK", "CONSULT", "RUS"),
        ("2018-01-03", "PAK", "CONSULT", "RUS"),
        ("2018-01-16", "RUS", "ACCUSE", "PAK"),
    )


def test_a_relations_page_follows_each_number_to_events_and_sentences():
    events = two_years().with_columns(article_id=pl.lit("a1"), sentence=pl.lit("They met."))

    page = tree(events_briefing(events, period="week", articles=make.article()))

    assert broken_links(page) == []
    row = page.xpath("//tr[th='2018']/td")
    assert [cell.text_content().strip() for cell in row][:5] == ["0", "2", "1", "0", "3"]
    assert len(page.xpath("//div[@class='event']")) == 4
    assert "They met." in page.text_content()
    assert "A pact is signed" in page.text_content()


def test_deeds_of_one_kind_on_one_day_stand_once_among_the_key_events():
    page = tree(events_briefing(two_years(), period="week"))

    lines = [
        " ".join(item.text_content().split()) for item in page.xpath("//ul[@class='plain']/li")
    ]
    assert "3 January 2018: Pakistan met or conferred with Russia (+3.0, 2 events)" in lines


def test_a_shift_is_told_with_its_size():
    shifts = SHIFTS.frame([make.shift("PAK", "RUS", "2018-01-08", before=1.0, after=3.5)])

    page = tree(
        relations_briefing(make.warmth("PAK", "RUS", [1.0] * 4), two_years(), shifts=shifts)
    )

    assert "Co-operation rose about 8 January 2018: 1.0 to 3.5 events a week, from 4 events." in (
        " ".join(page.text_content().split())
    )
    assert broken_links(page) == []


def test_a_briefing_counts_only_the_articles_that_tell_of_its_relations():
    articles = pl.concat([make.article(), make.article(article_id="a2", title="Elsewhere")])
    warmth = make.warmth("RUS", "USA", [1.0] * 3)

    page = tree(relations_briefing(warmth, told(), articles=articles))
    silent = tree(relations_briefing(warmth, told().clear(), articles=articles))

    assert "; 1 article among their sources." in page.xpath("//p[@class='lead']")[0].text_content()
    assert "article" not in silent.xpath("//p[@class='lead']")[0].text_content()


def test_a_relation_in_two_datasets_is_told_for_each_by_name():
    tables = [make.warmth("PAK", "RUS", [1.0] * 4, dataset=name) for name in ("icews", "other")]

    text = tree(relations_briefing(pl.concat(tables), two_years())).text_content()

    assert "Pakistan towards Russia in icews: from +1.0" in " ".join(text.split())
    assert "Pakistan towards Russia in other: from +1.0" in " ".join(text.split())


def test_events_without_two_states_give_no_briefing_but_say_why():
    with pytest.raises(CoverageError, match="No event between two states"):
        events_briefing(make.events())
