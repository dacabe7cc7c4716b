"""Hook of mkdocs: the decisions, which lie beside the docs, become pages of the site."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from mkdocs.structure.files import File, Files

ROOT = Path(__file__).resolve().parent.parent
DECISIONS = ROOT / "decisions"


def on_files(files: Files, config: Any) -> Files:
    """Add each decision as a page, and a page that lists them."""
    lines = ["# Decisions", "", "Choices that a reader would question, with their reasons.", ""]
    for path in sorted(DECISIONS.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title = text.partition("\n")[0].lstrip("# ")
        lines.append(f"- [{title}]({path.name})")
        files.append(File.generated(config, f"decisions/{path.name}", content=_inside(text, "../")))
    files.append(File.generated(config, "decisions/index.md", content="\n".join(lines) + "\n"))
    return files


def on_page_markdown(markdown: str, page: Any, **_: Any) -> str:
    """Links that hold in the repository hold on the site too."""
    if page.file.generated_by:
        return markdown
    return markdown.replace("](../decisions/", "](decisions/")


def _inside(text: str, up: str) -> str:
    return text.replace("](../docs/", f"]({up}")
