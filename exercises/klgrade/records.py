"""What is known of a submission before it is graded, and after."""

from __future__ import annotations

from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

# What a row of the gradebook can say. The last two make the command end with status 1.
RIGHT, WRONG, UNANSWERED = "right", "wrong", "unanswered"
RAISED, TIMEOUT, STOPPED = "raised", "timeout", "stopped"
UNREADABLE, FAILED = "unreadable", "failed"
TROUBLE = (UNREADABLE, FAILED)


@dataclass(frozen=True)
class Limits:
    """How much a submission may use, in seconds, megabytes, and processes with their threads."""

    cell: float = 5.0
    total: float = 60.0
    start: float = 60.0
    memory: int = 1024
    disk: int = 32
    processes: int = 16


@dataclass(frozen=True)
class Submission:
    """A notebook of a student: `parts` is its path below `root`, which the instructor named."""

    student: str
    root: str
    parts: tuple[str, ...]
    fault: str = ""

    @property
    def name(self) -> str:
        """The path below the root, as text."""
        return "/".join(self.parts)

    @property
    def stem(self) -> str:
        """The file's name without its ending."""
        return Path(self.parts[-1]).stem if self.parts else ""


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

    @property
    def trouble(self) -> bool:
        """Whether the submission could not be read or run."""
        return any(result.status in TROUBLE for result in self.results)

    def merged(self, newer: Report) -> Report:
        """Return this report with the results of `newer` in place of its own, task by task."""
        fresh = {result.task: result for result in newer.results}
        results = tuple(fresh.get(result.task, result) for result in self.results)
        return replace(self, results=results, titles={**self.titles, **newer.titles})

    def as_dict(self) -> dict[str, Any]:
        """Return the report as plain values."""
        return asdict(self)

    @classmethod
    def from_dict(cls, plain: dict[str, Any]) -> Report:
        """Return the report that `as_dict` wrote down."""
        results = tuple(Result(**result) for result in plain["results"])
        return cls(**{**plain, "results": results, "notes": tuple(plain["notes"])})


@dataclass(frozen=True)
class Job:
    """All that grading one submission needs; plain values, so that it travels anywhere."""

    submission: Submission
    bank: str
    secret: bytes
    limits: Limits = Limits()
    sandbox: bool = True
    task: str | None = None
