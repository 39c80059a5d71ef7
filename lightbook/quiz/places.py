"""Where the book teaches what a question asks, as seen from the notebook that asks it."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Sequence
from pathlib import Path

from lightbook.quiz.questions import Question

#: How many folders up from the notebook a chapter is looked for.
HEIGHT = 3


def chapter_places(questions: Sequence[Question], folder: Path) -> dict[str, tuple[str, str]]:
    """Return title and relative address of each question's chapter.

    A chapter that is not found gets a title made of its name, and no address.
    """
    places = {}
    for name in dict.fromkeys(question.chapter for question in questions):
        path = _find(name, folder)
        if path is None:
            places[name] = (words(name.rsplit("/", 1)[-1]), "")
        else:
            address = Path(os.path.relpath(path, folder)).as_posix()
            places[name] = (_title(path) or words(path.stem), address)
    return places


def objective_places(questions: Sequence[Question], folder: Path) -> dict[str, tuple[str, str]]:
    """Return name and relative address of each question's objective.

    An objective is a label in one of the chapters that its questions name.
    """
    places: dict[str, tuple[str, str]] = {}
    for question in questions:
        name = question.objective
        places.setdefault(name, (words(name.removeprefix("obj-")), ""))
        path = _find(question.chapter, folder)
        if path is not None and f"({name})=" in _text(path):
            address = Path(os.path.relpath(path, folder)).as_posix()
            places[name] = (places[name][0], f"{address}#{name}")
    return places


def words(name: str) -> str:
    """Return a name with hyphens as words.

    Examples
    --------
    >>> words("big-picture")
    'Big picture'
    """
    return name.replace("-", " ").capitalize()


def _find(name: str, folder: Path) -> Path | None:
    for base in (folder, *folder.parents[:HEIGHT]):
        for ending in (".ipynb", ".md"):
            path = base / f"{name}{ending}"
            if path.is_file():
                return path
    return None


def _text(path: Path) -> str:
    """Return the prose of a chapter; nothing where it is no notebook after all."""
    text = path.read_text(encoding="utf8")
    if path.suffix == ".md":
        return text
    try:
        cells = json.loads(text)["cells"]
    except (ValueError, KeyError):
        return ""
    prose = [cell["source"] for cell in cells if cell["cell_type"] == "markdown"]
    return "\n".join(source if isinstance(source, str) else "".join(source) for source in prose)


def _title(path: Path) -> str:
    heading = re.search(r"^# +(.+?) *$", _text(path), re.MULTILINE)
    return heading[1] if heading else ""
