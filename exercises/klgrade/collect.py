"""Find the submissions that the paths of a command mean.

A path is a notebook, a folder of notebooks (``<student>.ipynb``), or a folder of student folders
(``<student>/<slug>.ipynb``, at most two folders deeper). A folder that is named like an exercise
holds one of these for that exercise. No link is followed below a path: one that stands for a
student's work becomes a submission that cannot be read.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

from klgrade.records import Submission, named
from klgrade.tasks import Bank

MAX_DEPTH = 2
MAX_FILES = 500
ENDING = ".ipynb"
# What programs put there: nobody's work.
_MADE = re.compile(
    r"(\._.*|\.DS_Store|\.git|\.ipynb_checkpoints|\.klgrade|\.Trash.*|\.virtual_documents|\.venv"
    r"|__pycache__|__MACOSX)$"
)
_HIDDEN = re.compile(r"\.[A-Za-z_]")
_ARCHIVE = re.compile(r"(?i)\.(zip|tar|tgz|tar\.\w+|7z|rar)$")
_RENAMED = re.compile(r"(?i)\.ipynb\.\w+$")  # as some browsers save a notebook


def collect(
    paths: list[str],
    bank: Bank,
    out: Path | None = None,
    say: Callable[[str], object] = lambda _note: None,
) -> list[Submission]:
    """Return all submissions, each once, in the order of their students' names.

    What is left out although it might be somebody's work is said; so is `out`, the gradebook.

    Raises
    ------
    ValueError
        If a path does not exist.
    """
    search = _Search(bank, os.path.realpath(out) if out else "", say)
    found: dict[tuple[str, tuple[str, ...]], Submission] = {}
    for name in paths:
        path = Path(name)
        if not os.path.lexists(path):
            raise ValueError(f"there is nothing at {name}")
        if _ARCHIVE.search(path.name) and path.is_file():
            raise ValueError(f"{name} is an archive: unpack it, and name the folder")
        real = Path(os.path.abspath(path))  # noqa: PTH100 (resolve() would follow a link)
        folder = path.is_dir() and not _is_notebook(path.name)
        for submission in search.folder(real) if folder else [search.file(real)]:
            place = os.path.join(submission.root, *submission.parts)  # noqa: PTH118
            found.setdefault((submission.student, (place,)), submission)
    return sorted(found.values(), key=lambda one: (one.student, one.stem, one.parts, one.root))


def _is_notebook(name: str) -> bool:
    return name.lower().endswith(ENDING)


@dataclass
class _Search:
    bank: Bank
    out: str
    say: Callable[[str], object]
    told: set[str] = field(default_factory=set)

    def slug(self, stem: str) -> str | None:
        return named(stem, self.bank.exercises)

    def file(self, path: Path) -> Submission:
        """Return the submission that is one file; in ``ada/<slug>.ipynb`` the student is ada."""
        student = path.parent.name if self.slug(path.stem) else path.stem
        inside = "" if self.slug(path.stem) else self.slug(path.parent.name) or ""
        return Submission(student or path.stem, str(path.parent), (path.name,), folder=inside)

    def folder(self, root: Path) -> Iterator[Submission]:
        """Return what a folder that was named holds."""
        yield from self.level(root, (), "" if root.name not in self.bank.exercises else root.name)

    def level(self, root: Path, above: tuple[str, ...], slug: str) -> Iterator[Submission]:
        """Return the notebooks and the students of a folder, which may be that of an exercise."""
        for entry in self.entries(root.joinpath(*above)):
            parts = (*above, entry.name)
            if _is_notebook(entry.name):
                stem = Path(entry.name).stem
                # A student's own folder was named, with notebooks called after exercises.
                student = root.name if self.slug(stem) else stem
                yield Submission(student, str(root), parts, folder="" if self.slug(stem) else slug)
            elif entry.is_symlink() and Path(entry.path).is_dir():
                fault = "this is a link, and links are not followed"
                yield Submission(entry.name, str(root), parts, fault)
            elif entry.is_dir(follow_symlinks=False):
                exercise = not above and entry.name in self.bank.exercises
                if exercise and not self.is_students(Path(entry.path)):
                    yield from self.level(root, parts, entry.name)
                else:
                    yield from self.student(root, parts, slug)

    def is_students(self, folder: Path) -> bool:
        """Return whether a folder named like an exercise belongs to one student all the same."""
        stems = [Path(e.name).stem for e in self.entries(folder) if _is_notebook(e.name)]
        return any(self.slug(stem) not in (None, folder.name) for stem in stems)

    def student(self, root: Path, parts: tuple[str, ...], slug: str) -> Iterator[Submission]:
        """Return the notebooks in a student's folder."""
        student = parts[-1]
        names: list[tuple[str, ...]] = []
        try:
            self.walk(root, parts, names, len(parts) + MAX_DEPTH)
        except OSError:
            fault = "there is no permission to read this folder"
            yield Submission(student, str(root), parts, fault)
            return
        if not names:
            yield Submission(
                student, str(root), parts, "there is no notebook (.ipynb) in this folder"
            )
        if len(names) > MAX_FILES:
            fault = f"there are more than {MAX_FILES} notebooks in this folder"
            yield Submission(student, str(root), parts, fault)
            return
        for found in names:
            inside = next((part for part in found[:-1] if part in self.bank.exercises), slug)
            known = self.slug(Path(found[-1]).stem)
            yield Submission(student, str(root), found, folder="" if known else inside)

    def walk(
        self, root: Path, parts: tuple[str, ...], names: list[tuple[str, ...]], deepest: int
    ) -> None:
        for entry in self.entries(root.joinpath(*parts)):
            if len(names) > MAX_FILES:
                return
            if _is_notebook(entry.name):
                names.append((*parts, entry.name))
            elif entry.is_dir(follow_symlinks=False) and len(parts) < deepest:
                self.walk(root, (*parts, entry.name), names, deepest)

    def entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """Return what stands in a folder, without what programs put there, and what is hidden."""
        with os.scandir(folder) as found:
            seen = sorted(found, key=lambda entry: entry.name)
        return [entry for entry in seen if not self.left_out(entry)]

    def left_out(self, entry: os.DirEntry[str]) -> bool:
        if _MADE.match(entry.name):
            return True
        if self.out and os.path.realpath(entry.path) == self.out:
            self.tell(f"{entry.path} is the gradebook, and is not graded")
            return True
        if not _HIDDEN.match(entry.name):
            self.point_out(entry)
            return False
        folder = entry.is_dir(follow_symlinks=False)
        if _is_notebook(entry.name) or (folder and any(Path(entry.path).rglob(f"*{ENDING}"))):
            self.tell(f"{entry.path} is hidden, and is not graded: rename it if it is someone's")
        return True

    def point_out(self, entry: os.DirEntry[str]) -> None:
        """Say what may hold somebody's notebook, and is none by its name."""
        if _ARCHIVE.search(entry.name):
            self.tell(f"{entry.path} is an archive, and is not graded: unpack it")
        elif _RENAMED.search(entry.name):
            self.tell(f"{entry.path} is not graded: let its name end in {ENDING}")

    def tell(self, note: str) -> None:
        """Say something once, however often a folder is looked at."""
        if note not in self.told:
            self.told.add(note)
            self.say(note)
