"""``check`` and ``progress``: what a learner's notebook says about an answer.

Feedback here is formative. It sees the public cases only, it runs inside the learner's own
kernel, and a grade never rests on it.
"""

from __future__ import annotations

import dis
import inspect
import os
import textwrap
import time
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from klcheck.cases import (
    PublicExercise,
    PublicTask,
    exercises,
    faults,
    find_task,
    nearest_task,
)
from klcheck.compare import difference, matches
from klcheck.lessons import help_for, review, slips
from klcheck.letters import FORM, choice_letters, is_blank, unknown_letters
from klcheck.lookup import ABSENT, missing
from klcheck.patterns import pattern
from klcheck.shown import count, error_name, one_line, shown
from klcheck.timeout import CallTimeout, timeout
from klcheck.tries import count_wrong, forget
from klcheck.values import decode, encode

MARKS: Final = {"right": "✓", "wrong": "✗", "unanswered": "·"}
LEFT: Final = {"right": "right", "wrong": "not right yet", "unanswered": "not answered yet"}
SLOW: Final = 0.5  # seconds for one call; a grader makes up to 48 of them, and allows 30 s
_SLOWLY: Final = (
    "a call takes {:.1f} s, and the grader, which makes many more, may stop it: "
    "what is computed more often than it must be?"
)
_COLUMNS: Final = 80
_NOTHING: Final = {"RESUME", "NOP", "LOAD_CONST", "RETURN_VALUE", "RETURN_CONST"}
_seen: Final[dict[str, str]] = {}  # what check said last about each task of this session


@dataclass(frozen=True)
class Verdict:
    """``state`` is right, wrong or unanswered; ``text`` is for the learner."""

    state: str
    text: str


def check(task_id: object = ABSENT, answer: object = ABSENT, *more: object) -> None:
    """Print whether an answer is right on the public cases, or a hint.

    Never raises because of the answer, whatever it is. Only where nbgrader runs the
    notebook does it raise an AssertionError, so that nbgrader gives no points.

    Parameters
    ----------
    task_id : str
        As the exercise names it.
    answer : object, optional
        The function itself (not called), the value, or the letters of a choice. By default,
        what the notebook defines under the name that the task asks for.
    *more : object
        Nothing: whoever hands over several answers is told to hand over one.

    Raises
    ------
    AssertionError
        Under nbgrader only, if the answer is not right.

    Examples
    --------
    >>> check("no-such-task", 1)
    · no-such-task: there is no task with this name
    """
    found = find_task(task_id) if isinstance(task_id, str) else None
    if found is None:
        _say(Verdict("unanswered", _unknown(task_id)))
        return
    _, task = found
    frame = inspect.currentframe()
    names = frame.f_back.f_globals if frame and frame.f_back else {}
    if more:
        verdict = Verdict("unanswered", f"one answer at a time, and here are {1 + len(more)}")
    elif answer is ABSENT and task.name not in names:
        verdict = Verdict("unanswered", missing(task.name, names))
    else:
        verdict = judge(task, names[task.name] if answer is ABSENT else answer)
    _seen[task.id] = verdict.state
    given = names.get(task.name) if answer is ABSENT else answer
    _say(Verdict(verdict.state, f"{task.id}: {verdict.text}"), *_more(task, given, verdict))


def progress(slug: str | None = None) -> None:
    """Print what is done and what is left, as `check` has seen it in this session.

    Parameters
    ----------
    slug : str, optional
        The name of an exercise notebook; by default every exercise of which `check` has
        seen a task.

    Examples
    --------
    >>> progress("no-such-exercise")
    There is no exercise named 'no-such-exercise'.
    """
    if slug is not None and slug not in exercises():
        _out("; ".join([f"There is no exercise named {slug!r}", *faults()]) + ".")
        return
    listed = [
        exercise
        for exercise in exercises().values()
        if exercise.slug == slug
        or (slug is None and any(task.id in _seen for task in exercise.tasks))
    ]
    _out("\n\n".join(map(_table, listed)) or "Nothing is checked yet: run the cells with check(…).")


