"""check() answers every input in a friendly sentence, and progress() adds them up."""

from __future__ import annotations

import contextlib
import signal
import sys
import threading
import time
import warnings

import numpy as np
import pytest
from klcheck import add_cases, cases, check, feedback, progress, timeout
from klcheck.cases import exercises, read_exercise
from klcheck.values import encode

from tests.unit.klcheck.tiny_exercise import task

pytestmark = pytest.mark.usefixtures("tiny")


def said(capsys, task_id, answer):
    """Return what check prints as one line, and make sure it is one message and nothing else."""
    check(task_id, answer)
    return message(capsys)


def message(capsys):
    """Return the one message that is printed, without its line breaks, which stand at spaces."""
    out, err = capsys.readouterr()
    assert err == ""
    assert out.endswith("\n")
    first, *others = out.rstrip("\n").split("\n")
    assert first[:2] in ("✓ ", "✗ ", "· ")
    assert all(line[:2] == "  " and line[2:] == line.strip() for line in others)
    assert all(len(line) <= 80 or " " not in line.strip()[2:] for line in [first, *others])
    return " ".join([first, *(line.strip() for line in others)])


@pytest.mark.parametrize(
    "answer",
    [np.mean, lambda x: sum(x) / len(x), lambda x: np.array(np.mean(x)), lambda x: int(np.mean(x))],
)
def test_a_right_function_is_right(capsys, answer):
    assert said(capsys, "tiny-mean", answer) == "✓ tiny-mean: right (2 points)"


def test_a_right_value_and_a_right_choice_are_right(capsys):
    assert said(capsys, "tiny-half", np.float32(0.5)) == "✓ tiny-half: right (1 point)"
    for letters in ("ac", "C, A", {"a", "c"}, ["c", "a"]):
        assert said(capsys, "tiny-choice", letters) == "✓ tiny-choice: right (3 points)"


def test_a_known_mistake_meets_its_own_hint(capsys):
    assert said(capsys, "tiny-mean", sum) == "✗ tiny-mean: That is the sum: how many are there?"
    assert said(capsys, "tiny-mean", np.median) == "✗ tiny-mean: Is the middle one the mean?"
    assert said(capsys, "tiny-half", -0.5) == "✗ tiny-half: The sign is lost."
    assert said(capsys, "tiny-choice", "a") == "✗ tiny-choice: One more is true."


@pytest.mark.parametrize(
    ("task_id", "answer"),
    [
        ("tiny-mean", None),
        ("tiny-mean", ...),
        ("tiny-mean", lambda _: None),
        ("tiny-mean", lambda _: ...),
        ("tiny-half", ...),
        ("tiny-choice", None),
    ],
)
def test_what_is_untouched_is_not_answered_yet(capsys, task_id, answer):
    assert said(capsys, task_id, answer) == f"· {task_id}: not answered yet"


class Sly:
    def __eq__(self, other):
        return True

    __hash__ = None

    def __repr__(self):
        raise RuntimeError("no")


def failing(_):
    raise RuntimeError("two\nlines")


def leaving(_):
    sys.exit(1)


def endless(x):
    return endless(x)


def generator(x):
    yield from x


def forgetful(x):
    sum(x) / len(x)


def rude(x):
    x[:] = [0.0] * len(x)
    return 3.0


@pytest.mark.parametrize(
    ("task_id", "answer", "line"),
    [
        ("tiny-mean", 3.0, "mean should be a function, and this is 3.0: write it with def mean(…)"),
        ("tiny-mean", failing, "mean([1.0, 2.0, 6.0]) raised RuntimeError: two lines"),
        ("tiny-mean", leaving, "mean([1.0, 2.0, 6.0]) raised SystemExit: 1"),
        ("tiny-mean", endless, "raised RecursionError"),
        ("tiny-mean", lambda: 1, "raised TypeError"),
        ("tiny-mean", generator, "what mean([1.0, 2.0, 6.0]) gives cannot be compared: a gene"),
        ("tiny-mean", lambda _: Sly(), "cannot be compared: a "),
        ("tiny-mean", lambda x: [x, "a"], "a number is expected, and this is a list"),
        (
            "tiny-mean",
            lambda _: np.ones(2),
            "a single number is expected, and here two numbers are: mean(",
        ),
        (
            "tiny-mean",
            lambda _: "3",
            "a number is expected, and this is a str: mean([1.0, 2.0, 6.0]) gives '3'",
        ),
        ("tiny-mean", lambda _: 3.0, "the number is not right: mean([4.0, 0.0]) gives 3.0"),
        (
            "tiny-mean",
            lambda x: 3.0 if len(x) == 3 else None,
            "(is there a return?): mean([4.0, 0.0]) gives None",
        ),
        ("tiny-mean", rude, "the number is not right: mean([4.0, 0.0]) gives 3.0"),
        ("tiny-mean", forgetful, "mean returns None: does it end with a return? (A print shows"),
        ("tiny-mean", [].append, "mean returns None: does it end with a return?"),
        ("tiny-mean", Sly(), "mean should be a function, and this is a Sly"),
        ("tiny-half", np.mean, "half should be a value, and this is a function: call it"),
        ("tiny-half", Sly(), "this cannot be compared: a "),
        ("tiny-half", 1.23456789, "the number is not right: 1.23457"),
        ("tiny-half", np.zeros(10**6), "this cannot be compared: a value may hold at most"),
        ("tiny-half", "0.5", "a number is expected, and this is a str: '0.5'"),
        ("tiny-choice", 3, "these are not the letters of a choice: write only its"),
        ("tiny-choice", "bd", "4 letters are off; begin with this: One more is true."),
    ],
)
def test_every_other_answer_gets_a_line_of_its_own(capsys, task_id, answer, line):
    text = said(capsys, task_id, answer)
    assert text.startswith(f"✗ {task_id}: ")
    assert line in text


