"""Lemmas looked up word by word are those of spaCy's own steps on the whole sentence."""

from __future__ import annotations

import pytest

from detente.coding.parse import lemmatise, parse

SENTENCES = [
    "Iranian jets bombed Omani ports while ministers were signing treaties.",
    "The envoys met, and the two sides left for talks in Muscat.",
]


@pytest.mark.parametrize("sentence", SENTENCES)
def test_a_sentence_gets_the_lemmas_that_the_whole_pipeline_gives(sentence: str) -> None:
    [whole] = parse([sentence])
    [bare] = parse([sentence], lemmas=False)

    for _ in range(2):  # the second time from what is kept
        assert [word.lemma_ for word in lemmatise(bare)] == [word.lemma_ for word in whole]
