"""The command: klgrade PATH… --bank DIR --out DIR."""

from __future__ import annotations

import argparse
import io
import os
import sys
from collections.abc import Callable, Collection, Sequence
from contextlib import ExitStack
from difflib import get_close_matches
from pathlib import Path

from klgrade import sandbox, scale
from klgrade.box import check_sandbox
from klgrade.collect import collect
from klgrade.journal import SHORTEST
from klgrade.judge import bank_at
from klgrade.listing import ENDING
from klgrade.options import parser
from klgrade.records import Limits
from klgrade.rivals import settled
from klgrade.run import Plan, grade_all, tell
from klgrade.sandbox import SandboxError


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
        _demand(slug, bank.exercises, "--exercises: the bank has no exercise")
    if options.task is not None:
        _demand(options.task, bank.tasks(), "--task: the bank has no task")
    secret = _secret(options.secret_file)
    out = Path(options.out)
    _check_out(out, options.paths)
    submissions = settled(collect(options.paths, bank, out, tell), bank, tell)
    if not submissions:
        raise ValueError("no notebook (.ipynb) is found there")
    limits = Limits(
        options.cell_seconds, options.task_seconds, options.helper_seconds, memory=options.memory
    )
    _check_sandbox(options, limits, len({one.student for one in submissions}))
    plan = Plan(
        submissions=submissions,
        bank=bank,
        bank_path=bank_path,
        out=out,
        secret=secret,
        limits=limits,
        sandbox=not options.no_sandbox,
        task=options.task,
        again=options.again,
        asked=options.exercises,
        style=options.csv,
    )
    with ExitStack() as stack:
        opener: Callable[[], object]
        if options.dask:
            opener, width = stack.enter_context(scale.dask(options.dask))
        else:
            width = min(options.jobs or os.cpu_count() or 1, len(submissions))
            opener = lambda: scale.processes(width)  # noqa: E731
        return grade_all(plan, opener, width)


def _demand(name: str, known: Collection[str], fault: str) -> None:
    """Refuse a name that is not known, and suggest one that is like it."""
    if name not in known:
        near = get_close_matches(name, known, 1)
        hint = f"; did you mean {near[0]!r}?" if near else ""
        raise ValueError(f"{fault} {name!r}{hint}")


def _check_out(out: Path, paths: Sequence[str]) -> None:
    """Refuse a place where no gradebook can be, or where it would be taken for submissions."""
    for place in (out, *out.parents):
        if place.exists() and not place.is_dir():
            raise ValueError(f"--out: {place} is a file; name a folder, as in --out grades")
    if out.resolve() in [Path(path).resolve() for path in paths]:
        raise ValueError(f"--out: {out} holds the submissions; name another, as in --out grades")


def _check_sandbox(options: argparse.Namespace, limits: Limits, students: int) -> None:
    """Refuse what cannot be done safely."""
    if options.no_sandbox:
        if students > 1:
            raise ValueError(
                "--no-sandbox is for one's own notebook, and here are several people's"
            )
        return
    check_sandbox(limits)
    for path in (options.bank, options.out, options.secret_file, *options.paths):
        if path is not None and sandbox.inside(path):
            raise ValueError(f"{path} could be read in the sandbox; put it elsewhere")


def _secret(path: str | None) -> bytes | None:
    if path is None:
        return None
    try:
        secret = Path(path).read_bytes().strip()
    except OSError as error:
        raise ValueError(f"--secret-file: {path} cannot be read: {error.strerror}") from None
    if len(secret) < SHORTEST:
        raise ValueError(
            f"--secret-file: a secret has at least {SHORTEST} bytes, and this has {len(secret)}; "
            "leave the option out, and one is made"
        )
    return secret
