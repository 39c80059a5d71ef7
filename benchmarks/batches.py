"""Time many pairs of distributions at once beside their peers, and hold the accuracy.

``python benchmarks/batches.py`` prints one table: milliseconds of its own time for 100 000 pairs,
the time divided by that of the formula written in NumPy, and the largest relative error over 200 of
the pairs, which mpmath evaluates at 60 digits. Peers that are not installed are left out. It fails
where this package takes too many times as long as the formula, or errs by more than few roundings.
"""

from __future__ import annotations

import importlib.util
import sys
import time
import timeit
from collections.abc import Callable

import mpmath as mp
import numpy as np
from scipy import stats

import kltext as kt

PAIRS = 100_000
RUNS = 7
# kl_distributions may take so many times as long as the formula in NumPy, whose third digit is
# wrong between nearly equal pairs.
BARS = {"random": 3.0, "nearly equal": 6.0}
ERROR = 1e-14  # the largest relative error of this package
Array = np.ndarray


def formula(m1: Array, s1: Array, m2: Array, s2: Array) -> Array:
    """Return the textbook formula."""
    return np.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - 0.5


def peers(*parameters: Array) -> dict[str, Callable[[], object]]:
    """Return what each does with these normal distributions."""
    m1, s1, m2, s2 = parameters
    p, q = stats.norm(m1, s1), stats.norm(m2, s2)
    calls: dict[str, Callable[[], object]] = {
        "formula in NumPy": lambda: formula(*parameters),
        "kl_distributions": lambda: kt.kl_distributions(p, q),
        "kl_normal": lambda: kt.kl_normal(*parameters),
    }
    if importlib.util.find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        one, two = (
            torch.distributions.Normal(torch.from_numpy(m), torch.from_numpy(s))
            for m, s in ((m1, s1), (m2, s2))
        )
        calls["torch.distributions"] = lambda: torch.distributions.kl_divergence(one, two).numpy()
    return calls


def exact(parameters: tuple[float, ...]) -> mp.mpf:
    """Return the formula at the working precision."""
    m1, s1, m2, s2 = map(mp.mpf, parameters)
    return mp.log(s2 / s1) + (s1**2 + (m1 - m2) ** 2) / (2 * s2**2) - mp.mpf(1) / 2


def worst(value: Array, parameters: tuple[Array, ...]) -> float:
    """Return the largest relative error over the first pairs."""
    with mp.workdps(60):
        rows = [exact(tuple(float(part[i]) for part in parameters)) for i in range(200)]
        errors = [abs(mp.mpf(float(v)) / true - 1) for v, true in zip(value, rows, strict=False)]
    return float(max(errors))


def main() -> int:
    """Print the table, and return 1 if a bar is missed."""
    rng = np.random.default_rng(0)
    means, sigmas = rng.normal(size=(2, PAIRS)), np.exp(rng.normal(size=(2, PAIRS)))
    far = means[0], sigmas[0], means[1], sigmas[1]
    near = far[0], far[1], far[0] + 1e-6 * far[2], far[1] * (1 + 1e-6 * rng.normal(size=PAIRS))
    missed = False
    print("| pairs | way | ms | times NumPy's | largest error |\n| --- | --- | --- | --- | --- |")
    for kind, parameters in (("random", far), ("nearly equal", near)):
        calls = peers(*parameters)
        took = {
            name: min(timeit.repeat(call, timer=time.thread_time, number=5, repeat=RUNS)) / 5 * 1e3
            for name, call in calls.items()
        }
        base = took["formula in NumPy"]
        for name, call in calls.items():
            error = worst(np.asarray(call()), parameters)
            print(f"| {kind} | {name} | {took[name]:.2f} | {took[name] / base:.1f} | {error:.1e} |")
            missed |= name.startswith("kl_") and not error <= ERROR
        missed |= took["kl_distributions"] > BARS[kind] * base
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
