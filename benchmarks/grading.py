"""Grade one class with klgrade, nbgrader and nbval, and print one table in Markdown.

Run it with ``python benchmarks/grading.py [--students N]``. Every tool gets the same notebooks,
solved copies of one exercise, in a fresh folder. Each figure is the wall time of the whole command,
with its start; each ratio is the speed of klgrade on all processors divided by that of the other.
klgrade also runs the code in a sandbox and judges it on twelve fresh inputs a task, which the
others do not.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from functools import partial
from pathlib import Path

ROOT = Path(__file__).parents[1]
BIN = Path(sys.executable).parent
SLUG = "distillation"
STUDENTS = 60
BAR = 10.0
ENVIRONMENT = os.environ | {"PATH": f"{BIN}:{os.environ['PATH']}", "OMP_NUM_THREADS": "1"}


def timed(folder: Path, *words: object) -> float:
    """Return the seconds that a command takes; it must succeed."""
    command = [str(BIN / str(words[0])), *map(str, words[1:])]
    start = time.perf_counter()
    done = subprocess.run(  # noqa: S603
        command, cwd=folder, env=ENVIRONMENT, capture_output=True, text=True, check=False
    )
    seconds = time.perf_counter() - start
    if done.returncode:
        sys.exit(f"{' '.join(command)} failed:\n{done.stdout}{done.stderr}")
    return seconds


def students(folder: Path, count: int) -> Iterator[Path]:
    """Give a path for each student's notebook, which is copied there."""
    for number in range(count):
        path = folder / f"s{number:03}" / SLUG / f"{SLUG}.ipynb"
        path.parent.mkdir(parents=True)
        shutil.copy(ROOT / "exercises" / "solutions" / f"{SLUG}.ipynb", path)
        yield path


def klgrade(folder: Path, count: int, jobs: int) -> float:
    """Return the seconds that klgrade takes, with so many processes."""
    list(students(folder / "submitted", count))
    words = ["--bank", ROOT / "exercises" / "bank", "--out", "grades", "--jobs", jobs]
    seconds = timed(folder, "klgrade", "submitted", *words)
    everyone = json.loads((folder / "grades" / "grades.json").read_text())["students"]
    rows = [row for one in everyone for report in one["reports"] for row in report["results"]]
    wrong = [row["message"] for row in rows if row["points"] != row["max"]]
    if wrong:
        sys.exit(f"klgrade gave a solved notebook less than all points: {wrong[0]}")
    return seconds


def nbgrader(folder: Path, count: int) -> float:
    """Return the seconds that nbgrader's autograde takes."""
    (folder / "nbgrader_config.py").write_text('get_config().CourseDirectory.course_id = "bench"\n')
    source = folder / "source" / SLUG
    source.mkdir(parents=True)
    shutil.copy(ROOT / "exercises" / "solutions" / f"{SLUG}.ipynb", source)
    timed(folder, "nbgrader", "generate_assignment", SLUG, "--create")
    list(students(folder / "submitted", count))
    return timed(folder, "nbgrader", "autograde", SLUG, "--create")


def nbval(folder: Path, count: int) -> float:
    """Return the seconds that pytest --nbval takes."""
    paths = list(students(folder, count))
    (folder / "pytest.ini").write_text("[pytest]\n")
    words = ["--nbval", "-q", "-p", "no:cacheprovider", "--rootdir", folder]
    return timed(folder, "pytest", *words, *paths)


def how_many() -> int:
    """Return the number of students that the command line names."""
    parser = argparse.ArgumentParser(description="Compare the speed of graders.")
    parser.add_argument(
        "--students", type=int, default=STUDENTS, metavar="N", help="(default: %(default)s)"
    )
    count: int = parser.parse_args().students
    if count < 1:
        parser.error("--students must be 1 or more")
    return count


def main() -> int:
    """Print the table; return 1 if klgrade is not fast enough."""
    count = how_many()
    processors = os.cpu_count() or 1
    tools = {
        f"klgrade, {processors} processes": partial(klgrade, jobs=processors),
        "klgrade, 1 process": partial(klgrade, jobs=1),
        "nbgrader autograde": nbgrader,
        "pytest --nbval": nbval,
    }
    print(f"\n{count} solved notebooks of the exercise {SLUG}\n")
    print("| tool | submissions per second | klgrade is faster by |")
    print("| --- | ---: | ---: |")
    seconds: dict[str, float] = {}
    for name, run in tools.items():
        with tempfile.TemporaryDirectory() as folder:
            seconds[name] = run(Path(folder), count)
        ratio = seconds[name] / next(iter(seconds.values()))
        print(f"| {name} | {count / seconds[name]:.2f} | {ratio:.1f} |", flush=True)
    fast = seconds["nbgrader autograde"] >= BAR * next(iter(seconds.values()))
    print(f"\nAt least {BAR:.0f} times as fast as nbgrader: {'yes' if fast else 'NO'}")
    return 0 if fast else 1


if __name__ == "__main__":
    sys.exit(main())
