"""Where the tasks of installed courses lie.

A course is a package that holds the JSON files of its tasks, and names itself in the entry-point
group ``klcheck.tasks``. It is looked at, and none of its code runs.
"""

from __future__ import annotations

import importlib.util
from pathlib import Path
from typing import Final, NamedTuple

GROUP: Final = "klcheck.tasks"


class Course(NamedTuple):
    """An installed course: the name of its package, and its folder, or None if there is none."""

    package: str
    folder: Path | None


def courses() -> list[Course]:
    """Return the installed courses, in the order of their names.

    Returns
    -------
    list of Course

    Examples
    --------
    >>> all(course.folder is None or course.folder.is_dir() for course in courses())
    True
    """
    from importlib.metadata import entry_points  # slow, and of no use where tasks stay unknown

    names = sorted({point.module for point in entry_points(group=GROUP)})
    return [Course(name, package_folder(name)) for name in names]


def package_folder(name: str) -> Path | None:
    """Return the folder of an installed package, or None if there is none. Nothing is imported.

    Parameters
    ----------
    name : str
        May have dots.

    Returns
    -------
    path or None

    Examples
    --------
    >>> package_folder("no_such_package") is None
    True
    """
    top, *inner = name.split(".")
    try:
        spec = importlib.util.find_spec(top)
    except (ImportError, ValueError):
        return None
    places = (spec.submodule_search_locations if spec else None) or ()
    folders = (Path(place, *inner) for place in places)
    return next((folder for folder in folders if folder.is_dir()), None)
