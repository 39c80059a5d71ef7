"""Quadrature over all continuous distributions of scipy.stats, beside the mean of many draws.

``python -m tests.audit.sweep`` takes each distribution against a perturbed copy of itself and
against its neighbour in the alphabet on a support of the same kind. Each pair has a process of its
own and at most 60 seconds; what is not finished then is listed, and not counted as agreed. The
witness shares nothing with quadrature: the mean of log p/q over draws by scipy's own ``rvs``. A
pair agrees if the two differ by at most five standard errors and the error that quadrature states,
which must be a thousandth of the value at most: a vague answer is listed, not counted as agreed.
Otherwise the integral over the quantiles of P by mpmath judges; where a few draws dominate the mean
and that integral leaves the range of floats, neither can, and the pair is listed as not judged.
Anything else is wrong, and the command fails, as it does where fewer than half of the pairs agreed.
Arguments are parts of the names of the pairs to try, as in ``python -m tests.audit.sweep "t ‖"``.
"""

from __future__ import annotations

import math
import multiprocessing
import sys
from collections import Counter
from itertools import pairwise
from typing import Any

import mpmath as mp
import numpy as np
from scipy import stats
from scipy.stats import _distr_params

from kltext.distributions import kl_distributions

SECONDS = 60
DRAWS = 400_000
VAGUE = 1e-3  # a stated error above so much of the value says nothing; nor one above 1e-9 near 0
STEP = 1.1  # a scale, or a last shape, that is so much larger
Verdict = tuple[str, str]


def frozen() -> dict[str, Any]:
    """Return one distribution of each kind, with the parameters that scipy's own tests use."""
    found: dict[str, Any] = {}
    for name, shapes in _distr_params.distcont:
        if isinstance(name, str):
            found.setdefault(name, getattr(stats, name)(*shapes))
    return found


def perturbed(one: Any) -> Any:
    """Return the distribution with its last shape, or its scale, a little larger."""
    if not one.args:
        return one.dist(scale=STEP)
    other = one.dist(*one.args[:-1], one.args[-1] * STEP)
    return other if not math.isnan(other.support()[0]) else one.dist(*one.args, scale=STEP)


def pairs() -> list[tuple[str, Any, Any]]:
    """Return what is tried, by name."""
    all_of_them = frozen()
    found = [(f"{name} ‖ itself", one, perturbed(one)) for name, one in all_of_them.items()]
    kinds: dict[tuple[bool, bool], list[str]] = {}
    for name, one in all_of_them.items():
        low, high = one.support()
        kinds.setdefault((math.isinf(low), math.isinf(high)), []).append(name)
    for names in kinds.values():
        found += [
            (f"{a} ‖ {b}", all_of_them[a], all_of_them[b]) for a, b in pairwise(sorted(names))
        ]
    return found


def by_quantiles(p: Any, q: Any) -> float:
    """Return the integral of log p/q over the levels of P."""

    def ratio(level: mp.mpf) -> mp.mpf:
        x = p.ppf(float(level))
        value = float(p.logpdf(x) - q.logpdf(x))
        return mp.mpf(value) if math.isfinite(value) else mp.nan

    levels = [1e-12, 1e-8, 1e-4, 1e-2, 0.5, 0.99, 1 - 1e-4, 1 - 1e-8, 1 - 1e-12]
    return float(mp.quad(ratio, levels, maxdegree=5))


def judged(p: Any, q: Any) -> Verdict:
    """Return whether quadrature agreed, was refused, or was wrong, and what is known."""
    try:
        got = kl_distributions(p, q, method="quad")
    except (ArithmeticError, NotImplementedError, TypeError, ValueError) as refusal:
        return "refused", str(refusal)
    if math.isinf(got.value):
        supports = p.support(), q.support()
        outside = supports[0][0] < supports[1][0] or supports[0][1] > supports[1][1]
        return ("agreed", "infinite: supports") if outside else ("wrong", "an infinity")
    if got.error > VAGUE * abs(got.value) + 1e-9:
        return "vague", f"{got.value:.8g} ± {got.error:.1g}"
    x = p.rvs(size=DRAWS, random_state=np.random.default_rng(0))
    with np.errstate(all="ignore"):
        terms = p.logpdf(x) - q.logpdf(x)
    seen = terms[np.isfinite(terms)]
    mean, error = float(seen.mean()), float(seen.std() / math.sqrt(seen.size))
    told = f"{got.value:.8g} ± {got.error:.1g}, draws {mean:.8g} ± {error:.1g}"
    if seen.size == terms.size and abs(got.value - mean) <= 5 * error + got.error:
        return "agreed", told
    other = by_quantiles(p, q)
    told += f", quantiles {other:.8g}"
    dominated = float(np.abs(seen).max()) > 0.02 * abs(float(seen.sum()))
    if dominated and not math.isfinite(other):
        return "not judged", told
    close = abs(got.value - other) <= got.error + 1e-6 * abs(got.value) + 1e-8
    return ("agreed" if close else "wrong"), told


def _work(p: Any, q: Any, answer: Any) -> None:
    answer.send(judged(p, q))


def tried(p: Any, q: Any) -> Verdict:
    """Return the verdict of a process that is given 60 seconds."""
    mine, theirs = multiprocessing.Pipe(duplex=False)
    process = multiprocessing.get_context("fork").Process(target=_work, args=(p, q, theirs))
    process.start()
    theirs.close()
    try:
        verdict = mine.recv() if mine.poll(SECONDS) else ("unfinished", f"after {SECONDS} s")
    except EOFError:
        verdict = "wrong", "an error from inside"
    process.kill()
    process.join()
    return verdict


def main(chosen: list[str]) -> int:
    """Print the table, and return 1 if a pair is wrong, or most did not agree."""
    count: Counter[str] = Counter()
    print("| pair | verdict | what was found |\n| --- | --- | --- |")
    for name, p, q in pairs():
        if chosen and not any(part in name for part in chosen):
            continue
        verdict, told = tried(p, q)
        count[verdict] += 1
        print(f"| {name} | {verdict} | {told} |", flush=True)
    print(f"\n{sum(count.values())} pairs: " + ", ".join(f"{n} {v}" for v, n in count.items()))
    return int(count["wrong"] > 0 or 2 * count["agreed"] < sum(count.values()))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
