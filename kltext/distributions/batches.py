"""Frozen distributions whose parameters are arrays: one pair an entry of the broadcast shape."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import numpy.typing as npt
from scipy import stats

from kltext._arguments import spell
from kltext.distributions.distribution import (
    SAMPLE,
    Distribution,
    as_distribution,
    functions,
    kind_of,
    own_ends,
    parameters,
)
from kltext.distributions.supports import POINT_MASSES

Array = npt.NDArray[np.float64]


@dataclass(frozen=True, eq=False)
class Batch:
    """Distributions of one kind, as rows: every parameter is an array of one length.

    ``batch["a"]``, ``batch.loc`` and ``batch.scale`` are what a vectorised closed form reads.
    ``low`` and ``high`` end the supports, ``start`` and ``stop`` those of the standard forms; where
    all have the same end they may be one number.
    """

    dist: Any
    source: Any
    shapes: Mapping[str, Array]
    loc: Array
    scale: Array
    low: Array
    high: Array
    start: Array
    stop: Array
    discrete: bool

    def __getitem__(self, shape: str) -> Array:
        return self.shapes[shape]

    @property
    def kind(self) -> type:
        """The class that pairs of these distributions are registered under."""
        return kind_of(self.dist)

    def take(self, rows: npt.NDArray[Any]) -> Batch:
        """Return some of the rows."""
        parts = {
            name: part[rows]
            for name in ("loc", "scale", "low", "high", "start", "stop")
            if (part := getattr(self, name)).ndim
        }
        shapes = {key: value[rows] for key, value in self.shapes.items()}
        return replace(self, shapes=shapes, **parts)

    def one(self, row: int) -> Distribution:
        """Return one row as a distribution."""
        shapes = {key: float(value[row]) for key, value in self.shapes.items()}
        low, high, start, stop = (
            float(end[row] if end.ndim else end)
            for end in (self.low, self.high, self.start, self.stop)
        )
        log_density, quantile = functions(self.dist, shapes)
        return Distribution(
            self.kind,
            self.dist.name,
            shapes,
            self.source,
            loc=float(self.loc[row]),
            scale=float(self.scale[row]),
            low=low,
            high=high,
            discrete=self.discrete,
            standard_low=start,
            standard_high=stop,
            log_density=log_density,
            quantile=quantile,
        )


def batch_shape(P: Any, Q: Any) -> tuple[int, ...]:
    """Return the shape that the parameters of both broadcast to; () if there is no array.

    Raises
    ------
    ValueError
        If they do not broadcast, or one is ragged.
    """
    sides = zip("PQ", (P, Q), strict=True)
    shapes = [_shape(name, part) for name, value in sides for part in _given(value)]
    try:
        return np.broadcast_shapes(*shapes)
    except ValueError:
        listed = ", ".join(str(shape) for shape in shapes if shape)
        raise ValueError(
            f"the parameters of P and Q have the shapes {listed}, which do not broadcast; "
            "make the lengths equal, or 1"
        ) from None


def _shape(name: str, parameter: Any) -> tuple[int, ...]:
    try:
        return np.shape(parameter)
    except ValueError:
        raise ValueError(
            f"{name} has a parameter that is ragged: its rows differ in length; give every row "
            "the same length"
        ) from None


def as_side(name: str, value: Any, shape: tuple[int, ...]) -> Batch | Distribution:
    """Return the rows of one side of the pairs, or the one distribution that serves for all.

    Raises
    ------
    TypeError, ValueError
        As `as_distribution`.
    """
    if not any(np.ndim(part) for part in _given(value)):
        return as_distribution(name, value)
    dist = value.dist
    if type(dist) is SAMPLE:
        raise TypeError(
            f"{name} = rv_discrete has an array as loc, and takes one number; shift its values "
            "instead"
        )
    values = parameters(name, value, dist)
    loc, scale = values.pop("loc", np.array(0.0)), values.pop("scale", np.array(1.0))
    start, stop = (np.asarray(end, np.float64) for end in dist.support(*values.values()))

    def rows(array: Array) -> Array:
        return np.broadcast_to(array, shape).reshape(-1)

    low, high = own_ends(value) or (_end(end, loc, scale) for end in (start, stop))
    ends = (np.asarray(end, np.float64) for end in (start, stop, low, high))
    start, stop, low, high = (rows(end) if end.ndim else end for end in ends)
    batch = Batch(
        dist,
        value,
        {key: rows(value) for key, value in values.items()},
        loc=rows(loc),
        scale=rows(scale),
        low=low,
        high=high,
        start=start,
        stop=stop,
        discrete=isinstance(dist, stats.rv_discrete),
    )
    return _check(name, batch, shape)


def single(distribution: Distribution) -> Batch:
    """Return one distribution as a batch of one row."""
    return Batch(
        getattr(distribution.source, "dist", distribution.source),
        distribution.source,
        {key: np.array([value], np.float64) for key, value in distribution.shapes.items()},
        loc=np.array([distribution.loc]),
        scale=np.array([distribution.scale]),
        low=np.array([distribution.low]),
        high=np.array([distribution.high]),
        start=np.array([distribution.standard_low]),
        stop=np.array([distribution.standard_high]),
        discrete=distribution.discrete,
    )


def repeated(side: Batch | Distribution, rows: int) -> Batch:
    """Return a side as a batch of so many rows."""
    if isinstance(side, Batch):
        return side
    return single(side).take(np.zeros(rows, np.intp))


def evaluate(form: Callable[[Batch, Batch], Array], p: Batch, q: Batch) -> Array:
    """Return a vectorised closed form where it applies, infinity and 0 where that is the answer."""
    inside = _included(p, q)
    if inside.all():
        return _of_included(form, p, q)
    value = np.full(len(p.loc), np.inf)
    if inside.any():
        value[inside] = _of_included(form, p.take(inside), q.take(inside))
    return value


def _of_included(form: Callable[[Batch, Batch], Array], p: Batch, q: Batch) -> Array:
    value = form(p, q)
    if value.size and not value.max() < np.inf:
        value[_same(p, q)] = 0.0  # 0/0, say: closed forms are 0 between equals wherever they can
    return value


def _given(value: Any) -> list[Any]:
    """Return the parameters of a frozen distribution of one variable, as they were given."""
    if not hasattr(getattr(value, "dist", None), "shapes"):
        return []
    return [*value.args, *value.kwds.values()]


def _check(name: str, batch: Batch, shape: tuple[int, ...]) -> Batch:
    """Return the batch, or raise ValueError naming its first row with an invalid parameter."""
    if not len(batch.loc) or (batch.scale.min() > 0 and not np.isnan(batch.start).any()):
        return batch
    bad = np.isnan(batch.start) | ~(batch.scale > 0)
    row = int(np.argmax(bad))
    where = spell(tuple(int(i) for i in np.unravel_index(row, shape)))
    raise ValueError(
        f"{name} = {batch.one(row).describe()} at {where} has an invalid parameter; "
        "give a positive scale, and shapes in their range"
    )


def _end(standard: Array, loc: Array, scale: Array) -> Array:
    if not np.isfinite(standard).any():
        return standard
    with np.errstate(invalid="ignore"):
        return np.asarray(loc + scale * standard)


def _same(p: Batch, q: Batch) -> npt.NDArray[np.bool_]:
    if p.kind is not q.kind:
        return np.zeros(len(p.loc), np.bool_)
    same = (p.loc == q.loc) & (p.scale == q.scale)
    for key in p.shapes:
        same &= p[key] == q[key]
    return np.asarray(same)


def _included(p: Batch, q: Batch) -> npt.NDArray[np.bool_]:
    """Return where Q gives mass to everything that P gives mass to."""
    if not p.discrete:
        return np.broadcast_to((q.low <= p.low) & (p.high <= q.high), p.loc.shape)
    (low_p, high_p), (low_q, high_q) = _ends(p), _ends(q)
    inside = (low_q <= low_p) & (high_p <= high_q)
    with np.errstate(invalid="ignore"):
        step = np.where(np.isfinite(low_p), low_p, 0.0) - q.loc
    return np.asarray(inside & ((step == np.round(step)) | (low_q == high_q)))


def _ends(batch: Batch) -> tuple[Array, Array]:
    """Return the first and last atoms that have mass."""
    point = POINT_MASSES.get(batch.kind)
    if point is None:
        return batch.low, batch.high
    at = point(batch) + batch.loc
    alone = ~np.isnan(at)
    return np.where(alone, at, batch.low), np.where(alone, at, batch.high)
