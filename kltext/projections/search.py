"""All local minima of a landscape: a coarse map, Newton's method, and a look past each saddle."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
from scipy import ndimage

from kltext.projections.landscapes import Landscape, Point, hermite
from kltext.projections.targets import Target

Array = npt.NDArray[np.float64]

LONGEST_STEP = 0.5  # in units of sigma for mu, and in log sigma
SAME = 1e-6  # places closer than this, in the same units, are one
NEARBY = 0.5  # a stationary point this close explains its start


def all_minima(landscape: Landscape, starts: Iterable[tuple[float, float]]) -> list[Array]:
    """Return the places (mu, log sigma) of the local minima reached, lowest first.

    From each start Newton's method goes to a stationary point. If that is a saddle, it is
    left downhill to both sides: where a minimum and a saddle have only just been born, one
    finds the other. If there is none nearby, the start itself is followed downhill.
    """
    minima: list[Array] = []
    saddles: list[Array] = []
    for start in map(np.array, starts):
        point = stationary_point(landscape, start)
        origins = [] if point is not None and _distance(point, start) < NEARBY else [start]
        if point is not None and not _known(point, minima + saddles):
            saddle = _sides(landscape, point)
            (saddles if saddle else minima).append(point)
            origins += saddle
        for origin in origins:
            place = descend(landscape, origin)
            if place is not None and not _known(place, minima):
                minima.append(place)
    return sorted(minima, key=lambda place: (landscape(*place).value, *place))


def _known(place: Array, places: list[Array]) -> bool:
    return any(_distance(place, other) < SAME for other in places)


def descend(landscape: Landscape, start: Array) -> Array | None:
    """Return the minimum downhill of `start`, or None if none is reached."""
    place = start
    point = landscape(*place)
    for _ in range(200):
        unit, gradient, values, vectors = _scaled(place, point)
        # |Hessian|: a step along negative curvature goes downhill, away from the saddle.
        step = -vectors @ (vectors.T @ gradient / np.maximum(np.abs(values), 1e-8))
        step *= min(1.0, LONGEST_STEP / max(float(np.hypot(*step)), 1e-300))
        slope = float(step @ gradient)
        while True:
            trial = landscape(*(place + unit * step))
            if trial.value <= point.value + 1e-4 * slope:
                break
            step, slope = step / 2, slope / 2
            if float(np.hypot(*step)) < 1e-9:
                return _polished_minimum(landscape, place)
        place, point = place + unit * step, trial
        if float(np.hypot(*step)) < 1e-7:
            return _polished_minimum(landscape, place)
    return None


def stationary_point(landscape: Landscape, start: Array) -> Array | None:
    """Return the zero of the gradient that Newton's method finds from `start`, or None."""
    place, point = start, landscape(*start)
    for _ in range(40):
        unit, gradient, values, vectors = _scaled(place, point)
        size = float(np.hypot(*gradient))
        if size < 1e-15 or np.abs(values).min() == 0:
            break
        step = -vectors @ (vectors.T @ gradient / values)
        length = float(np.hypot(*step))
        step *= min(1.0, LONGEST_STEP / length)
        trial_place = place + unit * step
        trial = landscape(*trial_place)
        if float(np.hypot(*_scaled(trial_place, trial)[1])) >= size:
            break
        place, point = trial_place, trial
    return place if float(np.hypot(*_scaled(place, point)[1])) < 1e-10 else None


def coarse_starts(target: Target) -> list[tuple[float, float]]:
    """Return places to start from when minimising D(Q‖P) over normal Q.

    A map of the divergence and of its gradient on a grid of (mu, log sigma) is drawn with a
    rule of 33 points; its local minima, and every feature of the target, are starts.
    """
    fine = np.linspace(-4, 4, 33)
    mus = np.unique(np.concatenate([c + w * fine for c, w in target.centres]))
    widths = [w for _, w in target.centres]
    logs = np.linspace(np.log(min(widths)) - 1, np.log(max(widths)) + 1.5, 41)
    z = np.linspace(-8, 8, 33)
    weight = np.exp(-z * z / 2)
    rows = hermite(z)[:3] * (weight / weight.sum())
    x = mus[:, None, None] + np.exp(logs)[:, None] * z
    excess = -z * z / 2 - 0.5 * np.log(2 * np.pi) - logs[:, None] - target.logpdf(x)
    moments = excess @ rows.T
    steepness = np.hypot(moments[..., 1], moments[..., 2])
    starts = {(mu, float(np.log(sigma))) for mu, sigma in target.centres}
    for surface in (moments[..., 0], steepness):
        low = surface == ndimage.minimum_filter(surface, size=3, mode="nearest")
        starts |= {(float(mus[i]), float(logs[j])) for i, j in np.argwhere(low)}
    return sorted(starts)


def _scaled(place: Array, point: Point) -> tuple[Array, Array, Array, Array]:
    """Return the units (sigma, 1), and gradient and eigensystem of the Hessian in them."""
    unit = np.array([np.exp(place[1]), 1.0])
    values, vectors = np.linalg.eigh(point.hessian * np.outer(unit, unit))
    return unit, point.gradient * unit, values, vectors


def _sides(landscape: Landscape, saddle: Array) -> list[Array]:
    unit, _, values, vectors = _scaled(saddle, landscape(*saddle))
    if values[0] >= 0:
        return []
    return [saddle + sign * 1e-4 * unit * vectors[:, 0] for sign in (-1.0, 1.0)]


def _polished_minimum(landscape: Landscape, place: Array) -> Array | None:
    """Return the place after Newton steps that end in rounding; None if it is no minimum."""
    polished = stationary_point(landscape, place)
    if polished is None or _distance(polished, place) > 1e-3:
        return None
    return polished if _scaled(polished, landscape(*polished))[2][0] > 0 else None


def _distance(a: Array, b: Array) -> float:
    return float(np.hypot((a[0] - b[0]) / np.exp(max(a[1], b[1])), a[1] - b[1]))
