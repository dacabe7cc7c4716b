"""The web app and a briefing in a real browser: Chromium through Playwright."""

import os
import shutil
import socket
import threading
import time
from pathlib import Path

import pytest

from detente.show.briefing import article_briefing
from detente.show.charts import plot_relation, save_chart
from detente.show.web.app import guarded
from detente.show.web.guard import Limits
from tests.show import make
from tests.show.corpus import HOSTILE, fill_store

pytestmark = [pytest.mark.browser, pytest.mark.slow]
playwright = pytest.importorskip(
    "playwright.sync_api", reason="needs Playwright: pip install playwright"
)
NAMES = ("chromium", "chromium-browser", "google-chrome")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
if CHROMIUM is None:
    reason = "needs Chromium on the path (Debian: apt-get install chromium)"
    pytest.skip(reason, allow_module_level=True)

PAGES = [
    "/", "/relation/PAK/RUS", "/state/PAK", "/events", "/event/hostile", "/articles",
    "/article/a1", "/article/bad", "/datasets", "/review", "/compare",
    "/compare?pairs=PAK-RUS,USA-PAK&each=way",
]  # fmt: skip
AXE = [
    Path(folder) / "axe.min.js"
    for folder in (os.environ.get("AXE_CORE", "."), "node_modules/axe-core")
]


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    import uvicorn

    folder = fill_store(tmp_path_factory.mktemp("browser") / "store")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    app = guarded(folder, corrections=folder.parent / "c.jsonl", limits=Limits(requests=100_000))
    server = uvicorn.Server(uvicorn.Config(app, port=port, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.05)
    yield f"http://127.0.0.1:{port}"
    server.should_exit = True
    thread.join()


@pytest.fixture(scope="module")
def browser():
    with playwright.sync_playwright() as driver:
        opened = driver.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield opened
        opened.close()


@pytest.fixture
def page(browser):
    """A page that fails its test if the browser complains of anything."""
    opened = browser.new_page(viewport={"width": 1100, "height": 900})
    complaints = []
    opened.on("console", lambda said: complaints.append(said.text) if said.type == "error" else 0)
    opened.on("pageerror", lambda fault: complaints.append(str(fault)))
    yield opened
    opened.close()
    assert complaints == []


@pytest.mark.parametrize("path", PAGES)
def test_each_page_opens_without_a_complaint_and_fits_a_phone(page, address, path):
    page.set_viewport_size({"width": 390, "height": 800})

    answer = page.goto(address + path)

    assert answer.status == 200
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert page.evaluate("window.hacked") is None


@pytest.mark.parametrize(
    ("path", "charts"),
    [("/", 1), ("/relation/PAK/RUS", 4), ("/state/PAK", 3), ("/compare?pairs=PAK-RUS", 1)],
)
def test_each_chart_is_drawn_and_not_blank(page, address, path, charts):
    page.goto(address + path)
    page.wait_for_load_state("networkidle")
    for folded in page.locator("details:not([open]) > summary").all():
        folded.click()

    assert page.locator("svg.chart").count() == charts
    for chart in page.locator("svg.chart").all():
        colours = chart.evaluate(
            "s => new Set([...s.querySelectorAll('[fill],[stroke]')].flatMap("
            "n => [n.getAttribute('fill'), n.getAttribute('stroke')])).size"
        )
        assert colours >= 4
        assert chart.bounding_box()["height"] > 100


def test_the_way_from_the_map_to_the_sentence_in_clicks(page, address):
    page.goto(address + "/?of=USA")
    page.locator("#map a[*|href='/relation/USA/RUS']").first.focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/relation/USA/RUS")
    page.locator("#chart a[*|href='/event/e0']").first.click()
    page.wait_for_url("**/event/e0")
    page.get_by_role("link", name="A pact is signed").click()

    assert page.url.endswith("/article/a1#event-e0")
    page.get_by_role("link", name="To the sentence of event 1").click()
    sentence = page.locator("article .ev").first
    assert sentence.inner_text().startswith("Russia")


def test_the_back_button_returns_to_the_same_filter(page, address):
    page.goto(address + "/events")
    page.get_by_label("actor").fill("Pakistan")
    page.get_by_role("button", name="Search").click()
    before = page.url
    page.locator(".event a").first.click()

    page.go_back()

    assert page.url == before
    assert "actor=Pakistan" in before


def test_the_shifts_arrive_after_the_page(page, address):
    page.goto(address + "/")

    page.locator("section[aria-labelledby=shifts] li").first.wait_for()


def test_a_mark_says_what_it_is_when_pointed_at(page, address):
    page.goto(address + "/relation/PAK/RUS")
    page.locator("#chart [aria-roledescription=point]").last.hover()

    assert "met or conferred with" in page.locator("#tip").inner_text()


def test_dark_mode_turns_page_and_charts_dark(browser, address):
    page = browser.new_page(color_scheme="dark")
    page.goto(address + "/relation/PAK/RUS")

    ink = page.evaluate("getComputedStyle(document.body).backgroundColor")
    title = page.evaluate(
        "getComputedStyle([...document.querySelectorAll('svg.chart text')].find("
        "t => t.textContent.includes('Pakistan'))).fill"
    )
    page.close()
    assert ink == "rgb(26, 29, 33)"
    assert title == "rgb(232, 230, 225)"


def test_review_by_keyboard_goes_to_the_next_event(page, address):
    page.goto(address + "/review")
    first = page.locator("input[name=event_id]").get_attribute("value")

    page.keyboard.press("a")
    page.wait_for_function("v => document.querySelector('[name=event_id]').value !== v", arg=first)

    page.keyboard.press("w")
    assert page.evaluate("document.activeElement.name") == "root"


def test_pages_can_be_walked_by_keyboard(page, address):
    page.goto(address + "/")
    page.keyboard.press("Tab")

    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"


def test_a_briefing_opens_from_disk_with_nothing_active(page, tmp_path):
    path = tmp_path / "briefing.html"
    path.write_text(article_briefing(make.article(title=HOSTILE), make.events()))
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path.as_uri())

    assert page.evaluate("window.hacked") is None
    assert asked == [path.as_uri()]


def test_a_saved_chart_draws_itself_without_a_network(page, tmp_path):
    told = make.events(("2018-01-03", "PAK", "AGREE", "RUS"))
    chart = plot_relation(make.warmth("PAK", "RUS", [1.0, 2.0, 3.0]), events=told)
    path = save_chart(chart, tmp_path / "chart.html")
    asked = []
    page.on("request", lambda request: asked.append(request.url))

    page.goto(path.as_uri())
    page.locator("#chart svg.marks").wait_for()

    assert "Pakistan" in page.locator("#chart svg.marks").text_content()
    assert asked == [path.as_uri()]


@pytest.mark.parametrize("path", PAGES)
def test_axe_finds_no_fault(page, address, path):
    script = next((file for file in AXE if file.exists()), None)
    if script is None:
        pytest.skip("needs axe-core: npm install axe-core")
    page.goto(address + path)
    # Playwright's own evaluate isn't bound by the page's policy, as an added script tag would be.
    page.evaluate(script.read_text(encoding="utf-8") + "; undefined")

    found = page.evaluate("axe.run().then(r => r.violations.map(v => [v.id, v.nodes[0].html]))")
    assert found == []
