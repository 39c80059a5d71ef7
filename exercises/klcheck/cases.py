"""The public side of the exercises: what is asked, on which inputs, and how mistakes look.

One JSON file holds the tasks of one notebook. It is written from the bank of tasks by
``klgrade-release`` and holds values only: the inputs that `check` tries, the right outputs,
and the outputs that common mistakes give, each with its hint.
"""

from __future__ import annotations

import difflib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points
from pathlib import Path
from typing import Any, Final

from klcheck.values import decode

FORMAT: Final = 1
GROUP: Final = "klcheck.tasks"
_folders: Final[list[Path]] = []  # those of add_cases


@dataclass(frozen=True)
class Limits:
    """How far a number may be off: ``absolute + relative * abs(right number)``."""

    relative: float
    absolute: float


@dataclass(frozen=True)
class Case:
    """One input, still coded, so that every call gets fresh arguments; and the right output."""

    coded: Any
    answer: object

    @property
    def arguments(self) -> tuple[Any, ...]:
        """Return the arguments, new objects each time."""
        return tuple(decode(item) for item in self.coded)


@dataclass(frozen=True)
class Misconception:
    """What a mistake gives on every case, and what to say about it."""

    hint: str
    answers: tuple[object, ...]


@dataclass(frozen=True)
class PublicTask:
    """One task as a learner's notebook knows it. A value or a choice has one case, no input."""

    id: str
    title: str
    objective: str
    points: int
    kind: str
    name: str
    ordered: bool
    limits: Limits
    cases: tuple[Case, ...]
    mistakes: tuple[Misconception, ...]


@dataclass(frozen=True)
class PublicExercise:
    """The tasks of one notebook, in its order."""

    slug: str
    title: str
    chapter: str
    tasks: tuple[PublicTask, ...]

    @property
    def points(self) -> int:
        """Return how many points the notebook has in all."""
        return sum(task.points for task in self.tasks)


def add_cases(folder: str | Path) -> None:
    """Let `check` know the tasks in the JSON files of a folder, besides those of installed courses.

    Parameters
    ----------
    folder : str or path
        Where ``klgrade-release --data`` wrote the public side of a bank of one's own.

    Raises
    ------
    ValueError
        If there is no such folder, or if a file in it is not such a file.

    Examples
    --------
    >>> add_cases("no/such/folder")
    Traceback (most recent call last):
        ...
    ValueError: there is no folder 'no/such/folder'
    """
    path = Path(folder)
    if not path.is_dir():
        raise ValueError(f"there is no folder {str(folder)!r}")
    for file in path.glob("*.json"):
        read_exercise(file)
    if path not in _folders:
        _folders.append(path)
    exercises.cache_clear()


def course_folders() -> list[Path]:
    """Return the folders of the installed courses.

    A course is a package that holds the JSON files, and names itself in the entry-point group
    ``klcheck.tasks``.
    """
    specs = [importlib.util.find_spec(point.module) for point in entry_points(group=GROUP)]
    return sorted({Path(spec.origin).parent for spec in specs if spec and spec.origin})


@cache
def exercises() -> Mapping[str, PublicExercise]:
    """Return every exercise by its slug, those of installed courses first.

    Returns
    -------
    mapping from str to PublicExercise

    Examples
    --------
    >>> exercises() is exercises()
    True
    """
    folders = [*course_folders(), *_folders]
    files = [file for folder in folders for file in sorted(folder.glob("*.json"))]
    return {found.slug: found for found in map(read_exercise, files)}


def find_task(task_id: str) -> tuple[PublicExercise, PublicTask] | None:
    """Return a task and the exercise it belongs to, or None if there is no such task.

    Parameters
    ----------
    task_id : str

    Returns
    -------
    (PublicExercise, PublicTask) or None

    Examples
    --------
    >>> find_task("no-such-task") is None
    True
    """
    for exercise in exercises().values():
        for task in exercise.tasks:
            if task.id == task_id:
                return exercise, task
    return None


def nearest_task(task_id: str) -> str | None:
    """Return the id that looks most like a misspelt one, or None if none does.

    Parameters
    ----------
    task_id : str

    Returns
    -------
    str or None

    Examples
    --------
    >>> nearest_task("#") is None
    True
    """
    known = [task.id for exercise in exercises().values() for task in exercise.tasks]
    return next(iter(difflib.get_close_matches(task_id, known, 1)), None)


def read_exercise(file: Path) -> PublicExercise:
    """Return the exercise in one JSON file.

    Parameters
    ----------
    file : path

    Returns
    -------
    PublicExercise

    Raises
    ------
    ValueError
        If the file is of another form; the message names it.
    """
    try:
        data = json.loads(file.read_text(encoding="utf-8"))
        if data["format"] != FORMAT:
            raise ValueError(f"format {data['format']!r}, not {FORMAT}")
        tasks = tuple(map(_task, data["tasks"]))
        return PublicExercise(data["exercise"], data["title"], data["chapter"], tasks)
    except (ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{file} does not hold the cases of an exercise: {error}") from error


def _task(data: dict[str, Any]) -> PublicTask:
    return PublicTask(
        **{key: data[key] for key in ("id", "title", "objective", "points", "kind", "name")},
        ordered=data["ordered"],
        limits=Limits(**data["tolerance"]),
        cases=tuple(Case(case["arguments"], decode(case["answer"])) for case in data["cases"]),
        mistakes=tuple(
            Misconception(item["hint"], tuple(map(decode, item["answers"])))
            for item in data["mistakes"]
        ),
    )
