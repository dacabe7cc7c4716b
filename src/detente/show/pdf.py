"""A briefing as PDF, printed by a Chromium that is on this machine."""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path
from typing import Final

from detente.core.errors import DetenteError

__all__ = ["BROWSERS", "find_browser", "write_pdf"]

BROWSERS: Final = (
    "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome",
    "microsoft-edge", "msedge",
)  # fmt: skip
_OWN_PLACES: Final = (
    Path("/Applications/Google Chrome.app/Contents/MacOS/Google Chrome"),
    Path("/Applications/Chromium.app/Contents/MacOS/Chromium"),
)
WAIT_SECONDS: Final = 120
_SWITCHES: Final = (
    "--headless", "--disable-gpu", "--no-first-run", "--disable-background-networking",
    "--disable-extensions", "--no-pdf-header-footer",
)  # fmt: skip


def find_browser() -> str | None:
    """Path of a browser that can print, or null."""
    named = (shutil.which(name) for name in BROWSERS)
    own = (str(path) for path in _OWN_PLACES if path.is_file())
    return next(filter(None, [*named, *own]), None)


def write_pdf(page: str, path: Path, *, browser: str | None = None) -> None:
    """Print a self-contained page to `path`.

    The page has no script and loads nothing, so the browser does not reach the network for it.

    Raises:
        DetenteError: no browser is here, or it could not print.
    """
    found = browser or find_browser()
    if found is None:
        raise DetenteError(
            "To write a PDF a browser is needed, and none of Chromium, Chrome or Edge was found. "
            "Install one (Debian: apt-get install chromium), or write HTML (-o briefing.html) and "
            "print it from any browser."
        )
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        source, printed = Path(folder) / "page.html", Path(folder) / "page.pdf"
        source.write_text(page, encoding="utf-8")
        _print(found, source, printed, Path(folder) / "profile")
        try:
            shutil.copyfile(printed, path)
        except OSError as fault:
            raise DetenteError(f"'{path}' can't be written: {fault.strerror}.") from fault


def _print(browser: str, source: Path, printed: Path, profile: Path) -> None:
    command = [browser, *_SWITCHES, f"--user-data-dir={profile}", f"--print-to-pdf={printed}"]
    told = ""
    # Without a user namespace (containers, root) Chromium starts only without its sandbox; the
    # page is our own and holds no script.
    for more in ([], ["--no-sandbox"]):
        try:
            run = subprocess.run(
                [*command, *more, source.as_uri()],
                capture_output=True, text=True, timeout=WAIT_SECONDS, check=False,
            )  # fmt: skip
        except (OSError, subprocess.TimeoutExpired) as fault:
            raise DetenteError(f"{browser} could not print the page: {fault}") from fault
        if printed.is_file() and printed.stat().st_size:
            return
        told = (run.stderr or run.stdout).strip()[-300:]
    raise DetenteError(f"{browser} could not print the page: {told or 'it gave no reason'}")
