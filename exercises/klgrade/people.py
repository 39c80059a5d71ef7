"""Whose a submission is: what the name of a file or folder says, as platforms and systems write it.

Moodle puts a number behind a name that is another one in each assignment, Canvas the person's own.
Both are left out of a student's name, except where two people could become one by that.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import dataclass

_MOODLE = re.compile(
    r"(?P<name>.*\S)_(?P<number>\d+)_assignsubmission_file(?:_(?P<rest>.*))?", re.DOTALL
)
# Of Canvas: no space and no underscore in the name, then the person's number and the file's.
_CANVAS = re.compile(
    r"(?P<name>[^\W\d_](?:[^\W_]|-)*)(?:_[Ll][Aa][Tt][Ee])?_(?P<number>\d{2,})_\d{2,}_(?P<rest>.+)",
    re.DOTALL,
)
_AGAIN = re.compile(r"-\d+$")  # Canvas marks a file that was handed in again
_COPY = re.compile(r"(?i)^copy[ _-]of[ _-]|[ _-]*\(\d+\)$|[ _-]copy[ _-]?\d*$")
_NAMELESS = ("participant", "anon")  # what stands for everyone's name where it is hidden
_SHOWN = 5


@dataclass(frozen=True)
class Owner:
    """What a name says: a person, and a platform's number if there is one.

    `lasting` says that the number is the person's own, and `rest` is how they called their file.
    """

    name: str
    number: str = ""
    lasting: bool = False
    rest: str = ""


def owner(text: str) -> Owner:
    """Return what a folder's name, or a file's without its ending, says about whose it is."""
    text = unicodedata.normalize("NFC", text)  # macOS writes letters and accents one by one
    if found := _MOODLE.fullmatch(text):
        return Owner(found["name"], found["number"], rest=found["rest"] or "")
    if found := _CANVAS.fullmatch(text):
        rest = _AGAIN.sub("", found["rest"])
        return Owner(found["name"], found["number"], lasting=True, rest=rest)
    return Owner(text)


def own_name(stem: str) -> str:
    """Return how a student called a file: without what a platform puts before it."""
    return owner(stem).rest or stem


def without_copy_marks(stem: str) -> str:
    """Return a file's name without what browsers and JupyterLab add to that of a copy."""
    return _COPY.sub("", stem.strip())


def students_names(seen: Mapping[str, set[str]], say: Callable[[str], object]) -> dict[str, str]:
    """Return the student that each name means; `seen` holds the folders in which each one stands.

    Two numbers behind one name in one folder, that is in one assignment, are two people: these keep
    their numbers, and it is said.
    """
    by_name: dict[str, list[tuple[str, Owner]]] = {}
    for text in sorted(seen):
        found = owner(text)
        by_name.setdefault(found.name, []).append((text, found))
    names: dict[str, str] = {}
    for name, texts in by_name.items():
        apart = _several(texts, seen)
        for text, found in texts:
            names[text] = f"{name}_{found.number}" if apart and found.number else name
        if apart:
            kept = sorted({names[text] for text, _found in texts})
            say(
                f"{name} may be the name of several people: the platform's numbers are kept "
                f"({listed(kept)}). If these are one person, give the files one name."
            )
    _point_out_twins(set(names.values()), say)
    return names


def _several(texts: list[tuple[str, Owner]], seen: Mapping[str, set[str]]) -> bool:
    """Return whether one name may be that of several people."""
    numbers: dict[str, set[str]] = {}
    for text, found in texts:
        for place in seen[text]:
            numbers.setdefault(place, set()).add(found.number)
    lasting = {found.number for _text, found in texts if found.lasting}
    hidden = texts[0][1].name.casefold() in _NAMELESS and any(one.number for _text, one in texts)
    return hidden or len(lasting) > 1 or any(len(found) > 1 for found in numbers.values())


def _point_out_twins(names: set[str], say: Callable[[str], object]) -> None:
    """Say which students' names differ only in capitals and spaces."""
    alike: dict[str, list[str]] = {}
    for name in sorted(names):
        key = " ".join(unicodedata.normalize("NFKC", name).casefold().split())
        alike.setdefault(key, []).append(name)
    twins = [group for group in alike.values() if len(group) > 1]
    for group in twins[:_SHOWN]:
        say(
            f"{' and '.join(group)} count as {len(group)} students: if they are one person, "
            "give the files one name."
        )
    if len(twins) > _SHOWN:
        say(f"So do {len(twins) - _SHOWN} more groups of names that look the same.")


def listed(words: list[str]) -> str:
    """Return words as a list in a sentence, cut short if it is long."""
    more = len(words) - _SHOWN
    return ", ".join(words[:_SHOWN]) + (f" and {more} more" if more > 0 else "")
