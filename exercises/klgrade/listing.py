"""What stands in a folder of submissions, without what programs put there.

What is left out although it might be somebody's work is said, once.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

ENDING = ".ipynb"
MAX_FILES = 500
DEEPEST = 12  # so far down is looked for notebooks that lie too deep
_GRADEBOOK = ".klgrade"  # the folder in each gradebook
# What programs put there: nobody's work.
_MADE = re.compile(
    r"(\._.*|\.DS_Store|\.git|\.ipynb_checkpoints|\.klgrade|\.Trash.*|\.virtual_documents|\.venv"
    r"|__pycache__|__MACOSX)$"
)
_HIDDEN = re.compile(r"\.[A-Za-z_]")
_ARCHIVE = re.compile(r"(?i)\.(zip|tar|tgz|tar\.\w+|7z|rar)$")
_RENAMED = re.compile(r"(?i)\.ipynb\.\w+$")  # as some browsers save a notebook


def is_notebook(name: str) -> bool:
    """Return whether a file's name is that of a notebook."""
    return name.lower().endswith(ENDING)


def is_archive(name: str) -> bool:
    """Return whether a file's name is that of an archive."""
    return bool(_ARCHIVE.search(name))


@dataclass
class Listing:
    """Lists folders, and says what it leaves out.

    `out` is the gradebook, or "". What the command names, `named`, is searched on its own alone.
    """

    out: str
    named: set[str]
    say: Callable[[str], object]
    told: set[str] = field(default_factory=set)

    def entries(self, folder: Path) -> list[os.DirEntry[str]]:
        """Return what stands in a folder, without what programs put there, and what is hidden."""
        with os.scandir(folder) as found:
            seen = sorted(found, key=lambda entry: entry.name)
        return [entry for entry in seen if not self.left_out(entry)]

    def notebooks(
        self, folder: Path, depth: int, *, strict: bool = False
    ) -> tuple[list[tuple[str, ...]], list[tuple[str, ...]]]:
        """Return the paths of notebooks below a folder: at most `depth` folders down, and deeper.

        Raises
        ------
        OSError
            If `strict`, and a folder may not be read; else none is found.
        """
        names: list[tuple[str, ...]] = []
        try:
            self._walk(folder, (), names)
        except OSError:
            if strict:
                raise
            return [], []
        near = [name for name in names if len(name) <= depth + 1]
        return near, [name for name in names if len(name) > depth + 1]

    def _walk(self, folder: Path, above: tuple[str, ...], names: list[tuple[str, ...]]) -> None:
        for entry in self.entries(folder):
            if len(names) > MAX_FILES:
                return
            parts = (*above, entry.name)
            if is_notebook(entry.name):
                names.append(parts)
            elif entry.is_dir(follow_symlinks=False) and len(above) < DEEPEST:
                self._walk(folder / entry.name, parts, names)

    def left_out(self, entry: os.DirEntry[str]) -> bool:
        """Return whether an entry is nobody's work."""
        if _MADE.match(entry.name):
            return True
        if self.out and os.path.realpath(entry.path) == self.out:
            self.tell(f"{entry.path} is the gradebook, and is not graded")
            return True
        if entry.is_dir(follow_symlinks=False) and os.path.realpath(entry.path) in self.named:
            return True
        if _is_earlier_gradebook(entry):
            self.tell(f"{entry.path} is an earlier gradebook, and is not graded")
            return True
        if not _HIDDEN.match(entry.name):
            self.point_out(entry)
            return False
        folder = entry.is_dir(follow_symlinks=False)
        if is_notebook(entry.name) or (folder and any(Path(entry.path).rglob(f"*{ENDING}"))):
            self.tell(f"{entry.path} is hidden, and is not graded: rename it if it is someone's")
        return True

    def point_out(self, entry: os.DirEntry[str]) -> None:
        """Say what may hold somebody's notebook, and is none by its name."""
        if is_archive(entry.name):
            self.tell(f"{entry.path} is an archive, and is not graded: unpack it")
        elif _RENAMED.search(entry.name):
            self.tell(f"{entry.path} is not graded: let its name end in {ENDING}")

    def tell(self, note: str) -> None:
        """Say something once, however often a folder is looked at."""
        if note not in self.told:
            self.told.add(note)
            self.say(note)


def _is_earlier_gradebook(entry: os.DirEntry[str]) -> bool:
    """Return whether a folder was written by an earlier run, and holds no notebook."""
    if not entry.is_dir(follow_symlinks=False):
        return False
    here = Path(entry.path)
    written = entry.name == "feedback" and (here.parent / _GRADEBOOK).is_dir()
    return (written or (here / _GRADEBOOK).is_dir()) and not any(here.rglob(f"*{ENDING}"))
