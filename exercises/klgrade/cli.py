"""The command: klgrade PATH… --bank DIR --out DIR."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path

from klgrade import __version__, sandbox, scale
from klgrade.box import check_sandbox
from klgrade.collect import collect
from klgrade.journal import SHORTEST
from klgrade.judge import bank_at
from klgrade.listing import ENDING
from klgrade.records import Limits
from klgrade.rivals import settled
from klgrade.run import Plan, grade_all, tell
from klgrade.sandbox import SandboxError

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
        type=lambda text: tuple(filter(None, text.split(","))),
        default=(),
        help="the exercises that count (default: all of which a notebook is handed in)",
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
    limits.add_argument(
        "--cell-seconds",
        type=_positive,
        default=Limits.cell,
        metavar="S",
        help="for a cell that answers a task, or a call of a function (default: %(default)g)",
    )
    limits.add_argument(
        "--task-seconds",
        type=_positive,
        default=Limits.task,
        metavar="S",
        help="for all calls of one task (default: %(default)g)",
    )
    limits.add_argument(
        "--helper-seconds",
        type=_positive,
        default=Limits.helpers,
        metavar="S",
        help="for all cells that answer no task (default: %(default)g)",
    )
    limits.add_argument(
        "--memory",
        type=_whole,
        default=Limits.memory,
        metavar="MB",
        help="megabytes of memory (default: %(default)s)",
    )


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command, and return its exit status."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):  # a terminal may know few letters
            stream.reconfigure(errors="backslashreplace")
    words = sys.argv[1:] if arguments is None else list(arguments)
    try:
        _refuse_files_as_options(words)
        return _run(parser().parse_args(words))
    except (ValueError, OSError, SandboxError) as error:
        print(f"klgrade: {error}", file=sys.stderr)  # noqa: T201
        return 2
    except KeyboardInterrupt:
        message = "stopped; the same command goes on from here"
        print(f"\nklgrade: {message}", file=sys.stderr)  # noqa: T201
        return 130


def _refuse_files_as_options(words: list[str]) -> None:
    """Refuse an option that is a notebook's name: a shell puts names in the place of ``*``."""
    for word in words[: words.index("--") if "--" in words else None]:
        if word.startswith("-") and word.lower().endswith(ENDING):
            raise ValueError(
                f"{word} is a notebook's name, and would be taken for an option: write ./* for *"
            )


def _run(options: argparse.Namespace) -> int:
    bank_path = str(Path(options.bank).resolve())
    bank = bank_at(bank_path)  # which the processes that grade then have as well
    for slug in options.exercises:
        if slug not in bank.exercises:
            raise ValueError(f"--exercises: the bank has no exercise {slug!r}")
    if options.task is not None and options.task not in bank.tasks():
        raise ValueError(f"--task: the bank has no task {options.task!r}")
    out = Path(options.out)
    submissions = settled(collect(options.paths, bank, out, tell), bank, tell)
    if not submissions:
        raise ValueError("no notebook (.ipynb) is found there")
    _check_sandbox(options, len({one.student for one in submissions}))
    limits = Limits(
        options.cell_seconds, options.task_seconds, options.helper_seconds, memory=options.memory
    )
    plan = Plan(
        submissions=submissions,
        bank=bank,
        bank_path=bank_path,
        out=out,
        secret=_secret(options.secret_file),
        limits=limits,
        sandbox=not options.no_sandbox,
        task=options.task,
        again=options.again,
        asked=options.exercises,
    )
    with ExitStack() as stack:
        opener: Callable[[], object]
        if options.dask:
            opener, width = stack.enter_context(scale.dask(options.dask))
        else:
            width = min(options.jobs or os.cpu_count() or 1, len(submissions))
            opener = lambda: scale.processes(width)  # noqa: E731
        return grade_all(plan, opener, width)


def _check_sandbox(options: argparse.Namespace, students: int) -> None:
    """Refuse what cannot be done safely."""
    if options.no_sandbox:
        if students > 1:
            raise ValueError(
                "--no-sandbox is for one's own notebook, and here are several people's"
            )
        return
    check_sandbox()
    for path in (options.bank, options.out, options.secret_file, *options.paths):
        if path is not None and sandbox.inside(path):
            raise ValueError(f"{path} could be read in the sandbox; put it elsewhere")


def _secret(path: str | None) -> bytes | None:
    if path is None:
        return None
    secret = Path(path).read_bytes().strip()
    if len(secret) < SHORTEST:
        raise ValueError(
            f"--secret-file: a secret has at least {SHORTEST} bytes, and this has {len(secret)}; "
            "leave the option out, and one is made"
        )
    return secret


def _whole(text: str) -> int:
    number = int(text)
    if number < 1:
        raise argparse.ArgumentTypeError("must be 1 or more")
    return number


def _positive(text: str) -> float:
    number = float(text)
    if not 0 < number < float("inf"):
        raise argparse.ArgumentTypeError("must be more than 0")
    return number
