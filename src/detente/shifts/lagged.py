"""Did one series move before another? A lagged test with a null that keeps each series' own shape.

The target is cleared of its own past, of the activity of both its states and of slow drift. Each
candidate enters through several lag shapes (short and long memory, pulses at set distances); its
statistic is the largest absolute correlation over the shapes. The null shifts the candidate round
the record's circle: every shift keeps its own autocorrelation, bursts and shapes, and breaks its
link with the target. The nulls of all candidates are pooled, so that small chances can be told
apart (decisions/0034). Candidates are taken one at a time: the best, if it passes the false
discovery rate (Benjamini & Hochberg 1995), joins what is removed from the target, and the rest are
tested again.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np
import numpy.typing as npt

from detente.relations.local_level import Array

__all__ = [
    "LONG",
    "SHAPES",
    "LaggedTest",
    "Selected",
    "controls_for",
    "forward_select",
    "lag_features",
    "lagged_test",
]

Flags = npt.NDArray[np.bool_]

# Half-lives and pulses in periods. Named for the reader of the answer.
_HALF_LIVES: Final = (1.0, 2.0, 4.0, 8.0)
_PULSES: Final = ((1, 2), (3, 4), (4, 6), (5, 8), (7, 10))
SHAPES: Final = (
    *(f"fading, half-life {int(half)}" for half in _HALF_LIVES),
    *(f"{first} to {last} later" for first, last in _PULSES),
)
_OWN_LAGS: Final = 4
# Periods from which a record is long: about two years of weeks.
LONG: Final = 120
# Weeks beyond this many deviations are cut to it: one war must not decide what leads what. Lower
# cuts win only where an effect is planted into silent weeks too (decisions/0034).
_CUT: Final = 1.5
# Slow waves that are removed: one a three years of weeks; more eat up slow answers.
_WAVE_PERIODS: Final = 150
# Parts of the stated rate that the first and each further driver may use: shifts of one record
# overlap, which makes the pooled null a little narrow (decisions/0034).
_FIRST, _LATER = 0.8, 0.2
# Shifts nearer than this many periods are not free of the true lags.
_NEAREST_SHIFT: Final = 12


@dataclass(frozen=True)
class LaggedTest:
    """One value a candidate: best `shape`, signed `correlation`, `strength` (standard deviations
    over the mean of the null) and `chance` (p-value)."""

    shape: npt.NDArray[np.int64]
    correlation: Array
    strength: Array
    chance: Array


@dataclass(frozen=True)
class Selected:
    """A step of the forward selection: candidate, its test at that step, and its q-value."""

    candidate: int
    shape: int
    correlation: float
    strength: float
    chance: float
    q_value: float


def lag_features(series: Array) -> Array:
    """Every lag shape of a series: shape x time, each using strictly earlier values."""
    centred = series - series.mean()
    features = []
    for half in _HALF_LIVES:
        keep = 0.5 ** (1.0 / half)
        running, faded = 0.0, np.zeros_like(centred)
        for t in range(1, centred.size):
            running = keep * running + (1.0 - keep) * centred[t - 1]
            faded[t] = running
        features.append(faded)
    sums = np.concatenate([[0.0], np.cumsum(centred)])
    at = np.arange(centred.size)
    for first, last in _PULSES:
        end, begin = np.maximum(at - first + 1, 0), np.maximum(at - last, 0)
        features.append((sums[end] - sums[begin]) / (last - first + 1))
    return np.array(features)


def controls_for(target: Array, activity: Array, *, seen: Flags) -> Array:
    """What a target is cleared of, time x control: own past, states' activity, slow drift.

    Args:
        target: the series.
        activity: state x time, volume of each state's other relations.
        seen: whether each time is covered.
    """
    filled = np.where(seen, target, 0.0)
    size = filled.size
    lags = _OWN_LAGS if size >= LONG else 2
    parts = [np.ones(size)]
    for lag in range(1, lags + 1):
        parts.append(np.concatenate([np.zeros(lag), filled[:-lag]]))
    parts.append(lag_features(filled)[_HALF_LIVES.index(8.0)])
    for one in activity:
        parts += [one, np.concatenate([[one[0]], one[:-1]])]
    days = (np.arange(size) + 0.5) / size
    waves = max(1, size // _WAVE_PERIODS)
    parts += [np.cos(np.pi * wave * days) for wave in range(1, waves + 1)]
    return np.array(parts).T


def lagged_test(
    target: Array, features: Array, *, controls: Array, seen: Flags, placebos: Array | None = None
) -> LaggedTest:
    """Test every candidate on one target.

    Args:
        target: one value a time.
        features: candidate x shape x time, from `lag_features`.
        controls: time x control.
        seen: times that count; others are left out of every sum.
        placebos: features of unrelated series. In a short record everything drifts with the
            record, which shifting breaks; a candidate must then beat the placebos as well.
    """
    basis = _basis(controls, seen)
    residual = _cleared(np.where(seen, target, 0.0), basis)
    edge = _CUT * residual.std()
    residual = _cleared(np.clip(residual, -edge, edge), basis)
    correlations = _all_shifts(residual, features, basis)
    size = target.size
    near = min(_NEAREST_SHIFT, max(1, size // 4))
    null = np.abs(correlations[:, :, near : size - near + 1]).max(axis=1)
    now = correlations[:, :, 0]
    shape = np.abs(now).argmax(axis=1)
    rows = np.arange(len(features))
    best = np.abs(now[rows, shape])
    pooled = np.sort(null.ravel())
    above = pooled.size - np.searchsorted(pooled, best, side="left")
    chance = (1.0 + above) / (1.0 + pooled.size)
    if placebos is not None and len(placebos):
        others = np.abs(_all_shifts(residual, placebos, basis)[:, :, 0]).max(axis=1)
        as_much = (others[None] >= best[:, None]).sum(axis=1)
        chance = np.maximum(chance, (1.0 + as_much) / (1.0 + others.size))
    strength = (best - pooled.mean()) / max(float(pooled.std()), 1e-9)
    return LaggedTest(shape, now[rows, shape], strength, chance)


def forward_select(
    target: Array,
    features: Array,
    *,
    controls: Array,
    seen: Flags,
    rate: float,
    most: int = 5,
    placebos: Array | None = None,
) -> tuple[LaggedTest, list[Selected]]:
    """The first test of all candidates, and those selected one by one at the FDR `rate`.

    The first needs a q-value of 0.8 of the rate, further ones 0.2 of it: so nothing is selected in
    nine targets of ten that have no driver, where 0.1 is stated.
    """
    first = lagged_test(target, features, controls=controls, seen=seen, placebos=placebos)
    test, left = first, np.arange(len(features))
    chosen: list[Selected] = []
    while left.size and len(chosen) < most:
        q_values = _q_values(test.chance)
        best = int(np.lexsort((-test.strength, test.chance))[0])
        if q_values[best] > rate * (_LATER if chosen else _FIRST):
            break
        candidate, shape = int(left[best]), int(test.shape[best])
        chosen.append(
            Selected(
                candidate, shape, float(test.correlation[best]), float(test.strength[best]),
                float(test.chance[best]), float(q_values[best]),
            )
        )  # fmt: skip
        # All of its shapes in a long record; in a short one they would use up what is left.
        taken = features[candidate] if target.size >= LONG else features[candidate, [shape]]
        controls = np.column_stack([controls, taken.T])
        left = np.delete(left, best)
        if left.size:
            test = lagged_test(
                target, features[left], controls=controls, seen=seen, placebos=placebos
            )
    return first, chosen


def _q_values(chance: Array) -> Array:
    order = np.argsort(chance)
    scaled = chance[order] * chance.size / np.arange(1, chance.size + 1)
    q_values = np.empty_like(chance)
    q_values[order] = np.minimum(np.minimum.accumulate(scaled[::-1])[::-1], 1.0)
    return q_values


def _basis(controls: Array, seen: Flags) -> Array:
    """Orthonormal basis of the controls over the times that count."""
    masked = controls * seen[:, None]
    scaled = masked / np.maximum(np.linalg.norm(masked, axis=0), 1e-12)
    left, values, _ = np.linalg.svd(scaled, full_matrices=False)
    basis: Array = left[:, values > 1e-8 * values[0]]
    return basis


def _cleared(series: Array, basis: Array) -> Array:
    residual: Array = series - basis @ (basis.T @ series)
    return residual


def _all_shifts(residual: Array, features: Array, basis: Array) -> Array:
    """Partial correlation of the residual with each feature at every circular shift.

    candidate x shape x shift; by FFT: the residual is free of the controls already, so the inner
    product is plain, and the feature's own norm loses what the controls explain of it.
    """
    size = residual.size
    spectra = np.conj(np.fft.rfft(features, axis=2))

    def products(series: Array) -> Array:
        product: Array = np.fft.irfft(spectra * np.fft.rfft(series), n=size, axis=2)
        return product

    total = (features**2).sum(axis=2)[:, :, None]
    explained = np.zeros_like(spectra, shape=(*features.shape[:2], size), dtype=float)
    for column in basis.T:
        explained += products(column) ** 2
    left = np.maximum(total - explained, 1e-9 * np.maximum(total, 1e-12))
    length = max(float(np.linalg.norm(residual)), 1e-12)
    correlations: Array = products(residual) / np.sqrt(left) / length
    return correlations
