"""Grade one submission: a pure function of plain values, that runs anywhere.

Inputs are drawn for the student, the sandbox gives back what the student's code makes of them, and
the verdict is made here, where none of that code has ever run.
"""

from __future__ import annotations

import functools
import hmac
from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from klcheck import compare, values
from klcheck.lessons import slips
from klcheck.letters import FORM, choice_letters, is_blank, unknown_letters
from klcheck.patterns import pattern

from klgrade import records
from klgrade.graft import Graft, UnreadableError, graft
from klgrade.records import Job, Report, Result, Submission
from klgrade.sandbox import SandboxError
from klgrade.session import Lost, Outcome, Session
from klgrade.tasks import Bank, Exercise, Task, load_bank

_RIGHT = (records.RIGHT, "Right.")
# What a student reads of a fault that is not theirs; why is for the instructor alone.
_OURS = (
    "Not graded: something failed where notebooks are graded. It is not your fault, and your "
    "teacher is told why."
)
_NOT_THERE = (records.UNANSWERED, records.RAISED, records.TIMEOUT)


@dataclass(frozen=True)
class Raised:
    """What stands for a value where a function raised an error."""

    kind: str


@functools.lru_cache(maxsize=8)
def bank_at(path: str) -> Bank:
    """Return the bank at a path; each process loads it once."""
    return load_bank(path)


def judge(job: Job) -> Report:
    """Return the report on one submission. Whatever goes wrong becomes a row that says so."""
    bank = bank_at(job.bank)
    try:
        taken = graft(job.submission, bank)
    except UnreadableError as error:
        return failure(job, bank, records.UNREADABLE, f"Not graded: {error}.")
    try:
        return _judge(job, taken)
    except SandboxError as error:
        return fault(job, bank, str(error), taken.exercise)


def fault(job: Job, bank: Bank, cause: str, exercise: Exercise | None = None) -> Report:
    """Return a report on what the grader could not do; the cause is for the instructor alone."""
    return replace(failure(job, bank, records.FAILED, _OURS, exercise), cause=cause[:300])


def failure(
    job: Job, bank: Bank, status: str, message: str, exercise: Exercise | None = None
) -> Report:
    """Return a report without a point, with a row for each task that was to be graded."""
    submission = job.submission
    exercise = exercise or bank.exercises.get(submission.slug(bank.exercises) or "")
    if exercise is None:
        row = Result("", "", "", 0, 0, status, message)
        return Report(submission.student, submission.name, "", (row,))
    results = tuple(_result(exercise, task, status, message) for task in _chosen(exercise, job))
    return _report(submission, exercise, results, ())


def _judge(job: Job, taken: Graft) -> Report:
    """Judge each task where its check stands; one that is not answered there, at the end."""
    exercise, verdicts = taken.exercise, {}
    causes: list[str] = []
    tasks = sorted(_chosen(exercise, job), key=lambda task: taken.stops[task.id])
    with Session(taken.cells, job.limits, sandboxed=job.sandbox) as session:
        for task in tasks:
            session.advance(taken.stops[task.id])
            verdicts[task.id] = _fair(job, taken, task, session, causes)
        open_ones = [task for task in tasks if verdicts[task.id][0] in _NOT_THERE]
        for task in open_ones:
            session.advance(len(taken.cells))
            verdicts[task.id] = _fair(job, taken, task, session, causes)
        notes = session.remarks()
    results = tuple(_result(exercise, task, *verdicts[task.id]) for task in _chosen(exercise, job))
    return replace(_report(job.submission, exercise, results, notes), cause="; ".join(causes)[:300])


def _fair(
    job: Job, taken: Graft, task: Task, session: Session, causes: list[str]
) -> tuple[str, str]:
    """Return the verdict on a task; a fault of the bank loses this one, and no other."""
    try:
        lesson = taken.exercise.lessons.get(task.id)
        options = "".join(lesson.options) if lesson else ""
        return _verdict(task, session, _generator(job, taken, task), options)
    except SandboxError:
        raise
    except Exception as error:
        causes.append(f"{task.id}: {error}")
        return records.FAILED, _OURS


def _chosen(exercise: Exercise, job: Job) -> Sequence[Task]:
    return [task for task in exercise.tasks if not job.tasks or task.id in job.tasks]


def _report(
    submission: Submission, exercise: Exercise, results: tuple[Result, ...], notes: tuple[str, ...]
) -> Report:
    titles = {task.id: task.title for task in exercise.tasks} | {exercise.slug: exercise.title}
    return Report(submission.student, submission.name, exercise.slug, results, notes, titles)


def _result(exercise: Exercise, task: Task, status: str, message: str) -> Result:
    points = task.points if status == records.RIGHT else 0
    return Result(exercise.slug, task.id, task.objective, points, task.points, status, message)


