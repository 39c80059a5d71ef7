"""Read a submission as the hostile data that it is, and take the source text of its cells.

Nothing of a notebook is believed but the text of its code cells, and which task each answers:
points, outputs and tests come from the bank.
"""

from __future__ import annotations

import errno
import hashlib
import json
import os
import re
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from klgrade.marks import answers, known_exercise, marks, source, stop, touched
from klgrade.records import Submission
from klgrade.tasks import Bank, Exercise

MAX_BYTES = 10_000_000  # two are parsed at once, in less than 300 MB
MAX_PIECES = 400_000  # lists, objects and commas: what they become takes far more memory
MAX_WIDE = 100_000  # characters like emoji: one makes all of its text four times as large
MAX_CELLS = 5_000
MAX_SOURCE = 1_000_000
_WIDE_STARTS = [bytes([start]) for start in range(0xF0, 0xF5)]
_WIDE = re.compile(rb"[\xf0-\xf4][\x80-\xbf]{3}")


class UnreadableError(Exception):
    """A submission that is no notebook that can be graded; the message says why, to its author."""


@dataclass(frozen=True)
class Cell:
    """The source of a code cell, the task it answers (None for a helper), and its place."""

    source: str
    task: str | None
    number: int


@dataclass(frozen=True)
class Graft:
    """What is taken from a submission.

    `stops` says after how many cells each task is judged, `touched` how many tasks somebody has
    begun, and `digest` is that of all code.
    """

    exercise: Exercise
    cells: tuple[Cell, ...]
    stops: dict[str, int]
    touched: int
    digest: bytes


def read_submission(submission: Submission) -> bytes:
    """Return the bytes of a submission; links, devices, pipes and huge files are refused.

    Raises
    ------
    UnreadableError
        If it is no regular file of at most 10 MB that this process may read.
    """
    if submission.fault:
        raise UnreadableError(submission.fault)
    try:
        handle = _open_below(submission.root, submission.parts)
        try:
            return _read(handle)
        finally:
            os.close(handle)
    except OSError as error:
        raise UnreadableError(_reason(error)) from None


def _read(handle: int) -> bytes:
    status = os.fstat(handle)
    _demand_file(status)
    if status.st_size > MAX_BYTES:
        megabytes = status.st_size / 1e6
        raise UnreadableError(f"the file has {megabytes:.0f} MB, and at most 10 MB are read")
    data = bytearray()
    while len(data) <= MAX_BYTES and (piece := os.read(handle, 1 << 20)):
        data += piece
    if len(data) > MAX_BYTES:
        raise UnreadableError("the file has more than 10 MB, and at most 10 MB are read")
    return bytes(data)


def graft(submission: Submission, bank: Bank) -> Graft:
    """Return the exercise that a submission answers and the cells to run, in their order.

    Raises
    ------
    UnreadableError
        If it is not a notebook, or answers no exercise of the bank.
    """
    notebook = _parse(read_submission(submission))
    cells = [cell for cell in notebook["cells"] if isinstance(cell, dict)]
    cells = [cell for cell in cells if cell.get("cell_type") == "code"][: MAX_CELLS + 1]
    if len(cells) > MAX_CELLS:
        raise UnreadableError(f"the notebook has more than {MAX_CELLS} code cells")
    sources = [source(cell) for cell in cells]
    if sum(map(len, sources)) > MAX_SOURCE:
        raise UnreadableError("the notebook has more than a million characters of code")
    marked = [marks(cell) for cell in cells]
    exercise = _exercise(notebook, submission, bank) or known_exercise(marked, sources, bank)
    if exercise is None:
        raise UnreadableError(
            "neither the notebook nor the name of its file says which exercise it is"
        )
    answered = answers(marked, sources, exercise)
    return Graft(
        exercise,
        tuple(Cell(text, answered.get(n), n + 1) for n, text in enumerate(sources)),
        {task.id: stop(marked, sources, task) for task in exercise.tasks},
        touched(answered, sources),
        hashlib.sha256("\0".join(sources).encode()).digest(),
    )


