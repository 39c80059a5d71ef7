"""The target explorer: a game."""

from __future__ import annotations

import math

import numpy as np
import numpy.typing as npt

from kltext import plots
from kltext.discrete import kl_divergence
from kltext.widgets.draws import uniform_draws
from kltext.widgets.explorer import Explorer, readout
from kltext.widgets.traits import Real, Whole

Floats = npt.NDArray[np.float64]
LOWEST = -8.0  # the log10 of a probability at which it is zero
THIRD = math.log10(1 / 3)
# What D(P‖Q) is to be in each round, and what D(Q‖P) is to be, or to exceed.
FORWARD = (0.1, 1, 10, 1, math.inf, 0.5, 1)
REVERSE = {6: math.inf, 7: 1.0}
ABOVE = {4: 5.0}
SMALLEST = {4: 1e-5, 6: 0.0}
LOG_SCALE = {3, 4}  # rounds whose bars are too small for another


class TargetExplorer(Explorer, module="target"):
    """A game: shape Q until D(P‖Q), unseen, hits the target of the round.

    Parameters
    ----------
    log_a, log_b, log_c : float
        Logarithms to base 10 of the probabilities of Q, from -8, which stands for zero, to 0.
        They are normalised.
    round : int
        Which target, from 1 to 7.
    seed : int
        Which bars P has, from 0 to 999.

    Attributes
    ----------
    kl, kl_reverse : float
        D(P‖Q) and D(Q‖P) in nats; the expectation is under the first argument.
    points : float
        What Q is worth: 100 for a hit, less by the logarithm to base 10 of the ratio to the
        target, 0 from a factor of ten on.

    Raises
    ------
    traitlets.TraitError
        If a parameter is out of its range, or not a whole number where it must be one.

    Examples
    --------
    >>> game = TargetExplorer(round=5)
    >>> game.points
    0.0
    >>> game.log_a = -8
    >>> game.kl, game.points
    (inf, 100.0)
    """

    log_a = Real(THIRD, low=LOWEST, high=0, step=0.02)
    log_b = Real(THIRD, low=LOWEST, high=0, step=0.02)
    log_c = Real(THIRD, low=LOWEST, high=0, step=0.02)
    round = Whole(1, low=1, high=len(FORWARD), step=1)
    seed = Whole(1, low=0, high=999, step=1)
    kl, kl_reverse, points = readout(), readout(), readout()

    def _readouts(self) -> dict[str, float]:
        p, q, number = self._p(), self._q(), int(self.round)
        kl, back = float(kl_divergence(p, q)), float(kl_divergence(q, p))
        close = closeness(kl, FORWARD[number - 1])
        if number in REVERSE:
            close = min(close, closeness(back, REVERSE[number]))
        enough = min(1.0, back / ABOVE[number]) if number in ABOVE else 1.0
        return {"kl": kl, "kl_reverse": back, "points": 100 * close * enough}

    def _p(self) -> Floats:
        number = int(self.round)
        u, v, w = uniform_draws(int(self.seed), 3 * number)[-3:]
        first = (25 + math.floor(45 * u)) / 100
        some = (5 + math.floor((5 if number == 7 else 15) * v)) / 100
        last = SMALLEST.get(number, some)
        return np.roll([first, 1 - first - last, last], -math.floor(3 * w))

    def _q(self) -> Floats:
        logs = np.array([self.log_a, self.log_b, self.log_c], dtype=float)
        weights = np.where(logs > LOWEST, 10.0**logs, 0.0)
        total = weights[0] + weights[1] + weights[2]
        return np.asarray(weights / total) if total else np.full(3, 1 / 3)

    def _draw(self) -> None:
        axes = plots.plot_distributions("abc", {"$P$": self._p(), "$Q$": self._q()})
        forward, number = FORWARD[int(self.round) - 1], int(self.round)
        if number in LOG_SCALE:
            axes.set(yscale="log", ylim=(10.0**LOWEST, 3))
        wanted = r"\infty" if math.isinf(forward) else f"{forward:g}"
        axes.set_title(f"Round {number}: make $D(P\\parallel Q) = {wanted}$", loc="left")


def closeness(kl: float, target: float) -> float:
    """Return 1 for a hit, 0 from a factor of ten on, and between them what the log scale says."""
    if kl == target:
        return 1.0
    if kl == 0 or math.isinf(kl) or math.isinf(target):
        return 0.0
    return max(0.0, 1 - abs(math.log10(kl / target)))