def test_a_message_is_never_long(capsys):
    def verbose(_):
        raise RuntimeError("x" * 10_000)

    assert len(said(capsys, "tiny-mean", verbose)) < 300


def test_warnings_of_a_learners_function_stay_silent(capsys):
    def warning(x):
        warnings.warn("careful", stacklevel=1)
        return np.mean(x) + 0 * np.log(np.zeros(1))[0]

    line = "the number is not right: mean([1.0, 2.0, 6.0]) gives nan. A NaN comes from 0 · log 0"
    assert line in said(capsys, "tiny-mean", warning)


@pytest.mark.parametrize(
    ("task_id", "line"),
    [
        ("tiny-maen", "tiny-maen: there is no task with this name; did you mean 'tiny-mean'?"),
        ("#", "#: there is no task with this name"),
        (np.mean, "the first argument of check is the name of a task"),
        (None, "the first argument of check is the name of a task, and None is none"),
    ],
)
def test_an_unknown_task_is_said_to_be_unknown(capsys, task_id, line):
    assert said(capsys, task_id, 1.0).startswith(f"· {line}")


def test_the_keyboard_still_interrupts(capsys):
    def interrupted(_):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        check("tiny-mean", interrupted)
    line = "✗ mean([1.0, 2.0, 6.0]) was stopped before its end: when should its loop stop?"
    assert message(capsys) == line


def test_a_loop_without_an_end_is_ended(capsys, monkeypatch):
    def endless(_):
        while True:
            with contextlib.suppress(Exception):  # which must not catch it
                while True:
                    pass

    monkeypatch.setattr(timeout, "SECONDS", 0.1)
    line = "tiny-mean: mean([1.0, 2.0, 6.0]) does not come to an end: when should its loop stop?"
    assert said(capsys, "tiny-mean", endless) == f"✗ {line}"
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)


def test_a_thread_checks_without_an_alarm(capsys):
    thread = threading.Thread(target=check, args=("tiny-mean", np.mean))
    thread.start()
    thread.join()
    assert capsys.readouterr().out == "✓ tiny-mean: right (2 points)\n"


def test_what_is_not_written_yet_is_not_answered_yet(capsys):
    def later(_):
        raise NotImplementedError

    line = "· tiny-mean: not answered yet: it raises NotImplementedError"
    assert said(capsys, "tiny-mean", later) == line


def test_an_error_without_words_is_named(capsys):
    def failing(_):
        raise KeyError

    assert said(capsys, "tiny-mean", failing).endswith("raised KeyError")


def in_a_notebook(capsys, call, **names):
    """Return what a check says in a notebook that defines some names."""
    exec(call, {"check": check, **names})  # noqa: S102 (a cell of the test's own)
    return message(capsys)


def test_the_answer_is_found_by_its_name(capsys):
    call = "check('tiny-mean')"
    assert in_a_notebook(capsys, call, mean=np.mean) == "✓ tiny-mean: right (2 points)"
    assert "That is the sum" in in_a_notebook(capsys, call, mean=sum)
    assert in_a_notebook(capsys, call, mean=...) == "· tiny-mean: not answered yet"
    assert "right (1 point)" in in_a_notebook(capsys, "check('tiny-half')", half=0.5)
    inner = "def outer():\n    check('tiny-choice')\nouter()"
    assert "right (3 points)" in in_a_notebook(capsys, inner, choice="ac")


@pytest.mark.parametrize(
    ("call", "names", "line"),
    [
        ("check('tiny-mean')", {}, "tiny-mean: there is no mean yet: run the cell that defines it"),
        ("check('tiny-mean')", {"men": sum}, "tiny-mean: there is no mean yet, but a men: if that"),
        ("check('tiny-mean')", {"_mean": sum, "means": np}, "tiny-mean: there is no mean yet: run"),
        ("check('tiny-choice', 'a', 'c')", {}, "tiny-choice: one answer at a time, and here are 2"),
        ("check()", {}, "check needs the name of a task between quotation marks"),
        ("check(mean)", {"mean": sum}, "the first argument of check is the name of a task"),
    ],
)
def test_a_check_that_cannot_be_made_says_so(capsys, call, names, line):
    text = in_a_notebook(capsys, call, **names)
    assert text.startswith(f"· {line}")


