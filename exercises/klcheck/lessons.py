"""What a learner reads besides a hint: the idea, a smaller case, what is to be said of each option.

The first wrong try names the mistake and asks one question. The second also states the idea, and
where the book explains it; the third works out a smaller case. The answer is never said.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final


@dataclass(frozen=True)
class Lesson:
    """What there is to read about a task."""

    idea: str
    place: str
    example: str
    options: dict[str, str] = field(default_factory=dict)
    after: str = ""


def help_for(lesson: Lesson | None, tries: int) -> list[str]:
    """Return what is said after the hint on a wrong try, the first being 1.

    Parameters
    ----------
    lesson : Lesson or None
    tries : int
        How many answers have been wrong so far.

    Returns
    -------
    list of str

    Examples
    --------
    >>> lesson = Lesson("Add them.", "page 3", "1 + 1 = 2.")
    >>> help_for(lesson, 1)
    []
    >>> help_for(lesson, 3)
    ['The idea: Add them. See page 3.', 'A smaller case: 1 + 1 = 2.']
    """
    if lesson is None or tries < 2:
        return []
    idea = f"The idea: {lesson.idea} See {lesson.place}."
    return [idea] if tries == 2 else [idea, f"A smaller case: {lesson.example}"]


def review(lesson: Lesson | None) -> list[str]:
    """Return what is said once the answer is right: of each option, and of what was left open.

    Parameters
    ----------
    lesson : Lesson or None

    Returns
    -------
    list of str

    Examples
    --------
    >>> review(Lesson("", "", "", {"a": "True: both are even."}))
    ['a: True: both are even.']
    """
    if lesson is None:
        return []
    options = [f"{letter}: {said}" for letter, said in lesson.options.items()]
    return [*options, *([lesson.after] if lesson.after else [])]


_COUNTED: Final = {1: "One letter is", 2: "Two letters are", 3: "Three letters are"}


def slips(given: str, right: str, hints: Sequence[tuple[str, str]]) -> str:
    """Return what to say of a choice that is wrong in a way that has no hint of its own.

    Parameters
    ----------
    given, right : str
        Letters in order, each once.
    hints : sequence of (letters, hint)
        Wrong choices that are known, and what is said of each.

    Returns
    -------
    str
        The hint on one of the letters that are off, if there is one; else how many are.

    Examples
    --------
    >>> slips("bc", "a", [("ab", "Look at b again.")])
    'Three letters are off; begin with this: Look at b again.'
    """
    off = set(given) ^ set(right)
    many = _COUNTED.get(len(off), f"{len(off)} letters are")
    known = [(set(letters) ^ set(right), hint) for letters, hint in hints]
    fitting = sorted((len(part), hint) for part, hint in known if part <= off)
    if fitting:
        return f"{many} off; begin with this: {fitting[0][1]}"
    extra, missing = len(set(given) - set(right)), len(set(right) - set(given))
    return f"{many} off: {extra} too many, and {missing} left out"