def judge(task: PublicTask, answer: object) -> Verdict:
    """Return what to say about an answer to a task, without printing or remembering it.

    Parameters
    ----------
    task : PublicTask
    answer : object

    Returns
    -------
    Verdict
    """
    if answer is None or answer is ...:
        return Verdict("unanswered", "not answered yet")
    judges = {"function": _judge_function, "choice": _judge_choice}
    return judges.get(task.kind, _judge_value)(task, answer)


def _judge_function(task: PublicTask, answer: object) -> Verdict:
    if not callable(answer):
        return Verdict(
            "wrong",
            f"{task.name} should be a function, and this is {shown(answer)}: "
            f"write it with def {task.name}(…), and hand it over without calling it",
        )
    given: list[object] = []
    start = time.process_time()
    for case in task.cases:
        call = f"{task.name}({', '.join(map(shown, case.arguments))})"
        value, trouble = _output(answer, case.arguments, call)
        if trouble is not None:
            return trouble
        given.append(value)
    if all(value is None for value in given):
        if _untouched(answer):
            return Verdict("unanswered", "not answered yet")
        return Verdict(
            "wrong",
            f"{task.name} returns None: does it end with a return? "
            "(A print shows a value and hands nothing over.)",
        )
    verdict = _compare(task, given)
    each = (time.process_time() - start) / len(task.cases)
    if verdict.state == "right" and each > SLOW:
        return Verdict("right", f"{verdict.text}; but {_SLOWLY.format(each)}")
    return verdict


def _output(
    function: Callable[..., object], arguments: tuple[Any, ...], call: str
) -> tuple[object, Verdict | None]:
    """Return what a function gives back, as plain values, or what went wrong."""
    try:
        value = _run(function, arguments)
    except NotImplementedError:
        return None, Verdict("unanswered", "not answered yet: it raises NotImplementedError")
    except CallTimeout:
        words = f"{call} does not come to an end: when should its loop stop?"
        return None, Verdict("wrong", words)
    except KeyboardInterrupt:
        words = f"{call} was stopped before its end: when should its loop stop?"
        _out(_wrapped(f"{MARKS['wrong']} {words}"))
        raise
    except (Exception, SystemExit) as error:  # whatever a learner's code does
        return None, Verdict("wrong", f"{call} raised {error_name(error)}")
    try:
        return decode(encode(value)), None
    except (TypeError, ValueError) as error:
        return None, Verdict("wrong", f"what {call} gives cannot be compared: {one_line(error)}")


def _untouched(function: object) -> bool:
    """Return whether a function does nothing, as the one that a learner finds."""
    code = getattr(function, "__code__", None)
    return code is not None and {step.opname for step in dis.get_instructions(code)} <= _NOTHING


def _run(function: Callable[..., object], arguments: tuple[Any, ...]) -> object:
    """Call a learner's function without a word from NumPy: a cell that warns has failed."""
    with np.errstate(all="ignore"), warnings.catch_warnings(), timeout():
        warnings.simplefilter("ignore")
        value = function(*arguments)
    return None if value is ... else value


def _judge_value(task: PublicTask, answer: object) -> Verdict:
    if callable(answer):
        return Verdict("wrong", f"{task.name} should be a value, and this is a function: call it")
    try:
        value = decode(encode(answer))
    except (TypeError, ValueError) as error:
        return Verdict("wrong", f"this cannot be compared: {one_line(error)}")
    return _compare(task, [value])


def _judge_choice(task: PublicTask, answer: object) -> Verdict:
    if is_blank(answer):
        return Verdict("unanswered", "not answered yet")
    letters = choice_letters(answer, ordered=task.ordered)
    if letters is None:
        return Verdict("wrong", f"these are not the letters of a choice: {FORM}")
    options = "".join(task.lesson.options) if task.lesson else ""
    strange = unknown_letters(letters, options) if options else ""
    return Verdict("wrong", strange) if strange else _compare(task, [letters])


