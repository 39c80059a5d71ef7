"""Whether the notebooks of a folder may be several people's: what their places and names say.

A notebook that is named like an exercise is the folder's owner's. Any other name, of a file or of a
folder on the way to it, may be another person's.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from klgrade.people import owner, without_copy_marks


@dataclass(frozen=True)
class Layout:
    """The names below a folder that may be people's, and whether a notebook has none of them.

    `people` are names of folders, and those that a platform has put before a file's name.
    """

    people: tuple[str, ...]
    files: tuple[str, ...]
    owned: bool

    @property
    def unclear(self) -> bool:
        """Whether it may be several people's, whatever exercises they answer."""
        return bool(self.people) and len(self.people) + len(self.files) > 1

    @property
    def group(self) -> bool:
        """Whether it looks like a folder of students' folders, and like nothing else."""
        return len(self.people) > 1 and not self.files and not self.owned


def layout(names: list[tuple[str, ...]], exercise: Callable[[str], str | None]) -> Layout:
    """Return what the paths of the notebooks below a folder say; `exercise` knows its name."""
    while _in_one_folder(names) and not exercise(names[0][0]):
        names = [name[1:] for name in names]
    people: dict[str, None] = {}
    files: dict[str, None] = {}
    owned = False
    for *way, file in names:
        inner = next((folder for folder in way if not exercise(folder)), None)
        stem = Path(file).stem
        person = owner(stem)
        if inner is not None or person.number:
            people[inner or f"{person.name}_{person.number}"] = None
        elif exercise(stem):
            owned = True
        else:
            files[without_copy_marks(stem)] = None
    return Layout(tuple(people), tuple(files), owned)


def _in_one_folder(names: list[tuple[str, ...]]) -> bool:
    return len({name[0] for name in names}) == 1 and all(len(name) > 1 for name in names)
