"""Time kl_divergence beside its peers on many rows, and print one table in Markdown.

Run it with ``python benchmarks/discrete.py``. Each number is the median of alternating runs of one
thread, in nanoseconds of its own time per entry; each ratio is the median over the same runs of a
peer's time divided by kltext's, so that more is better. Peers that are not installed are left out.
"""

from __future__ import annotations

import importlib.util
import os
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from scipy import special, stats

import kltext as kt

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
RUNS = 15
SHAPES = [(1000, 10), (1_000_000, 10), (10_000, 1000), (1, 10_000_000)]
NEAR = 1e-3
# A call of 10 entries may cost so many microseconds.
OVERHEAD = 10.0

Array = np.ndarray
Timings = dict[str, list[float]]


@dataclass(frozen=True)
class Case:
    """Two arrays of rows, and the least ratio to rel_entr that they must reach."""

    p: Array
    q: Array
    kind: str
    bar: float


def peers(p: Array, q: Array) -> dict[str, Callable[[], object]]:
    """Return what each peer does with these rows, and kltext's own call."""
    calls: dict[str, Callable[[], object]] = {
        "kltext": lambda: kt.kl_divergence(p, q),
        "rel_entr": lambda: special.rel_entr(p, q).sum(axis=-1),
        "stats.entropy": lambda: stats.entropy(p, q, axis=-1),
        "plain NumPy": lambda: (p * np.log(p / q)).sum(axis=-1),
    }
    if importlib.util.find_spec("numexpr"):
        import numexpr

        calls["numexpr"] = lambda: numexpr.evaluate("sum(p * log(p / q), axis=1)")
    if importlib.util.find_spec("torch"):
        import torch

        torch.set_num_threads(1)
        log_q, target = torch.from_numpy(q).log(), torch.from_numpy(p)
        kl_div = torch.nn.functional.kl_div
        calls["torch kl_div"] = lambda: kl_div(log_q, target, reduction="none").sum(-1)
    return calls


def bar(shape: tuple[int, int], kind: str, dtype: str) -> float:
    """Return the least ratio to rel_entr that the project asks for."""
    rows, columns = shape
    if kind == "near" or rows * columns < 1_000_000:
        return 1.0
    if columns >= 1000:
        return 10.0 if dtype == "float32" else 5.0
    return 5.0 if dtype == "float32" else 3.0


def make(shape: tuple[int, int], kind: str, dtype: str) -> Case:
    """Return ordinary rows, or rows that differ by a relative NEAR."""
    rng = np.random.default_rng(0)
    p = rng.exponential(size=shape)
    q = (
        p * (1 + NEAR * rng.uniform(-1, 1, shape))
        if kind == "near"
        else rng.exponential(size=shape)
    )
    p, q = ((x / x.sum(axis=-1, keepdims=True)).astype(dtype) for x in (p, q))
    return Case(p, q, kind, bar(shape, kind, dtype))


def measure(case: Case) -> Timings:
    """Return the time per entry of every call in every run; the calls take turns."""
    calls = peers(case.p, case.q)
    repeats = max(1, 200_000 // case.p.size)
    timings: Timings = {name: [] for name in calls}
    for _ in range(RUNS if case.p.size <= 1_000_000 else RUNS // 2):
        for name, call in calls.items():
            start = time.thread_time()
            for _ in range(repeats):
                call()
            timings[name].append((time.thread_time() - start) / repeats / case.p.size * 1e9)
    return timings


def ratio(timings: Timings, name: str) -> float:
    """Return the median ratio of a peer's time to kltext's in the same run."""
    return float(np.median(np.array(timings[name]) / np.array(timings["kltext"])))


def overhead() -> list[str]:
    """Return a line on the cost of calls of ten entries."""
    rng = np.random.default_rng(0)
    p, q = rng.dirichlet(np.ones(10), 2)
    near = p * (1 + NEAR * rng.uniform(-1, 1, 10))
    near /= near.sum()
    lines = []
    for kind, other in (("ordinary", q), ("near", near)):
        calls = peers(p, other)
        best = {
            name: min(timeit.repeat(calls[name], timer=time.thread_time, number=1000, repeat=RUNS))
            * 1e3
            for name in ("kltext", "rel_entr", "stats.entropy")
        }
        met = "met" if best["kltext"] <= OVERHEAD else "missed"
        listed = ", ".join(f"{name} {value:.1f} µs" for name, value in best.items())
        lines.append(f"One call of 10 entries, {kind}: {listed}; at most {OVERHEAD:g} µs: {met}.")
    return lines


def main() -> None:
    """Print the table, a row as soon as it is known."""
    others = [name for name in peers(np.ones((1, 1)), np.ones((1, 1))) if name != "kltext"]
    head = ["shape", "dtype", "rows", "kltext ns", "rel_entr ns", *(f"{n} ×" for n in others)]
    print("|", " | ".join([*head, "bar", ""]), "|")
    print("|", " | ".join(["---"] * (len(head) + 2)), "|")
    for shape in SHAPES:
        for dtype in ("float64", "float32"):
            for kind in ("ordinary", "near"):
                case = make(shape, kind, dtype)
                timings = measure(case)
                ratios = [ratio(timings, name) for name in others]
                cells = [f"{shape[0]}×{shape[1]}", dtype, kind]
                cells += [f"{np.median(timings[name]):.2f}" for name in ("kltext", "rel_entr")]
                cells += [f"{value:.2f}" for value in ratios]
                cells += [f"{case.bar:g}", "met" if ratios[0] >= case.bar else "missed"]
                print("|", " | ".join(cells), "|", flush=True)
    print("", *overhead(), sep="\n")


if __name__ == "__main__":
    if not os.environ.items() >= ONE_THREAD.items():
        # The libraries read these when they load.
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 (this very program)
    main()
