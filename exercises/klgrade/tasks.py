"""What a bank of exercises holds, and how it is loaded.

A bank is a folder of Python files. Each names one ``EXERCISE``; files that start with an underscore
are helpers of the others.
"""

from __future__ import annotations

import hashlib
import importlib.util
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from itertools import cycle, islice
from pathlib import Path

import numpy as np

KINDS = ("function", "value", "choice")

Draw = Callable[[np.random.Generator], tuple[object, ...]]


@dataclass(frozen=True)
class Tolerance:
    """How far a number may lie from the reference's: absolute + relative * abs(reference)."""

    relative: float = 1e-9
    absolute: float = 1e-12

    def __post_init__(self) -> None:
        for name in ("relative", "absolute"):
            if not getattr(self, name) >= 0:
                raise ValueError(f"{name} must be 0 or more, not {getattr(self, name)!r}")


@dataclass(frozen=True)
class Mistake:
    """A wrong answer that people give, and the hint that they then read."""

    name: str
    answer: object
    hint: str

    def __post_init__(self) -> None:
        if not self.hint.strip():
            raise ValueError(f"the mistake {self.name!r} needs a hint")


@dataclass(frozen=True)
class Lesson:
    """What a learner reads besides hints.

    Who is wrong a second time reads the `idea` and where it stands: `section` is
    ``page#label``, `title` its heading. Who is wrong a third time reads the `example`, a smaller
    case worked out. Who is right reads what is to be said of each letter of a choice (`options`),
    and `after`.
    """

    idea: str
    section: str
    title: str
    example: str
    options: Mapping[str, str] = field(default_factory=dict)
    after: str = ""


@dataclass(frozen=True)
class Task:
    """One thing to be answered: a function, a value, or a choice of letters.

    `name` is what the learner's notebook defines. `reference` is the right function (kind
    'function'), the right value, or the right letters; with `ordered` their order matters. `draw`
    returns one fresh tuple of arguments, or is several such functions, which take turns, so that
    each kind of case comes up for everyone; the grade rests on `fresh` of them, all or nothing.
    """

    id: str
    title: str
    objective: str
    points: int
    kind: str
    name: str
    reference: object
    public: tuple[tuple[object, ...], ...] = ()
    draw: Draw | tuple[Draw, ...] | None = None
    fresh: int = 12
    tolerance: Tolerance = Tolerance()
    mistakes: tuple[Mistake, ...] = ()
    variants: tuple[object, ...] = ()
    ordered: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", self.id):
            raise ValueError(f"the task id {self.id!r} must be lower-case words joined by hyphens")
        if self.kind not in KINDS:
            raise ValueError(f"{self.id}: kind must be one of {KINDS}, not {self.kind!r}")
        if not self.name.isidentifier():
            raise ValueError(f"{self.id}: name must be a Python name, not {self.name!r}")
        if type(self.points) is not int or self.points < 1:
            raise ValueError(f"{self.id}: points must be a whole number, 1 or more")
        if type(self.fresh) is not int or self.fresh < 1:
            raise ValueError(f"{self.id}: fresh must be a whole number, 1 or more")
        self._check_answers()

    def inputs(self, rng: np.random.Generator) -> list[tuple[object, ...]]:
        """Return the fresh inputs of one grading."""
        draws = self.draw if isinstance(self.draw, tuple) else (self.draw,)
        return [draw(rng) for draw in islice(cycle(draws), self.fresh) if draw is not None]

    def _check_answers(self) -> None:
        if self.kind == "function":
            if self.draw is None:
                raise ValueError(f"{self.id}: a task of kind 'function' needs draw")
            answers = [self.reference, *self.variants, *(m.answer for m in self.mistakes)]
            if not all(callable(answer) for answer in answers):
                raise ValueError(f"{self.id}: reference, mistakes and variants must be functions")
        elif self.draw is not None or self.public:
            raise ValueError(f"{self.id}: only a task of kind 'function' has draw and public")
        names = [mistake.name for mistake in self.mistakes]
        if len(set(names)) != len(names):
            raise ValueError(f"{self.id}: two mistakes have the same name")


@dataclass(frozen=True)
class Exercise:
    """The tasks of one notebook, which belongs to one chapter."""

    slug: str
    title: str
    chapter: str
    tasks: tuple[Task, ...]
    lessons: Mapping[str, Lesson] = field(default_factory=dict)  # by the ids of tasks

    def __post_init__(self) -> None:
        if not self.tasks:
            raise ValueError(f"the exercise {self.slug!r} has no task")
        for kind in ("id", "name"):
            values = [getattr(task, kind) for task in self.tasks]
            if len(set(values)) != len(values):
                raise ValueError(f"two tasks of {self.slug!r} have the same {kind}")
        for name in self.lessons:
            if name not in {task.id for task in self.tasks}:
                raise ValueError(f"{self.slug!r} has a lesson for {name!r}, and no such task")


@dataclass(frozen=True)
class Bank:
    """All exercises of a folder by slug, and a digest of the files they came from."""

    exercises: dict[str, Exercise]
    digest: str

    def __iter__(self) -> Iterator[Exercise]:
        return iter(self.exercises.values())

    def tasks(self) -> dict[str, Task]:
        """Return every task by its id."""
        return {task.id: task for exercise in self for task in exercise.tasks}


def load_bank(path: str | Path) -> Bank:
    """Return the exercises of the bank at `path`, a folder of Python files or one such file.

    Raises
    ------
    ValueError
        If there is no bank, or if one of its files is not as it must be; the message names it.
    """
    path = Path(path).resolve()
    files = sorted(path.glob("*.py")) if path.is_dir() else [path]
    digest = hashlib.sha256()
    exercises: dict[str, Exercise] = {}
    for file in files:
        if not file.is_file():
            raise ValueError(f"there is no bank at {path}")
        digest.update(file.name.encode() + b"\0" + file.read_bytes() + b"\0")
        if file.name.startswith("_"):
            continue
        exercise = _load(file)
        if exercise.slug in exercises:
            raise ValueError(f"{file}: there is already an exercise {exercise.slug!r}")
        exercises[exercise.slug] = exercise
    if not exercises:
        raise ValueError(f"{path} holds no bank: no Python file in it names an EXERCISE")
    bank = Bank(exercises, digest.hexdigest())
    count = sum(len(exercise.tasks) for exercise in bank)
    if len(bank.tasks()) != count:
        raise ValueError(f"two tasks of the bank at {path} have the same id")
    return bank


def _load(file: Path) -> Exercise:
    """Return the EXERCISE of a file; it may import its neighbours that start with _."""
    folder = hashlib.sha256(str(file.parent).encode()).hexdigest()[:12]
    name = f"klgrade_bank_{folder}_{file.stem}"
    spec = importlib.util.spec_from_file_location(name, file)
    if spec is None or spec.loader is None:
        raise ValueError(f"{file} is no Python file")
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    sys.path.insert(0, str(file.parent))
    # Bytecode is told from another file's by size and second alone: a bank leaves none behind.
    before, sys.dont_write_bytecode = sys.dont_write_bytecode, True
    try:
        spec.loader.exec_module(module)
    except Exception as error:
        raise ValueError(f"{file} cannot be loaded: {type(error).__name__}: {error}") from error
    finally:
        sys.dont_write_bytecode = before
        sys.path.remove(str(file.parent))
    exercise = getattr(module, "EXERCISE", None)
    if not isinstance(exercise, Exercise):
        raise ValueError(f"{file} must name an EXERCISE of type klgrade.tasks.Exercise")
    return exercise
