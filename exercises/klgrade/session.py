"""A notebook at work in its box; a cell that breaks the box loses its own task and no other."""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any

from klcheck import values

from klgrade import records
from klgrade.box import Box, BoxError
from klgrade.graft import Cell
from klgrade.records import Limits
from klgrade.tasks import Task

MAX_NOTES = 20  # on one notebook: thousands of cells can go wrong


@dataclass(frozen=True)
class Value:
    """A value that left the box."""

    value: object


@dataclass(frozen=True)
class Lost:
    """Why there is no value. `final` says that no other call of the task will give one."""

    status: str
    message: str
    final: bool = True
    kind: str = ""


Outcome = Value | Lost


class Session:
    """The cells of a notebook in a box, which is made again whenever it breaks."""

    def __init__(self, cells: tuple[Cell, ...], limits: Limits, *, sandboxed: bool = True) -> None:
        self.cells = cells
        self.limits = limits
        self.sandboxed = sandboxed
        self.box: Box | None = None
        self.skipped: dict[int, Lost] = {}  # by the place of the cell
        self.errors: dict[int, dict[str, Any]] = {}
        self.places = {cell.task: place for place, cell in enumerate(cells) if cell.task}
        self.notes: list[str] = []
        self.used = 0.0
        self.boxes = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def remarks(self) -> tuple[str, ...]:
        """Return what went wrong in cells that answer no task."""
        cells = [(self.cells[place], error) for place, error in self.errors.items()]
        errors = [(cell.number, *_error(error)) for cell, error in cells if cell.task is None]
        notes = [
            *self.notes,
            *(f"Code cell {n} raised {kind}{where}." for n, kind, where in errors),
        ]
        more = len(notes) - MAX_NOTES
        return (*notes[:MAX_NOTES], *([f"… and {more} more such cells."] if more > 0 else []))

    def call(self, task: Task, case: values.Json) -> Outcome:
        """Return what the notebook's function makes of a case."""
        assert isinstance(case, dict)  # noqa: S101 (a tuple, encoded)
        return self._get(task, {"call": task.name, "arguments": case})

    def read(self, task: Task) -> Outcome:
        """Return the notebook's variable."""
        return self._get(task, {"read": task.name})

    def _get(self, task: Task, request: dict[str, Any]) -> Outcome:
        place = self.places.get(task.id)
        lost = self._ready(place)
        if lost is not None or self.box is None:
            return lost or Lost(records.FAILED, "Not graded: there is no sandbox.")
        try:
            answer = self._ask(request)
        except BoxError as error:
            self._close()
            lost = _broken(error)
            if place is None:
                return lost
            self.skipped[place] = lost
            return lost
        return self._outcome(task, place, answer)

    def _ask(self, request: dict[str, Any]) -> dict[str, Any]:
        """Ask the box, within the time that is left."""
        assert self.box is not None  # noqa: S101
        left = self.limits.total - self.used
        if left <= 0:
            raise BoxError(f"the notebook's {self.limits.total:.3g} s are used up", timeout=True)
        start = time.monotonic()
        try:
            return self.box.ask(request, min(self.limits.cell, left))
        finally:
            self.used += time.monotonic() - start

    def _ready(self, place: int | None) -> Lost | None:
        """See to it that the cells have run, or return why the cell at `place` is lost."""
        while self.box is None and self.used < self.limits.total:
            start = time.monotonic()
            self.box = Box(self.limits, sandboxed=self.sandboxed)
            self.boxes += 1
            if self.boxes > 1:  # the first is ours, the others the notebook has asked for
                self.used += time.monotonic() - start
            self._run_cells()
        if place is not None and place in self.skipped:
            return self.skipped[place]
        if self.box is None:
            seconds = f"{self.limits.total:.3g}"
            return Lost(records.TIMEOUT, f"The {seconds} s for the whole notebook are used up.")
        return None

    def _run_cells(self) -> None:
        self.errors = {}
        for place, cell in enumerate(self.cells):
            if place in self.skipped:
                continue
            try:
                answer = self._ask({"run": cell.source})
            except BoxError as error:
                self._close()
                if self.used < self.limits.total or cell.task:
                    self.skipped[place] = _broken(error)
                if cell.task is None:
                    self.notes.append(f"Code cell {cell.number} was left out: {error}.")
                return
            if "raised" in answer:
                self.errors[place] = answer

    def _outcome(self, task: Task, place: int | None, answer: dict[str, Any]) -> Outcome:
        if "missing" in answer:
            return self._missing(task, place)
        if "unanswered" in answer:
            what = "the function returns None" if task.kind == "function" else "it is still empty"
            return Lost(records.UNANSWERED, f"Not answered yet: {what}.", final=False, kind="None")
        if "raised" in answer:
            kind, where = _error(answer)
            message = f"{task.name} raised {kind}{where}."
            # Running out of memory twelve times takes long, and tells no more than once.
            return Lost(records.RAISED, message, final=kind == "MemoryError", kind=kind)
        if "refused" in answer:
            verb = "returns" if task.kind == "function" else "holds"
            return Lost(
                records.WRONG, f"{task.name} {verb} no plain value: {answer['refused']!s:.300}."
            )
        try:
            return Value(values.decode(answer.get("value")))
        except (ValueError, RecursionError):
            return Lost(records.STOPPED, "No points: the code meddled with the pipe to the grader.")

    def _missing(self, task: Task, place: int | None) -> Lost:
        if place is None:
            return Lost(records.UNANSWERED, f"Not answered: no cell defines {task.name}.")
        if place not in self.errors:
            return Lost(records.UNANSWERED, f"Not answered: the cell does not define {task.name}.")
        kind, where = _error(self.errors[place])
        text = str(self.errors[place]["raised"].get("text"))[:200]
        return Lost(records.RAISED, f"The cell raised {kind}{where}: {text}")

    def _close(self) -> None:
        if self.box is not None:
            self.box.close()
            self.box = None


def _error(answer: dict[str, Any]) -> tuple[str, str]:
    """Return an error's kind and place; its text might give the inputs away."""
    raised = answer["raised"] if isinstance(answer["raised"], dict) else {}
    kind, line = str(raised.get("kind"))[:40], raised.get("line")
    where = f" in line {line} of its cell" if type(line) is int and line < 10**6 else ""
    return (kind if kind.isidentifier() else "an error"), where


def _broken(error: BoxError) -> Lost:
    status = records.TIMEOUT if error.timeout else records.STOPPED
    return Lost(status, f"No points: {error}.")
