"""How far counts stray from a forecast rate: negative-binomial sizes by class and size of rate.

Fitted on past forecasts only, by maximum likelihood over a grid, one size per band of the mean.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from detente.forecast.scores import log_score_counts

__all__ = ["Dispersion", "fit_dispersion", "sizes_of"]

Reals = npt.NDArray[np.float64]
_BANDS = np.array([0.03, 0.1, 0.3, 1.0, 3.0, 10.0])
_GRID = np.geomspace(0.03, 300.0, 40)
_LEAST = 200


@dataclass(frozen=True)
class Dispersion:
    """`size[class, band]`: negative-binomial size; bands of the mean have edges `_BANDS`."""

    size: Reals


def fit_dispersion(count: Reals, mean: Reals) -> Dispersion:
    """Sizes from past counts and the means forecast for them, both rows × classes.

    A band with fewer than 200 rows takes the size of the class as a whole.
    """
    classes = mean.shape[1]
    size = np.empty((classes, len(_BANDS) + 1))
    for number in range(classes):
        known, rate = count[:, number], mean[:, number]
        loss = np.stack(
            [log_score_counts(known, mean=rate, size=np.full(len(rate), s)) for s in _GRID]
        )
        size[number] = _GRID[loss.sum(axis=1).argmin()]
        band = np.searchsorted(_BANDS, rate)
        for place in range(len(_BANDS) + 1):
            inside = band == place
            if inside.sum() >= _LEAST:
                size[number, place] = _GRID[loss[:, inside].sum(axis=1).argmin()]
    return Dispersion(size)


def sizes_of(fitted: Dispersion, mean: Reals) -> Reals:
    """Size for each mean, rows × classes."""
    band = np.searchsorted(_BANDS, mean)
    return np.asarray(fitted.size[np.arange(mean.shape[1])[None, :], band])
