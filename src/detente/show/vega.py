"""Turn a Vega-Lite specification into a picture, a page or an Altair chart, without a network.

Charts are written as plain Vega-Lite dictionaries and wrapped in Altair at the edge, so that a
page can be drawn without loading Altair (decisions/0060).
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from detente.core.errors import DetenteError
from detente.show import theme

if TYPE_CHECKING:
    import altair as alt

__all__ = [
    "FORMATS",
    "chart_page",
    "chart_svg",
    "in_altair",
    "plain_rows",
    "save_chart",
    "vega_script",
]

Spec = dict[str, Any]

SCHEMA: Final = "https://vega.github.io/schema/vega-lite/v6.json"
VEGALITE: Final = "6.4"
FORMATS: Final = (".html", ".svg", ".png", ".pdf", ".json")
# The converter makes links absolute with its own base; in a page of ours they are relative.
_BASE = re.compile(r'xlink:href="https://vega\.github\.io/(?:vega-datasets)?/*([^"]*)"')
_UNNAMED = re.compile(r'<[^>]*role="graphics-[^>]*>')
_ROLE = re.compile(r' (?:role|aria-roledescription)="[^"]*"')


def in_altair(spec: Spec) -> alt.TopLevelMixin:
    """An Altair chart of `spec`, which notebooks show inline and Altair can extend."""
    import altair as alt

    return alt.Chart.from_dict(_whole(spec))


def _whole(spec: Mapping[str, Any]) -> Spec:
    return {"$schema": SCHEMA, **spec, "config": spec.get("config") or theme.config()}


def _spec_of(chart: Any) -> Spec:
    spec = chart if isinstance(chart, dict) else chart.to_dict()
    return _whole(spec)


def plain_rows(rows: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Rows with dates as ISO text, as JSON needs them.

    >>> plain_rows([{"day": date(2018, 1, 2), "n": 1}])
    [{'day': '2018-01-02', 'n': 1}]
    """
    return [{name: _plain(value) for name, value in row.items()} for row in rows]


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, date | datetime) else value


def chart_svg(chart: Any, *, scope: str = "chart") -> str:
    """Inline SVG of a chart (Altair chart or dictionary), of CSS class `scope`; no script in it.

    Links of marks stay as given: `#event-3` points into the page, `/event/3` into the web app.
    """
    import vl_convert

    spec = _spec_of(chart)
    svg: str = vl_convert.vegalite_to_svg(json.dumps(spec), vl_version=VEGALITE)
    svg = _BASE.sub(lambda found: f'xlink:href="{_local(found[1])}"', svg)
    # A group, not an image: readers of the screen must reach the marks that are links.
    named = (
        f'class="{html.escape(scope)}" role="group" aria-label="Chart: {html.escape(_title(spec))}"'
    )
    return _UNNAMED.sub(_without_role, svg).replace('class="marks"', named, 1)


def _without_role(tag: re.Match[str]) -> str:
    """A tag that Vega calls a symbol but gives no name, without that role."""
    return tag[0] if "aria-label=" in tag[0] else _ROLE.sub("", tag[0])


def _title(spec: Spec) -> str:
    title = spec.get("title", "")
    return str(title.get("text", "") if isinstance(title, dict) else title)


def _local(link: str) -> str:
    return link if link[:1] in {"#", "?"} else "/" + link


def save_chart(chart: Any, path: str | Path, *, scale: float = 2.0) -> Path:
    """Write a chart as .html (self-contained, opens without a network), .svg, .png, .pdf or .json.

    `scale` is the pixels of a PNG for each pixel of the chart. Returns the path written.

    Raises:
        DetenteError: the suffix is none of these, or the folder can't be written.
    """
    target = Path(path)
    suffix = target.suffix.lower()
    if suffix not in FORMATS:
        raise DetenteError(
            f"'{target.name}': a chart can't be written as '{suffix or 'no suffix'}'. "
            f"Name a file that ends in {', '.join(FORMATS)}."
        )
    content = _drawn(_spec_of(chart), suffix, scale)
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(content)
    except OSError as fault:
        raise DetenteError(f"'{target}' can't be written: {fault.strerror}.") from fault
    return target


def _drawn(spec: Spec, suffix: str, scale: float) -> bytes:
    import vl_convert

    text = json.dumps(spec)
    if suffix == ".png":
        return bytes(vl_convert.vegalite_to_png(text, vl_version=VEGALITE, scale=scale))
    if suffix == ".pdf":
        return bytes(vl_convert.vegalite_to_pdf(text, vl_version=VEGALITE))
    if suffix == ".svg":
        return chart_svg(spec).encode()
    if suffix == ".json":
        return json.dumps(spec, indent=1).encode()
    return chart_page(spec).encode()


@cache
def vega_script() -> str:
    """Vega, Vega-Lite and vega-embed as one script that sets `window.vegaEmbed`.

    It comes with vl-convert, so that it always fits the Altair that wrote the chart. No `</script`
    occurs in it.
    """
    import vl_convert

    bundle: str = vl_convert.javascript_bundle("window.vegaEmbed = vegaEmbed;", vl_version=VEGALITE)
    return bundle.replace("</script", "<\\/script")


def chart_page(chart: Any) -> str:
    """A self-contained HTML page with one chart that answers to the mouse; needs no network."""
    spec = _spec_of(chart)
    # In a script element only '<' can end or open anything; JSON may write it as an escape.
    data = json.dumps(spec).replace("<", "\\u003c")
    return _PAGE.format(
        title=html.escape(_title(spec) or "Chart"),
        script=vega_script(),
        spec=data,
        paper=theme.INK["paper"],
    )


_PAGE: Final = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; \
script-src 'unsafe-inline'; style-src 'unsafe-inline'; img-src data: blob:">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>body{{margin:1rem;background:{paper};font-family:sans-serif}}</style>
</head>
<body>
<div id="chart"></div>
<script type="module">{script}</script>
<script type="application/json" id="spec">{spec}</script>
<script type="module">
const spec = JSON.parse(document.getElementById("spec").textContent);
window.vegaEmbed("#chart", spec, {{ast: true, renderer: "svg", actions: {{source: false,
  editor: false, compiled: false, export: true}}}});
</script>
</body>
</html>
"""