def _generator(job: Job, taken: Graft, task: Task) -> np.random.Generator:
    """Return what draws the inputs of this task for this student and this very notebook.

    Whoever changes a word of the code is asked something else: what one hand-in has learnt of its
    inputs is of no use to the next.
    """
    student = job.submission.student.encode(errors="surrogatepass")
    words = b"\0".join([student, task.id.encode(), taken.digest])
    return np.random.default_rng(int.from_bytes(hmac.digest(job.secret, words, "sha256"), "big"))


def _verdict(
    task: Task, session: Session, rng: np.random.Generator, options: str = ""
) -> tuple[str, str]:
    """Return the status of a task, and what its author is told; a choice may have these options."""
    if task.kind == "function":
        return _judge_function(task, session, rng)
    outcome = session.read(task)
    if isinstance(outcome, Lost):
        return outcome.status, outcome.message
    if task.kind == "choice" and is_blank(outcome.value):
        return records.UNANSWERED, "Not answered yet: it is still empty."
    reason = _difference(task, outcome.value, task.reference)
    if reason is None:
        return _RIGHT
    return records.WRONG, _wrong(task, outcome.value, reason, options)


def _wrong(task: Task, value: object, reason: str, options: str) -> str:
    """Return what to say of a value or a choice that is not right."""
    for mistake in task.mistakes:
        if _difference(task, value, mistake.answer) is None:
            return mistake.hint
    if task.kind == "choice" and (said := _slips(task, value, options)):
        return _sentence(said)
    common = pattern([value], [task.reference], task.tolerance)
    return f"Not right yet: {reason}. {common}".rstrip()


def _slips(task: Task, value: object, options: str) -> str:
    """Return what to say of a choice with several letters that are off, or that are no option."""
    given, right = (choice_letters(x) for x in (value, task.reference))
    known = [(choice_letters(m.answer) or "", m.hint) for m in task.mistakes]
    if not given or not right:
        return ""
    strange = unknown_letters(given, options) if options else ""
    return f"Not right yet: {strange}" if strange else slips(given, right, known)


def _sentence(text: str) -> str:
    return text if text.endswith((".", "?", "!")) else f"{text}."


def _difference(task: Task, value: object, reference: object) -> str | None:
    """Return what keeps a value from being the reference, or None."""
    if isinstance(value, Raised) or isinstance(reference, Raised):
        same = isinstance(value, Raised) and isinstance(reference, Raised) and value == reference
        return None if same else "it raised an error"
    if task.kind == "choice":
        letters = choice_letters(value, ordered=task.ordered)
        if letters is None:
            return f"these are not the letters of a choice: {FORM}"
        right = letters == choice_letters(reference, ordered=task.ordered)
        return None if right else "this is not the right choice"
    return compare.difference(value, reference, task.tolerance)


def _judge_function(task: Task, session: Session, rng: np.random.Generator) -> tuple[str, str]:
    cases = [values.encode(tuple(arguments)) for arguments in task.inputs(rng)]
    expected = [_apply(task.reference, case) for case in cases]
    if any(isinstance(value, Raised) for value in expected):
        raise RuntimeError(
            f"the reference of {task.id} raised an error: correct the task in the bank"
        )
    outcomes: list[Outcome] = []
    for case in cases:
        outcome = session.call(task, case)
        if isinstance(outcome, Lost) and outcome.final:
            return outcome.status, outcome.message
        outcomes.append(outcome)
    given = [Raised(it.kind) if isinstance(it, Lost) else it.value for it in outcomes]
    reasons = [_difference(task, *pair) for pair in zip(given, expected, strict=True)]
    if not any(reasons):
        return _RIGHT
    for mistake in task.mistakes:
        outputs = [_apply(mistake.answer, case) for case in cases]
        if not any(_difference(task, *pair) for pair in zip(given, outputs, strict=True)):
            return records.WRONG, mistake.hint
    return _explain(outcomes, reasons, pattern(given, expected, task.tolerance))


def _explain(outcomes: list[Outcome], reasons: list[str | None], common: str) -> tuple[str, str]:
    """Return what to say of outputs that are wrong in a way that the bank does not know.

    `common` is what all of them have in common, if there is something.
    """
    faults = [outcome for outcome in outcomes if isinstance(outcome, Lost)]
    for fault in faults:
        if fault.status == records.RAISED:
            return fault.status, fault.message
    if len(faults) == len(outcomes):
        return faults[0].status, faults[0].message
    if faults:
        return records.WRONG, "Not right yet: in some cases the function returns None."
    good = reasons.count(None)
    reason = next(reason for reason in reasons if reason)
    start = f"Right in {good} of {len(reasons)} cases. In another" if good else "Not right yet"
    return records.WRONG, f"{start}: {reason}. {common}".rstrip()


def _apply(function: object, case: values.Json) -> object:
    """Return what a function of the bank makes of a case, as plain values."""
    assert callable(function)  # noqa: S101 (a Task sees to it)
    arguments = values.decode(case)
    assert isinstance(arguments, tuple)  # noqa: S101
    try:
        with np.errstate(all="ignore"):
            return values.decode(values.encode(function(*arguments)))
    except Exception as error:
        return Raised(type(error).__name__)
