import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from starlette.applications import Starlette
from starlette.responses import PlainTextResponse
from starlette.routing import Route
from starlette.testclient import TestClient

from detente.show.web.guard import COOKIE, Guard, Limits

LOCAL = frozenset({"127.0.0.1", "localhost"})


async def _echo(request):
    return PlainTextResponse(f"read {len(await request.body())}")


def client(*, host="127.0.0.1", **choices):
    inner = Starlette(routes=[Route("/{path:path}", _echo, methods=["GET", "POST"])])
    guard = Guard(inner, choices.pop("hosts", LOCAL), **choices)
    return TestClient(guard, base_url=f"http://{host}", follow_redirects=False)


def test_an_answer_carries_the_strict_policy():
    headers = client().get("/").headers

    assert headers["content-security-policy"].startswith("default-src 'none'; script-src 'self'")
    assert "unsafe" not in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "localhost.evil"])
def test_a_foreign_host_name_is_refused(host):
    assert client(host=host).get("/").status_code == 421


def test_every_request_needs_the_token_where_there_is_one():
    app = client(token="s3cret")

    assert app.get("/").status_code == 401
    assert app.get("/?token=wrong").status_code == 401
    assert app.get("/", headers={"authorization": "Bearer s3cret"}).status_code == 200
    assert app.get("/", headers={"cookie": f"{COOKIE}=s3cret"}).status_code == 200


def test_a_token_in_the_address_becomes_a_cookie_and_leaves_the_address():
    answer = client(token="s3cret").get("/events?actor=PAK&token=s3cret")

    assert answer.status_code == 303
    assert answer.headers["location"] == "/events?actor=PAK"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Strict" in cookie


def test_a_token_never_sends_a_reader_to_another_host():
    answer = client(token="s3cret").get("http://127.0.0.1//evil.example/?token=s3cret")

    assert not answer.headers["location"].startswith("//")


def test_a_flood_is_refused_and_others_are_not_slowed():
    app = client(limits=Limits(requests=3, span_seconds=60))

    assert [app.get("/").status_code for _ in range(5)] == [200, 200, 200, 429, 429]


def test_a_large_body_and_a_long_address_are_refused():
    app = client(limits=Limits(body_bytes=100, address_bytes=50))

    assert app.post("/", content=b"x" * 101).status_code == 413
    assert app.get("/" + "x" * 60).status_code == 414


@pytest.mark.parametrize(
    "headers",
    [{"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {"origin": "null"}],
)
def test_a_write_from_another_site_is_refused(headers):
    assert client().post("/", content=b"a=b", headers=headers).status_code == 403


def test_a_write_from_the_own_page_passes():
    own = {"origin": "http://127.0.0.1", "sec-fetch-site": "same-origin"}

    assert client().post("/", content=b"a=b", headers=own).text == "read 3"


@settings(deadline=None)
@given(st.text(st.characters(codec="latin-1", exclude_categories=["Cc"]), min_size=1, max_size=40))
def test_no_other_word_opens_the_app(word):
    headers = {"authorization": f"Bearer {word}".encode("latin-1")}

    assert client(token="s3cret-token").get("/", headers=headers).status_code == 401
