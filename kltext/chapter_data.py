"""The small tables of the chapters, for copies of the notebooks that are run elsewhere."""

from __future__ import annotations

import shutil
from pathlib import Path

PACKAGE = Path(__file__).parent


def table_folder() -> Path:
    """Return the folder of the tables: in the installed package, else in the repository.

    Raises
    ------
    FileNotFoundError
        If neither is there.
    """
    places = (PACKAGE / "_data", PACKAGE.parent / "chapters" / "data")
    for place in places:
        if (place / "README.md").is_file():
            return place
    raise FileNotFoundError(
        f"the chapters' tables are neither in {places[0]} nor in {places[1]}: install kltext again"
    )


def copy_tables(folder: str | Path = "data") -> list[Path]:
    """Put the tables that the chapters read into a folder, and return those that are new there.

    What is there already is kept: it may have been changed on purpose.

    Parameters
    ----------
    folder
        Where a chapter looks for them: ``data``, beside the notebook.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.mkdtemp()
    >>> "nile.csv" in [path.name for path in copy_tables(folder)]
    True
    >>> copy_tables(folder)
    []
    """
    target = Path(folder)
    target.mkdir(parents=True, exist_ok=True)
    tables = [path for path in sorted(table_folder().iterdir()) if path.is_file()]
    missing = [path for path in tables if not (target / path.name).exists()]
    return [Path(shutil.copy(path, target)) for path in missing]
