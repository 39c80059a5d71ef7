"""The options of the command, and what its help says."""

from __future__ import annotations

import argparse

from klgrade import __version__
from klgrade.book import STYLES
from klgrade.records import LEAST_MEMORY, Limits

DESCRIPTION = """\
Grade notebooks of exercises: run them in a sandbox, judge their values outside it.

PATH is a notebook, a folder of notebooks (<student>.ipynb), or a folder of student
folders (<student>/<exercise>.ipynb); a folder named like an exercise may hold either.
Which exercise a notebook answers is read from its metadata, else from its name, its
folder, or its tasks.
"""

EPILOG = """\
what is written to OUT:
  grades.csv              a row for each student and task, with the reason
  totals.csv              a row for each student
  grades.json             all of it, with the sums by learning objective
  feedback/<student>.html what to give back, and the same as .md
  .klgrade/               the journal and the secret: keep it, and keep it to yourself

If a run is stopped, start it again: what is graded already is not graded again, unless the
notebook, the bank, the secret or a limit has changed.

exit status:
  0  everything is graded
  1  some submissions could not be read or run; their rows say why
  2  the command was wrong, or there is no sandbox; nothing was graded
  130  stopped by Ctrl-C

examples:
  klgrade submissions/ --bank bank --out grades
  klgrade submissions/ --bank bank --out grades --task definition-kl
  klgrade submissions/ --bank bank --out grades --dask tcp://10.0.0.1:8786
  klgrade my-notebook.ipynb --bank bank --out grades --no-sandbox

Grading other people's notebooks needs Linux and bubblewrap (sudo apt-get install bubblewrap).
"""


def parser() -> argparse.ArgumentParser:
    """Return the parser of the command line."""
    command = argparse.ArgumentParser(
        prog="klgrade",
        description=DESCRIPTION,
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        allow_abbrev=False,
    )
    add = command.add_argument
    add("paths", nargs="+", metavar="PATH", help="notebooks, or folders of them")
    add("--bank", required=True, metavar="DIR", help="the folder with the tasks")
    add("--out", required=True, metavar="DIR", help="where the gradebook is written")
    _add_workers(command)
    add("--task", metavar="ID", help="grade this task alone again, and keep the other results")
    add("--again", action="store_true", help="grade everything again")
    add(
        "--secret-file",
        metavar="FILE",
        help="what each student's inputs are drawn from, 32 bytes or more "
        "(default: drawn once, kept in OUT)",
    )
    add(
        "--exercises",
        metavar="SLUG,SLUG",
        type=lambda text: tuple(filter(None, map(str.strip, text.split(",")))),
        default=(),
        help="the exercises that count (default: all of which a notebook is handed in)",
    )
    add(
        "--csv",
        choices=STYLES,
        default="plain",
        help="how the tables are written: for programs; for Excel; for Excel in a language that "
        "writes 1,5 for one and a half (default: %(default)s)",
    )
    add(
        "--no-sandbox",
        action="store_true",
        help="run one notebook, your own, without a sandbox, with all your rights",
    )
    _add_limits(command)
    add("--version", action="version", version=f"klgrade {__version__}")
    return command


def _add_workers(command: argparse.ArgumentParser) -> None:
    workers = command.add_mutually_exclusive_group()
    workers.add_argument(
        "--jobs",
        type=_whole,
        metavar="N",
        help="notebooks to grade at once (default: one for each processor)",
    )
    workers.add_argument(
        "--dask",
        metavar="ADDRESS",
        help="grade on a Dask cluster, whose workers see the same folders (tcp://HOST:PORT)",
    )


def _add_limits(command: argparse.ArgumentParser) -> None:
    limits = command.add_argument_group(
        "limits of a notebook", "Seconds are of processor time, whatever else the machine does."
    )
    for name, seconds, what in (
        ("cell", Limits.cell, "a cell that answers a task, or a call of a function"),
        ("task", Limits.task, "all calls of one task"),
        ("helper", Limits.helpers, "all cells that answer no task"),
    ):
        limits.add_argument(
            f"--{name}-seconds",
            type=_positive,
            default=seconds,
            metavar="S",
            help=f"for {what} (default: %(default)g)",
        )
    limits.add_argument(
        "--memory",
        type=_memory,
        default=Limits.memory,
        metavar="MB",
        help=f"megabytes of memory, {LEAST_MEMORY} or more (default: %(default)s)",
    )


def _whole(text: str) -> int:
    if not text.isdecimal() or int(text) < 1:
        raise argparse.ArgumentTypeError(f"{text!r} should be a whole number, 1 or more")
    return int(text)


def _memory(text: str) -> int:
    number = _whole(text)
    if number < LEAST_MEMORY:
        raise argparse.ArgumentTypeError(
            f"{text} MB are too little for Python and NumPy: give {LEAST_MEMORY} or more"
        )
    return number


def _positive(text: str) -> float:
    try:
        number = float(text)
    except ValueError:
        number = 0.0
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError(f"{text!r} should be a number of seconds, more than 0")
    return number
