"""Lays the notebooks that the site hands out into a folder, where readers run and change them.

    python -m lightbook.site.lab_copies _build/html/notebooks notebooks

A notebook that a reader has changed is left as it is. What was laid out, by its sum, is noted in
the folder.
"""

from __future__ import annotations

import hashlib
import json
import sys
from pathlib import Path
from typing import Final

RECORD: Final = ".laid-out.json"


def lay_out(source: Path, target: Path) -> list[Path]:
    """Copy notebooks into a folder, and return those left there because somebody changed them.

    Parameters
    ----------
    source, target : Path
        The folder of the notebooks, and the one to lay them into.

    Raises
    ------
    ValueError
        If there are no notebooks: the book is not built.
    """
    notebooks = sorted(source.rglob("*.ipynb"))
    if not notebooks:
        raise ValueError(f"{source} holds no notebooks: run make book first")
    record, left = target / RECORD, []
    known = json.loads(record.read_text(encoding="utf-8")) if record.is_file() else {}
    for path in notebooks:
        name = path.relative_to(source).as_posix()
        place = target / name
        if place.is_file() and sum_of(place) not in {sum_of(path), known.get(name)}:
            left.append(place)
            continue
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(path.read_bytes())
        known[name] = sum_of(place)
    record.write_text(json.dumps(known, indent=1) + "\n", encoding="utf-8")
    return left


def sum_of(path: Path) -> str:
    """Return a hash of what a file holds."""
    return hashlib.blake2b(path.read_bytes(), digest_size=16).hexdigest()


def main(arguments: list[str]) -> int:
    """Lay out the notebooks, and say which were left."""
    if len(arguments) != 2:
        print(__doc__)
        return 2
    source, target = map(Path, arguments)
    try:
        left = lay_out(source, target)
    except ValueError as error:
        print(error)
        return 1
    print(f"The notebooks are in {target}.")
    if left:
        names = "\n".join(f"  {path}" for path in left)
        print(f"You have changed these, and they are left as they are:\n{names}")
        print("To get one afresh, rename or delete yours and type make lab again.")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
