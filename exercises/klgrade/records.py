"""What is known of a submission before it is graded, and after."""

from __future__ import annotations

from collections.abc import Container
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from klgrade.people import own_name, without_copy_marks

# What a row of the gradebook can say. The last two make the command end with status 1.
RIGHT, WRONG, UNANSWERED = "right", "wrong", "unanswered"
RAISED, TIMEOUT, STOPPED = "raised", "timeout", "stopped"
UNREADABLE, FAILED = "unreadable", "failed"
TROUBLE = (UNREADABLE, FAILED)
LEAST_MEMORY = 128  # megabytes: with less, Python and NumPy do not start in a sandbox


@dataclass(frozen=True)
class Limits:
    """How much a submission may use, in seconds, megabytes, and processes with their threads.

    The seconds are of processor time (see `klgrade.box`): `cell` for a cell that answers a task or
    for one call of a function, `task` for all of one task, `helpers` for all other cells. `start`
    is on the clock.
    """

    cell: float = 5.0
    task: float = 30.0
    helpers: float = 60.0
    start: float = 60.0
    memory: int = 1024
    disk: int = 32
    processes: int = 16
    files: int = 10_000

    @property
    def longest(self) -> float:
        """Return how long one process may work at all; what is asked ends long before."""
        return 4 * self.helpers + 20 * self.task


def named(stem: str, slugs: Container[str]) -> str | None:
    """Return the exercise that a file's name says: browsers and JupyterLab mark their copies."""
    plain = without_copy_marks(stem)
    return next((name for name in (stem, plain, plain.lower()) if name in slugs), None)


@dataclass(frozen=True)
class Submission:
    """A notebook of a student: `parts` is its path below `root`, which the instructor named."""

    student: str
    root: str
    parts: tuple[str, ...]
    fault: str = ""
    folder: str = ""  # the exercise whose folder it lies in, if there is one
    group: str = ""  # the folder of students' folders in which it was found
    label: str = ""  # its own name, if that may be another person's

    @property
    def name(self) -> str:
        """The path below the root, as text."""
        return "/".join(self.parts)

    @property
    def stem(self) -> str:
        """The file's name without its ending, and without what a platform puts before it."""
        return own_name(Path(self.parts[-1]).stem) if self.parts else ""

    def slug(self, slugs: Container[str]) -> str | None:
        """Return the exercise that the file's name says, as a copy's too; else its folder."""
        return named(self.stem, slugs) or self.folder or None


@dataclass(frozen=True)
class Result:
    """A row of the gradebook: what one task earned, and why."""

    exercise: str
    task: str
    objective: str
    points: int
    max: int
    status: str
    message: str


@dataclass(frozen=True)
class Report:
    """All that grading one submission gave."""

    student: str
    source: str
    exercise: str
    results: tuple[Result, ...]
    notes: tuple[str, ...] = ()
    titles: dict[str, str] = field(default_factory=dict)
    cause: str = ""  # why the grader failed, for the instructor: it may tell of the machine

    @property
    def trouble(self) -> bool:
        """Whether the submission could not be read or run."""
        return any(result.status in TROUBLE for result in self.results)

    @property
    def unreadable(self) -> bool:
        """Whether nothing of the submission could be read."""
        return all(result.status == UNREADABLE for result in self.results)

    @property
    def slow(self) -> tuple[str, ...]:
        """The tasks that took too long."""
        return tuple(result.task for result in self.results if result.status == TIMEOUT)

    def merged(self, newer: Report) -> Report:
        """Return this report with the results of `newer` in place of its own, task by task."""
        fresh = {result.task: result for result in newer.results}
        results = tuple(fresh.get(result.task, result) for result in self.results)
        titles = {**self.titles, **newer.titles}
        merged = replace(self, results=results, titles=titles, cause=newer.cause or self.cause)
        return merged if merged.trouble else replace(merged, cause="")

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Report:
        """Return the report that `as_dict` wrote down.

        Raises
        ------
        TypeError, KeyError
            If it is not of that form.
        """
        results = tuple(Result(**result) for result in plain["results"])
        for result in results:
            for name, kind in Result.__annotations__.items():
                if type(getattr(result, name)).__name__ != kind:
                    raise TypeError(f"{name} is not of type {kind}")
        texts = [plain[name] for name in ("student", "source", "exercise")]
        if not all(type(text) is str for text in [*texts, plain.get("cause", "")]):
            raise TypeError("a report names its student, its source and its exercise")
        return cls(**{**plain, "results": results, "notes": tuple(map(str, plain["notes"]))})


@dataclass(frozen=True)
class Job:
    """All that grading one submission needs; plain values, so that it travels anywhere."""

    submission: Submission
    bank: str
    secret: bytes
    limits: Limits = Limits()
    sandbox: bool = True
    tasks: tuple[str, ...] = ()  # none means all
