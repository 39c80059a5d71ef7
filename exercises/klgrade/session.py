"""A notebook at work in its box; a cell that breaks the box loses its own task and no other.

The cells run in their order. A task is judged where its check stands, so that what `check` saw is
what counts, whatever later cells do with the same names.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from klcheck import values

from klgrade import records
from klgrade.box import Box, BoxError
from klgrade.graft import Cell
from klgrade.records import Limits
from klgrade.sandbox import imports_more
from klgrade.tasks import Task
from klgrade.words import MISSING_MODULE, SLOW, error_words, refusal

MAX_NOTES = 20  # on one notebook: thousands of cells can go wrong
MAX_BREAKS = 8  # helper cells that end the box: after so many, none but those known to work is run
FAST = 1.0  # seconds of a helper cell that may be run again and again


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
        self.whole = sandboxed and imports_more(cell.source for cell in cells)
        self.box: Box | None = None
        self.goal = 0  # how many cells should have run
        self.done = 0  # how many have, in this box
        self.bare: dict[int, BoxError] = {}  # cells that broke a box: only what they define is run
        self.skipped: dict[int, BoxError] = {}  # and those that broke one even so
        self.errors: dict[int, dict[str, Any]] = {}
        self.costs: dict[int, float] = {}  # seconds of each helper cell
        self.used: dict[str, float] = {}  # seconds of the calls of each task
        self.lost: dict[str, Lost] = {}
        self.spent = 0.0  # seconds of the last request
        self.helped = 0.0  # seconds of the helpers
        self.again = 0.0  # and of those in later boxes
        self.notes: list[str] = []
        self.boxes = 0

    def __enter__(self) -> Session:
        return self

    def __exit__(self, *_exception: object) -> None:
        self._close()

    def remarks(self) -> tuple[str, ...]:
        """Return what went wrong in cells that answer no task."""
        cells = [(self.cells[place], error) for place, error in sorted(self.errors.items())]
        notes = [
            *self.notes,
            *(f"Code cell {cell.number} {_said(error)}" for cell, error in cells if not cell.task),
        ]
        more = len(notes) - MAX_NOTES
        return (*notes[:MAX_NOTES], *([f"… and {more} more such cells."] if more > 0 else []))

    def advance(self, goal: int) -> None:
        """See to it that the first cells have run when something is asked next."""
        self.goal = max(self.goal, goal)

    def call(self, task: Task, case: values.Json) -> Outcome:
        """Return what the notebook's function makes of a case."""
        assert isinstance(case, dict)  # noqa: S101 (a tuple, encoded)
        return self._get(task, {"call": task.name, "arguments": case})

    def read(self, task: Task) -> Outcome:
        """Return the notebook's variable."""
        return self._get(task, {"read": task.name})

    def _get(self, task: Task, request: dict[str, Any]) -> Outcome:
        if task.id in self.lost:
            return self.lost[task.id]
        self._ready()
        left = self.limits.task - self.used.get(task.id, 0.0)
        try:
            if left <= 0:
                seconds = f"{self.limits.task:.3g} s"
                raise BoxError(f"the {seconds} for all calls of a task are used up", timeout=True)
            answer = self._ask({**request, "task": task.id}, min(self.limits.cell, left))
        except BoxError as error:
            self.lost[task.id] = _broken(error)
            return self.lost[task.id]
        self.used[task.id] = self.used.get(task.id, 0.0) + self.spent
        return self._outcome(task, answer)

    def _ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Ask the box, note what time it spends, and close it if it breaks."""
        assert self.box is not None  # noqa: S101
        box = self.box
        try:
            return box.ask(request, seconds)
        except BoxError:
            self._close()
            raise
        finally:
            self.spent = box.used

    def _ready(self) -> None:
        """Make a box if there is none, and run the cells that should have run."""
        while self.box is None or self.done < self.goal:
            if self.box is None:
                self.box = Box(self.limits, sandboxed=self.sandboxed, whole=self.whole)
                self.boxes += 1
                self.done, self.errors = 0, {}
            if self.done < self.goal:
                self._run(self.done)
                self.done += 1

    def _run(self, place: int) -> None:
        """Run a cell. If it breaks the box, less of it is run in the next one."""
        cell = self.cells[place]
        if place in self.skipped or self._left_out(place):
            return
        seconds = self._seconds(cell)
        soft = 0.9 * seconds  # the worker may still end a statement in time, and keep the rest
        request = {"run": cell.source, "seconds": soft, "bare": place in self.bare}
        try:
            answer = self._ask(request, seconds)
        except BoxError as error:
            if place in self.bare and cell.task is None:
                self.notes.append(f"Code cell {cell.number} was left out: {error}.")
            (self.skipped if place in self.bare else self.bare)[place] = error
            return
        finally:
            if cell.task is None:
                self.costs[place] = max(self.costs.get(place, 0.0), self.spent)
                self.helped += self.spent if self.boxes == 1 else 0.0
                self.again += self.spent if self.boxes > 1 else 0.0
        if "raised" in answer:
            self.errors[place] = answer
        elif place in self.bare:
            self.errors[place] = {"broke": str(self.bare[place])}

    def _seconds(self, cell: Cell) -> float:
        """Return what a cell may use; one without a task, at most half of what is left to these."""
        if cell.task is not None:
            return self.limits.cell
        used = self.helped if self.boxes == 1 else self.again
        return max((self.limits.helpers - used) / 2, min(self.limits.cell, FAST))

    def _left_out(self, place: int) -> bool:
        """Return whether a helper cell is not run again, since that would take too long."""
        if self.cells[place].task is not None:
            return False
        known = place in self.costs
        slow = self.costs.get(place, 0.0) > FAST and self.again > self.limits.helpers
        broken = len([p for p in self.bare if self.cells[p].task is None]) >= MAX_BREAKS
        if slow or (broken and (not known or place in self.bare)):
            note = f"Code cell {self.cells[place].number} was left out: the time is used up."
            if note not in self.notes:
                self.notes.append(note)
            return True
        return False

    def _outcome(self, task: Task, answer: dict[str, Any]) -> Outcome:
        if "missing" in answer:
            return self._missing(task)
        if "unanswered" in answer:
            what = "the function returns None" if task.kind == "function" else "it is still empty"
            return Lost(records.UNANSWERED, f"Not answered yet: {what}.", final=False, kind="None")
        if "raised" in answer:
            kind, where = error_words(answer)
            message = f"{task.name} raised {kind}{where}."
            # Running out of memory twelve times takes long, and tells no more than once.
            return Lost(records.RAISED, message, final=kind == "MemoryError", kind=kind)
        if "refused" in answer:
            verb = "returns" if task.kind == "function" else "holds"
            why = refusal(answer["refused"])
            return Lost(records.WRONG, f"{task.name} {verb} no plain value: {why}.")
        try:
            return Value(values.decode(answer.get("value")))
        except (ValueError, RecursionError):
            return Lost(
                records.STOPPED, "No points: the code interfered with the pipe to the grader."
            )

    def _missing(self, task: Task) -> Lost:
        places = [place for place, cell in enumerate(self.cells) if cell.task == task.id]
        broken = [self.skipped.get(place) or self.bare.get(place) for place in places]
        for error in broken:
            if error is not None:
                return _broken(error)
        for place in places:
            if place in self.errors:
                failed = self.errors[place]
                slow = "raised" in failed and error_words(failed)[0] == SLOW
                status = records.TIMEOUT if slow else records.RAISED
                return Lost(status, f"The cell {_said(failed)}")
        if not places:
            return Lost(records.UNANSWERED, f"Not answered: no cell defines {task.name}.")
        return Lost(records.UNANSWERED, f"Not answered: the cell does not define {task.name}.")

    def _close(self) -> None:
        if self.box is not None:
            self.box.close()
            self.box = None


def _said(answer: dict[str, Any]) -> str:
    """Return what a cell that failed did, as the end of a sentence."""
    if "broke" in answer:
        return f"was cut short: {answer['broke']}."
    kind, where = error_words(answer)
    if kind == SLOW:
        return f"was cut short: it took too long{where}."
    more = f": {MISSING_MODULE}" if kind == "ModuleNotFoundError" else ""
    return f"raised {kind}{where}{more}."


def _broken(error: BoxError) -> Lost:
    status = records.TIMEOUT if error.timeout else records.STOPPED
    return Lost(status, f"No points: {error}.")