def _open_below(root: str, parts: tuple[str, ...]) -> int:
    """Open a file below a folder, following no link on the way."""
    flags = os.O_RDONLY
    for name in ("O_NOFOLLOW", "O_NONBLOCK", "O_CLOEXEC", "O_NOCTTY", "O_BINARY"):
        flags |= getattr(os, name, 0)
    if os.open not in os.supports_dir_fd:
        return os.open(Path(root, *parts), flags)
    folder = os.open(root, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        for part in parts[:-1]:
            inner = os.open(part, flags | os.O_DIRECTORY, dir_fd=folder)
            os.close(folder)
            folder = inner
        # To open a device may do harm, so it is looked at first; a link is refused when it opens.
        status = os.stat(parts[-1], dir_fd=folder, follow_symlinks=False)
        if not stat.S_ISLNK(status.st_mode):
            _demand_file(status)
        return os.open(parts[-1], flags, dir_fd=folder)
    finally:
        os.close(folder)


def _demand_file(status: os.stat_result) -> None:
    if not stat.S_ISREG(status.st_mode):
        raise UnreadableError("this is no file: a folder, a pipe or a device stands in its place")


def _reason(error: OSError) -> str:
    if error.errno in (errno.ELOOP, errno.ENOTDIR):
        return "this is a link, and links are not followed"
    if error.errno in (errno.EACCES, errno.EPERM):
        return "there is no permission to read this file"
    return f"the file cannot be read: {error.strerror}"


def _parse(data: bytes) -> dict[str, Any]:
    """Return the notebook in `data`, whose list of cells is checked to be one."""
    if not data.strip():
        raise UnreadableError("the file is empty")
    if sum(map(data.count, (b",", b"[", b"{"))) > MAX_PIECES:
        raise UnreadableError("the file holds too many values: clear the outputs and save it again")
    if sum(map(data.count, _WIDE_STARTS)) > MAX_WIDE:
        raise UnreadableError("the file holds too many emoji: clear the outputs and save it again")
    try:
        data = _WIDE.sub(_escaped, data)  # one name: the first copy is not needed any more
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise UnreadableError("this is not a notebook: the file is not in UTF-8") from None
    del data
    try:
        notebook = json.loads(text, parse_int=_short_int)
    except (ValueError, RecursionError):
        raise UnreadableError("this is not a notebook, or it was cut off: it is not JSON") from None
    if not isinstance(notebook, dict):
        raise UnreadableError("this is not a notebook")
    version = notebook.get("nbformat")
    if type(version) is int and version != 4:
        raise UnreadableError(f"the notebook has format {version}, and only format 4 is read")
    if version != 4 or not isinstance(notebook.get("cells"), list):
        raise UnreadableError("this is not a notebook: it has no list of cells")
    return notebook


def _escaped(character: re.Match[bytes]) -> bytes:
    return json.dumps(character[0].decode())[1:-1].encode()


def _short_int(digits: str) -> int:
    return int(digits) if len(digits) < 20 else 0


def _exercise(notebook: dict[str, Any], submission: Submission, bank: Bank) -> Exercise | None:
    """Return the exercise that the metadata name, else the file's name, else its folder's."""
    metadata = notebook.get("metadata")
    ours = metadata.get("klgrade") if isinstance(metadata, dict) else None
    slug = ours.get("exercise") if isinstance(ours, dict) else None
    named = submission.slug(bank.exercises)
    if isinstance(slug, str):
        if slug not in bank.exercises:
            raise UnreadableError(
                f"this notebook answers {slug[:60]!r}, which the bank does not have"
            )
        if named not in (None, slug):
            raise UnreadableError(f"wrong exercise: this notebook answers {slug!r}, not {named!r}")
        return bank.exercises[slug]
    return bank.exercises.get(named or "")
