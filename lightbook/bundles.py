"""The files that the JavaScript build of this package has made."""

from __future__ import annotations

from pathlib import Path
from typing import Final

DIST: Final = Path(__file__).parent / "web" / "dist"


def bundle(kind: str, name: str) -> Path:
    """Return a file that the JavaScript build has made.

    Raises
    ------
    ImportError
        If it was never built: this is a source tree, and its JavaScript is still to be bundled.
    """
    path = DIST / kind / name
    if not path.is_file():
        raise ImportError(
            f"{path} is missing: the JavaScript of lightbook has not been bundled. "
            "Run `make setup`, or `python build_javascript.py lightbook/web`."
        )
    return path
