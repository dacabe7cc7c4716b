"""Tables of figures, printed and written as Markdown with date and commit."""

from __future__ import annotations

import importlib
import os
import pkgutil
import subprocess
import sys
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Figures:
    """One table: what was measured, on what, and the rows.

    `floors` maps a figure's name to (value seen, floor): the gate fails where seen < floor.
    """

    title: str
    columns: tuple[str, ...]
    rows: tuple[tuple[object, ...], ...]
    note: str = ""
    floors: dict[str, tuple[float, float]] = field(default_factory=dict)

    def markdown(self) -> str:
        lines = [f"### {self.title}", ""]
        if self.note:
            lines += [self.note, ""]
        lines.append("| " + " | ".join(self.columns) + " |")
        lines.append("|" + " --- |" * len(self.columns))
        lines += ["| " + " | ".join(_cell(value) for value in row) + " |" for row in self.rows]
        return "\n".join(lines) + "\n"


def _cell(value: object) -> str:
    if isinstance(value, float):
        return f"{value:.3f}"
    return "–" if value is None else str(value)


def shared_folder() -> Path:
    """Folder with the development data: $DETENTE_SHARED, or `shared` beside the checkout."""
    return Path(os.environ.get("DETENTE_SHARED", ROOT.parent / "shared"))


def commit() -> str:
    """Short hash of the commit that was measured, with '+' where the tree has changes."""
    run = subprocess.run(
        ["git", "describe", "--always", "--dirty=+"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    return run.stdout.strip() or "no commit"


def run(package: str, topics: list[str], page: Path, heading: str) -> int:
    """Measure the topics (all if none is named), print, update `page`; 1 if a floor was missed."""
    skip = {"report", "__main__"}
    found = [
        name
        for _, name, _ in pkgutil.iter_modules([str(ROOT / package)])
        if name not in skip and not name.startswith("_")
    ]
    unknown = sorted(set(topics) - set(found))
    if unknown:
        sys.stderr.write(f"No topic {', '.join(unknown)}; there are: {', '.join(found)}.\n")
        return 2
    failed = []
    for topic in topics or found:
        module = importlib.import_module(f"{package}.{topic}")
        if not hasattr(module, "measure"):
            continue
        stamp = f"Measured {datetime.now(UTC):%Y-%m-%d}, commit {commit()}."
        body = f"## {module.TITLE}\n\n{stamp}\n\n"
        sys.stdout.write(body)
        for figures in module.measure(shared_folder()):
            body += figures.markdown() + "\n"
            sys.stdout.write(figures.markdown() + "\n")
            sys.stdout.flush()
            _write(page, heading, module.TITLE, body)
            failed += [
                f"{topic}: {name} is {seen:.3f}, floor {floor:.3f}"
                for name, (seen, floor) in figures.floors.items()
                if seen < floor
            ]
    for line in failed:
        sys.stderr.write(f"FLOOR MISSED {line}\n")
    return 1 if failed else 0


def _write(page: Path, heading: str, title: str, body: str) -> None:
    """Put a topic's section into the page, at once: a run that is stopped keeps what it has."""
    sections = _sections(page) | {title: body}
    page.parent.mkdir(exist_ok=True)
    page.write_text(heading + "\n\n" + "\n".join(sections.values()), encoding="utf-8")


def _sections(page: Path) -> dict[str, str]:
    if not page.exists():
        return {}
    parts = page.read_text(encoding="utf-8").split("\n## ")[1:]
    return {part.split("\n", 1)[0]: "## " + part.rstrip("\n") + "\n" for part in parts}