def test_nbgrader_gives_nothing_for_what_is_missing(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    for call in ("check('tiny-mean')", "check()", "check('tiny-half', 0.5, 0.5)"):
        with pytest.raises(AssertionError, match=r"no mean yet|needs the name|at a time"):
            in_a_notebook(capsys, call)


def test_nbgrader_gets_an_error_for_what_is_not_right(monkeypatch, capsys):
    monkeypatch.setenv("NBGRADER_EXECUTION", "autograde")
    check("tiny-mean", np.mean)
    assert capsys.readouterr().out == "✓ tiny-mean: right (2 points)\n"
    for answer in (sum, None, 3.0):
        with pytest.raises(AssertionError, match="tiny-mean"):
            check("tiny-mean", answer)
    with pytest.raises(AssertionError, match="no task"):
        check("gone", 1)


def test_progress_shows_what_is_done_and_what_is_left(capsys):
    progress()
    assert capsys.readouterr().out.startswith("Nothing is checked yet")
    check("tiny-mean", np.mean)
    check("tiny-half", -0.5)
    capsys.readouterr()
    progress()
    assert capsys.readouterr().out == (
        "Tiny: 2 of 6 points\n"
        "  ✓ tiny-mean    right             2 of 2\n"
        "  ✗ tiny-half    not right yet     0 of 1\n"
        "  · tiny-choice  not checked yet   0 of 3\n"
        "Left to do: tiny-half, tiny-choice.\n"
    )


def test_progress_forgets_a_mistake_that_was_mended_and_the_other_way_round(capsys):
    for answer in (sum, np.mean):
        check("tiny-mean", answer)
    check("tiny-half", 0.5)
    check("tiny-choice", "ac")
    capsys.readouterr()
    progress("tiny")
    assert capsys.readouterr().out.endswith("All done. Well done!\n")
    check("tiny-half", ...)
    capsys.readouterr()
    progress()
    assert "· tiny-half    not answered yet  0 of 1" in capsys.readouterr().out


def test_progress_of_an_exercise_by_name(capsys):
    progress("tiny")
    assert capsys.readouterr().out.startswith("Tiny: 0 of 6 points\n")
    progress("tyni")
    assert capsys.readouterr().out == "There is no exercise named 'tyni'.\n"


def test_a_folder_that_holds_something_else_is_refused(tmp_path):
    with pytest.raises(ValueError, match="there is no folder"):
        add_cases(tmp_path / "gone")
    for content in ("{", "[]", "{}", '{"format": 99}'):
        (tmp_path / "odd.json").write_text(content, encoding="utf-8")
        with pytest.raises(ValueError, match=r"odd\.json does not hold the cases"):
            read_exercise(tmp_path / "odd.json")
    with pytest.raises(ValueError, match=r"odd\.json"):
        add_cases(tmp_path)
    assert "tiny" in exercises()


def test_a_slow_function_is_warned_of_the_grade(capsys, monkeypatch):
    monkeypatch.setattr(feedback, "SLOW", 0.01)

    def slow(x):
        end = time.process_time() + 0.03
        while time.process_time() < end:
            pass
        return float(np.mean(x))

    feedback.check("tiny-mean", slow)
    said = " ".join(capsys.readouterr().out.split())
    assert said.startswith("✓ tiny-mean: right")
    assert "the grader, which makes many more, may stop it" in said
    feedback.check("tiny-mean", lambda x: float(np.mean(x)))
    assert "grader" not in capsys.readouterr().out


def test_an_empty_choice_is_not_answered_yet(capsys):
    assert said(capsys, "tiny-choice", " ") == "· tiny-choice: not answered yet"
    assert said(capsys, "tiny-choice", np.array(["a", "c"])) == "✓ tiny-choice: right (3 points)"


def test_letters_that_no_option_has_are_told_of():
    case = {"arguments": [], "answer": "ac"}
    lesson = {"idea": "", "place": "", "example": "", "options": dict.fromkeys("abc", "True.")}
    known = task(kind="choice", cases=[case], mistakes=[], lesson=lesson)
    assert "not every letter is an option" in feedback.judge(cases._task(known), "axc").text
    assert "left out" in feedback.judge(cases._task(known), "b").text


def test_what_is_wrong_comes_first_and_long_lists_are_short():
    line = "three numbers are expected, and this is one: f([1.0, 2.0, 3.0, …], 2) gives 1.5"
    case = {"arguments": encode([np.arange(1.0, 9.0), 2]), "answer": encode(np.ones(3))}
    known = cases._task(task(name="f", cases=[case], mistakes=[]))
    assert feedback.judge(known, lambda _x, _k: 1.5).text == line


def test_what_all_cases_have_in_common_is_told(capsys):
    assert "the same factor" in said(capsys, "tiny-mean", lambda x: sum(x) / len(x) / 2)
    assert "a small constant added?" in said(capsys, "tiny-half", 0.49999876)