def _compare(task: PublicTask, given: list[object]) -> Verdict:
    wanted = [case.answer for case in task.cases]
    if _all_match(task, given, wanted):
        return Verdict("right", f"right ({count(task.points, 'point')})")
    for mistake in task.mistakes:
        if _all_match(task, given, mistake.answers):
            return Verdict("wrong", mistake.hint)
    if task.kind == "choice":
        known = [(str(mistake.answers[0]), mistake.hint) for mistake in task.mistakes]
        return Verdict("wrong", slips(str(given[0]), str(wanted[0]), known))
    return Verdict("wrong", _reason(task, given, wanted))


def _reason(task: PublicTask, given: list[object], wanted: list[object]) -> str:
    """Return what is wrong, of which value, and what all wrong values have in common."""
    for case, value, right in zip(task.cases, given, wanted, strict=True):
        reason = difference(value, right, task.limits)
        if reason is not None:
            what = shown(value)
            if task.kind == "function":
                call = f"{task.name}({', '.join(map(shown, case.arguments))})"
                what = f"{call} gives {what}"
            common = pattern(given, wanted, task.limits)
            return f"{reason}: {what}. {common}" if common else f"{reason}: {what}"
    raise AssertionError("unreachable: something differed")  # pragma: no cover


def _all_match(task: PublicTask, given: list[object], wanted: Any) -> bool:
    return all(matches(g, w, task.limits) for g, w in zip(given, wanted, strict=True))


def _table(exercise: PublicExercise) -> str:
    states = {task.id: _seen.get(task.id) for task in exercise.tasks}
    earned = sum(task.points for task in exercise.tasks if states[task.id] == "right")
    wide = max(len(task.id) for task in exercise.tasks)
    lines = [f"{exercise.title}: {earned} of {count(exercise.points, 'point')}"]
    for task in exercise.tasks:
        state = states[task.id]
        said = "not checked yet" if state is None else LEFT[state]
        points = task.points if state == "right" else 0
        mark = MARKS[state or "unanswered"]
        lines.append(f"  {mark} {task.id:{wide}}  {said:16}  {points} of {task.points}")
    left = [task.id for task in exercise.tasks if states[task.id] != "right"]
    lines.append(f"Left to do: {', '.join(left)}." if left else "All done. Well done!")
    return "\n".join(lines)


def _unknown(task_id: object) -> str:
    if task_id is ABSENT:
        return (
            'check needs the name of a task between quotation marks, as in check("definition-kl")'
        )
    if not isinstance(task_id, str):
        return f"the first argument of check is the name of a task, and {shown(task_id)} is none"
    near = nearest_task(task_id)
    hint = f"; did you mean {near!r}?" if near else ""
    said = f"{one_line(task_id)}: there is no task with this name{hint}"
    return "; ".join([said, *faults()])


def _more(task: PublicTask, answer: object, verdict: Verdict) -> list[str]:
    """Return what is said besides: more with each wrong answer."""
    if verdict.state == "right":
        forget(task.id)
        return review(task.lesson)
    if verdict.state == "wrong":
        return help_for(task.lesson, count_wrong(task.id, answer, verdict.text))
    return []


def _say(verdict: Verdict, *more: str) -> None:
    line = f"{MARKS[verdict.state]} {verdict.text}"
    if "NBGRADER_EXECUTION" in os.environ and verdict.state != "right":
        raise AssertionError(line)
    _out("\n".join(map(_wrapped, [line, *more])))


def _out(text: str) -> None:
    print(text)  # noqa: T201 - talking to the learner is what this module is for


def _wrapped(line: str) -> str:
    """Break a line between its words: notebooks break longer ones wherever they end."""
    return textwrap.fill(
        line, _COLUMNS, subsequent_indent="  ", break_long_words=False, break_on_hyphens=False
    )
