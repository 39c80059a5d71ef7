"""Time kl_divergence beside its peers on many rows, and hold its accuracy against mpmath.

Run it with ``python benchmarks/discrete.py``, which prints tables in Markdown; with ``--save`` it
also writes the table of speed, and the machine, to ``chapters/data`` (renew the checksums in its
README). Each time is the median of alternating runs of one thread, in nanoseconds of its own time
per entry; each ratio is the median over the same runs of a peer's time divided by kltext's, so
that more is better. Peers that are not installed are left out.
"""

from __future__ import annotations

import csv
import importlib.util
import os
import platform
import subprocess
import sys
import time
import timeit
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

import mpmath as mp
import numpy as np
from scipy import special, stats

import kltext as kt

ONE_THREAD = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL", "NUMEXPR")}
RUNS = 15
SHAPES = [(1000, 10), (1_000_000, 10), (10_000, 1000), (1, 10_000_000)]
NEAR = 1e-3
# A call of 10 entries may cost so many microseconds.
OVERHEAD = 10.0
# Importing kltext may cost so many milliseconds beyond NumPy and scipy.special.
IMPORT = 60.0

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

        expression = "sum(p * log(p / q), axis=1)"
        calls["numexpr"] = lambda: numexpr.evaluate(expression, {"p": p, "q": q})
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


def imports() -> str:
    """Return a line on what ``import kltext`` costs beside what it stands on."""
    statements = {"kltext": "import kltext", "both": "import numpy, scipy.special"}
    took: dict[str, list[float]] = {name: [] for name in statements}
    for _ in range(RUNS):
        for name, statement in statements.items():
            start = time.perf_counter()
            subprocess.run([sys.executable, "-c", statement], check=True)  # noqa: S603
            took[name].append((time.perf_counter() - start) * 1e3)
    extra = float(np.median(np.array(took["kltext"]) - np.array(took["both"])))
    met = "met" if extra <= IMPORT else "missed"
    listed = ", ".join(f"{statements[name]} {np.median(took[name]):.0f} ms" for name in statements)
    return f"A fresh interpreter with {listed}; at most {IMPORT:g} ms more: {met}."


def exact(p: Array, q: Array) -> mp.mpf:
    """Return the divergence of one row in 60-digit arithmetic, the rows divided by their sums."""
    with mp.workdps(60):
        x, y = ([mp.mpf(float(v)) for v in row] for row in (p, q))
        sums = mp.fsum(x), mp.fsum(y)
        terms = (a * mp.log(a * sums[1] / (b * sums[0])) for a, b in zip(x, y, strict=True) if a)
        return mp.fsum(terms) / sums[0]


def accuracy() -> None:
    """Print the relative errors of every peer on rows that approach each other."""
    names = list(peers(np.ones((1, 1)), np.ones((1, 1))))
    print("\n| 1000 entries, q = p (1 ± size) | dtype |", " | ".join(names), "|")
    print("|", " | ".join(["---"] * (len(names) + 2)), "|")
    rng = np.random.default_rng(0)
    p = rng.dirichlet(np.ones(1000), 1)
    step = rng.uniform(-1, 1, p.shape)
    for size in (0.5, 1e-1, 1e-3, 1e-5, 1e-8):
        q = p * (1 + size * step)
        for dtype in ("float64", "float32"):
            rows = [(x / x.sum()).astype(dtype) for x in (p, q)]
            truth = exact(*(row[0] for row in rows))
            if truth == 0:
                continue
            cells = [f"{size:g}", dtype]
            for call in peers(*rows).values():
                value = float(np.asarray(call()).ravel()[0])
                cells.append(f"{float(abs(mp.mpf(value) / truth - 1)):.1e}")
            print("|", " | ".join(cells), "|", flush=True)


def machine() -> dict[str, str]:
    """Return what the times depend on: processor, cores, and versions."""
    model = platform.processor() or platform.machine()
    listing = Path("/proc/cpuinfo")
    if listing.exists():
        lines = listing.read_text(encoding="utf-8").splitlines()
        names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
        model = names[0] if names else model
        flags = next((line for line in lines if line.startswith("flags")), "")
        model += ", AVX-512" if " avx512f" in flags else ", no AVX-512"
    found = {"processor": model, "cores": str(os.cpu_count()), "python": platform.python_version()}
    for package in ("numpy", "scipy", "numexpr", "torch"):
        if importlib.util.find_spec(package):
            found[package] = version(package)
    return found


def save(head: list[str], rows: list[list[str]]) -> None:
    """Write the table and the machine for the book."""
    data = Path(__file__).parents[1] / "chapters" / "data"
    tables = {
        "benchmark": [head, *rows],
        "benchmark_machine": [["what", "value"], *(list(item) for item in machine().items())],
    }
    for name, lines in tables.items():
        with (data / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            csv.writer(file, lineterminator="\n").writerows(lines)


def main() -> None:
    """Print the tables, a row as soon as it is known."""
    print(", ".join(f"{name} {value}" for name, value in machine().items()), end="\n\n")
    others = [name for name in peers(np.ones((1, 1)), np.ones((1, 1))) if name != "kltext"]
    head = ["shape", "dtype", "rows", "kltext ns", "rel_entr ns", *(f"{n} ×" for n in others)]
    head += ["bar", "reached"]
    print("|", " | ".join(head), "|")
    print("|", " | ".join(["---"] * len(head)), "|")
    table = []
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
                table.append(cells)
                print("|", " | ".join(cells), "|", flush=True)
    if "--save" in sys.argv:
        save(head, table)
    accuracy()
    print("", *overhead(), imports(), sep="\n")


if __name__ == "__main__":
    if not os.environ.items() >= ONE_THREAD.items():
        # The libraries read these when they load.
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, *sys.argv])  # noqa: S606 (this very program)
    main()
