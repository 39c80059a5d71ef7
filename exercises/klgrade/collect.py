"""Find the submissions that the paths of a command mean.

A path is a notebook, a folder of notebooks (``<student>.ipynb``), or a folder of student folders
(``<student>/<slug>.ipynb``, at most two folders deeper). No link is followed below a path: one that
stands for a student's work becomes a submission that cannot be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from pathlib import Path

from klgrade.records import Submission
from klgrade.tasks import Bank

MAX_DEPTH = 2
MAX_FILES = 500
ENDING = ".ipynb"


def collect(paths: list[str], bank: Bank) -> list[Submission]:
    """Return all submissions, each once, in the order of their students' names.

    Raises
    ------
    ValueError
        If a path does not exist.
    """
    found: dict[tuple[str, tuple[str, ...]], Submission] = {}
    for name in paths:
        path = Path(name)
        if not os.path.lexists(path):
            raise ValueError(f"there is nothing at {name}")
        real = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow a link)
        folder = path.is_dir() and path.suffix != ENDING
        for submission in _folder(real, bank) if folder else [_file(real, bank)]:
            place = os.path.join(submission.root, *submission.parts)  # noqa: PTH118
            found.setdefault((submission.student, (place,)), submission)
    return sorted(found.values(), key=lambda one: (one.student, one.stem, one.parts, one.root))


def _file(path: Path, bank: Bank) -> Submission:
    """Return the submission that is one file; in ``ada/<slug>.ipynb`` the student is ada."""
    student = path.parent.name if path.stem in bank.exercises else path.stem
    return Submission(student or path.stem, str(path.parent), (path.name,))


def _folder(root: Path, bank: Bank) -> Iterator[Submission]:
    for entry in _entries(root):
        if entry.name.endswith(ENDING):
            stem = Path(entry.name).stem
            student = root.name if stem in bank.exercises else stem
            yield Submission(student, str(root), (entry.name,))
        elif entry.is_symlink() and Path(entry.path).is_dir():
            fault = "this is a link, and links are not followed"
            yield Submission(entry.name, str(root), (entry.name,), fault)
        elif entry.is_dir(follow_symlinks=False):
            yield from _student(root, entry.name)


def _student(root: Path, student: str) -> Iterator[Submission]:
    """Return the notebooks in a student's folder."""
    names: list[tuple[str, ...]] = []
    try:
        _walk(root, (student,), names)
    except OSError:
        fault = "there is no permission to read this folder"
        yield Submission(student, str(root), (student,), fault)
        return
    if not names:
        yield Submission(student, str(root), (student,), "there is no notebook in this folder")
    if len(names) > MAX_FILES:
        fault = f"there are more than {MAX_FILES} notebooks in this folder"
        yield Submission(student, str(root), (student,), fault)
        return
    for parts in names:
        yield Submission(student, str(root), parts)


def _walk(root: Path, parts: tuple[str, ...], names: list[tuple[str, ...]]) -> None:
    for entry in _entries(root.joinpath(*parts)):
        if len(names) > MAX_FILES:
            return
        if entry.name.endswith(ENDING):
            names.append((*parts, entry.name))
        elif entry.is_dir(follow_symlinks=False) and len(parts) <= MAX_DEPTH:
            _walk(root, (*parts, entry.name), names)


def _entries(folder: Path) -> list[os.DirEntry[str]]:
    """Return what stands in a folder, without what programs put there (.ipynb_checkpoints)."""
    with os.scandir(folder) as entries:
        seen = [one for one in entries if not re.match(r"\.[A-Za-z_]|__pycache__$", one.name)]
    return sorted(seen, key=lambda entry: entry.name)
