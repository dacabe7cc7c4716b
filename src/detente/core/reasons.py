"""The fixed list of reasons why something that was read gave nothing."""

from __future__ import annotations

from typing import Final

from detente.core.errors import CodebookError

__all__ = ["REASONS", "explain"]

REASONS: Final[dict[str, str]] = {
    # files and pages
    "not_found": "no such file or folder, or the address did not answer",
    "unreadable": "permission denied, or the disk failed",
    "empty": "nothing in it",
    "binary": "not text: a picture, a program, an archive",
    "too_large": "larger than the limit for one document",
    "encoding": "bytes that fit no encoding we know",
    "no_article": "a page without a body of prose",
    "bad_feed": "a feed that doesn't parse",
    "duplicate": "a near copy of another article in this run or store",
    "fetch_failed": "the address gave no page after the retries",
    "language": "not in a language that the coder reads",
    "no_date": "no day of publication found, and none was given",
    "failed": "the step failed on this item; the detail says how",
    # rows of datasets
    "bad_date": "a date that is missing or impossible",
    "unknown_code": "an event code that the crosswalk doesn't hold",
    "bad_row": "a row of the wrong width or with a broken field",
    "duplicate_row": "a key that this file or store already holds",
    "outside_range": "outside the dates asked for",
    # sentences
    "no_event": "states are named, and no deed between them",
    "not_happened": "a deed that is wished, feared, conditional or denied",
    "no_actors": "a deed whose doer or recipient is no state we could name",
}
"""Reason code → what it means; the column `reason` of rejects holds the code."""


def explain(reason: str) -> str:
    """What a reason code means, in a clause.

    Raises:
        CodebookError: the code isn't in the list.

    >>> explain("empty")
    'nothing in it'
    """
    try:
        return REASONS[reason]
    except KeyError:
        raise CodebookError(
            f"'{reason}' is not a reject reason. Known: {', '.join(REASONS)}."
        ) from None
