"""The public side of the exercises: what is asked, on which inputs, and how mistakes look.

One JSON file holds the tasks of one notebook. It is written from the bank of tasks by
``klgrade-release`` and holds values only: the inputs that `check` tries, the right outputs,
and the outputs that common mistakes give, each with its hint.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from klcheck.courses import courses
from klcheck.lessons import Lesson
from klcheck.values import decode

FORMAT: Final = 1


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
    lesson: Lesson | None = None


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


@dataclass
class _Sources:
    """Where tasks come from: from the installed courses, and from folders besides."""

    folders: list[Path]
    closed: bool = False


_sources: Final = _Sources([])


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
    if _sources.closed:
        return
    path = Path(folder)
    if not path.is_dir():
        raise ValueError(f"there is no folder {str(folder)!r}")
    _read_folder(path)
    if path not in _sources.folders:
        _sources.folders.append(path)
    _known.cache_clear()


def know_no_tasks() -> None:
    """Let `check` know no task from now on, whatever is installed, and let `add_cases` add none.

    This is for graders, which keep the answers away from the notebooks that they run. No answer
    is then called or compared, and where nbgrader runs the notebook, none is right.
    """
    _sources.closed = True
    _known.cache_clear()


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
    return _known()[0]


def faults() -> tuple[str, ...]:
    """Return a sentence on each installed course whose tasks cannot be read.

    Returns
    -------
    tuple of str

    Examples
    --------
    >>> faults()
    ()
    """
    return _known()[1]


@cache
def _known() -> tuple[dict[str, PublicExercise], tuple[str, ...]]:
    """Return what `exercises` and `faults` do. A course that is broken takes no other with it."""
    known: dict[str, PublicExercise] = {}
    wrong: list[str] = []
    if _sources.closed:
        return known, ()
    for package, folder in courses():
        try:
            known |= _read_course(folder)
        except (ValueError, OSError) as error:
            wrong.append(f"the course {package!r} is broken, install it again: {error}")
    for folder in _sources.folders:
        known |= _read_folder(folder)
    return known, tuple(wrong)


def _read_course(folder: Path | None) -> dict[str, PublicExercise]:
    if folder is None:
        raise ValueError("there is no such package")
    found = _read_folder(folder)
    if not found:
        raise ValueError(f"there are no tasks in {folder}")
    return found


def _read_folder(folder: Path) -> dict[str, PublicExercise]:
    return {found.slug: found for found in map(read_exercise, sorted(folder.glob("*.json")))}


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
    import difflib  # slow, and seldom of use

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
        lesson=Lesson(**data["lesson"]) if "lesson" in data else None,
    )
