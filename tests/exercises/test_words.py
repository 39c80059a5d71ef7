"""Feedback repeats no word of a submission, and what one hand-in has seen is of no use to the next.

Each answer here does its best to put what it was asked into its feedback.
"""

from __future__ import annotations

from pathlib import Path

import pytest
from klgrade.judge import judge
from klgrade.records import Job, Report, Submission

from tests.exercises.hand_in import BANK, answered, grade, write

SQUARES = "sums-squares"
# `seen` is a word made of the hidden input.
SEEN = "def squares(x):\n    seen = 'leak' + ''.join(filter(str.isdigit, repr(x.tolist())))[:30]\n"
LEAKS = {
    "type": "return type(seen, (), {})()",
    "type-with-a-module": "return type('a', (), {'__module__': seen})()",
    "type-of-numpy": "return type(seen, (np.float64,), {'__module__': 'numpy'})(1.0)",
    "error": "raise type(seen, (ValueError,), {})(seen)",
    "error-like-a-builtin": "raise type(seen, (ValueError,), {'__module__': 'builtins'})(seen)",
    "error-text": "raise KeyError(seen)",
    "key": "return {type('a', (), {'__repr__': lambda self: seen})(): 1}",
    "key-of-text": "return {seen: 1}",
    "text": "return seen",
    "texts": "return [seen]",
    "dtype": "return np.zeros(1, dtype=[(seen, float)])",
    "syntax": "compile('1 +', seen, 'exec')",
    "printed": "print(seen)\n    raise SystemExit(seen)",
    "error-group": "raise ExceptionGroup(seen, [ValueError(seen)])",
    "error-that-lies": "raise type('E', (ValueError,), {'__str__': lambda self: 1 / 0})()",
}


@pytest.mark.parametrize("name", LEAKS)
def test_no_word_of_a_submission_comes_back(name: str, tmp_path: Path) -> None:
    path = write(tmp_path / "ada.ipynb", answered({SQUARES: f"{SEEN}    {LEAKS[name]}"}))
    reports = [grade(path, student) for student in ("ada", "bob")]
    for report in reports:
        assert report.results[0].points == 0
        assert "leak" not in report.results[0].message + "".join(report.notes)
    assert reports[0].results[0].message == reports[1].results[0].message


@pytest.mark.parametrize(
    "source",
    [
        "raise ValueError('leak')",
        "class leak(Exception): pass\nraise leak",
        "import leak",
        "leak +",
    ],
)
def test_cells_that_fail_are_told_in_words_of_ours(source: str, tmp_path: Path) -> None:
    report = grade(write(tmp_path / "ada.ipynb", answered({"sums-half": source}, source)))
    said = [*report.notes, *(result.message for result in report.results)]
    assert len(report.notes) == 1
    assert not any("leak" in text for text in said)


def asked(notebook: Path, student: str = "ada") -> str:
    """Return where a function stops that looks for its first input digit by digit."""
    job = Job(Submission(student, str(notebook.parent), (notebook.name,)), str(BANK), b"s" * 32)
    report: Report = judge(job)
    return report.results[0].message


def test_whoever_changes_a_word_is_asked_something_else(tmp_path: Path) -> None:
    """So a table of what the last hand-in was asked answers nothing."""
    line = "    if int(abs(x[0]) * 1e4) % 997 == {n}: raise KeyError\n"
    source = "def squares(x):\n" + "".join(line.format(n=n) for n in range(997))
    first = asked(write(tmp_path / "a.ipynb", answered({SQUARES: source})))
    again = asked(write(tmp_path / "b.ipynb", answered({SQUARES: source})))
    changed = asked(write(tmp_path / "c.ipynb", answered({SQUARES: source + "    # changed"})))
    elsewhere = asked(write(tmp_path / "d.ipynb", answered({SQUARES: source}, "x = 1")))
    assert "KeyError in line" in first
    assert first == again
    assert len({first, changed, elsewhere}) == 3
