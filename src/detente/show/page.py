"""Self-contained pages from templates: everything escaped, no script, nothing fetched."""

from __future__ import annotations

import base64
import hashlib
from datetime import date
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

import detente
from detente.core.codebook import SCALE
from detente.core.errors import DetenteError
from detente.core.phrases import counted
from detente.show import theme, wording
from detente.show.names import side_name

__all__ = ["band", "environment", "policy", "render", "safe_link", "style_sheet", "write_page"]


@cache
def environment() -> Environment:
    """The templates of `show/templates`; all text is escaped, and undefined names are refused."""
    made = Environment(
        loader=PackageLoader("detente.show", "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {
        "side": side_name,
        "signed": wording.signed,
        "deed": wording.deed,
        "link": safe_link,
        "day": wording.day_in_words,
    }
    made.globals |= {
        "counted": counted,
        "statuses": wording.STATUS_WORDS,
        "looks": theme.QUAD_LOOKS,
        "band": band,
        "rate_words": wording.rate_words,
        "tilt_words": wording.tilt_words,
        "version": detente.__version__,
    }
    return made


@cache
def style_sheet() -> str:
    """CSS of all pages, with the colours of the theme and the rules for charts in dark mode."""
    text = files("detente.show").joinpath("static/page.css").read_text(encoding="utf-8")
    light = "".join(
        f"--{name}:{look.colour};" for name, look in _css_names(theme.QUAD_LOOKS).items()
    )
    dark = "".join(
        f"--{name}:{theme.DARK[look.colour]};"
        for name, look in _css_names(theme.QUAD_LOOKS).items()
    )
    return (
        f":root{{{light}}}\n{text}\n"
        f"@media (prefers-color-scheme: dark){{:root{{{dark}}}\n{theme.dark_rules('svg.chart')}}}\n"
    )


def _css_names(looks: dict[str, theme.QuadLook]) -> dict[str, theme.QuadLook]:
    return {quad.replace("_", "-"): look for quad, look in looks.items()}


def policy(style: str) -> str:
    """Content security policy of a page whose only active part is the style sheet `style`."""
    digest = base64.b64encode(hashlib.sha256(style.encode()).digest()).decode()
    return (
        f"default-src 'none'; style-src 'sha256-{digest}'; img-src data:; "
        "base-uri 'none'; form-action 'none'"
    )


def render(template: str, **values: Any) -> str:
    """HTML of a whole page; `values` are what the template names."""
    style = style_sheet()
    return (
        environment()
        .get_template(template)
        .render(style=Markup(style), policy=policy(style), made_on=date.today(), **values)
    )


def write_page(page: str, path: Path) -> None:
    """Write a page to a file; its folder is made.

    Raises:
        DetenteError: it can't be written.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(page, encoding="utf-8")
    except OSError as fault:
        raise DetenteError(f"'{path}' can't be written: {fault.strerror}.") from fault


def band(triple: tuple[float, float, float] | None) -> str:
    """A warmth with its band, cut to Goldstein's scale.

    >>> band((1.0, -0.5, 2.5)), band((6.0, 1.5, 10.5)), band(None)
    ('+1.0 (−0.5 to +2.5)', '+6.0 (+1.5 to +10.0)', '–')
    """
    if triple is None or None in triple:
        return "–"
    value, low, high = triple
    ends = map(wording.signed, (max(low, SCALE[0]), min(high, SCALE[1])))
    return f"{wording.signed(value)} ({' to '.join(ends)})"


def safe_link(address: str | None) -> str | None:
    """`address` if a reader may safely follow it (http or https), else null.

    >>> safe_link("https://example.org/a"), safe_link("javascript:alert(1)"), safe_link(None)
    ('https://example.org/a', None, None)
    """
    if not address:
        return None
    try:
        parts = urlsplit(address.strip())
    except ValueError:
        return None
    return address.strip() if parts.scheme in {"http", "https"} and parts.netloc else None
