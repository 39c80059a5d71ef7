"""What was raised, said with the reader's own lines only."""

from __future__ import annotations

import linecache
import traceback
from collections.abc import Iterator
from typing import Any, Final

MEMORY: Final = (
    "MemoryError: the Python of this page has no memory left. "
    "Press Restart, and try something smaller."
)
SHELL: Final = "Commands that begin with % or ! belong to Jupyter: they do not work in the page."


def file_name(cell: str) -> str:
    """Return the name under which Python knows the code of a cell."""
    return f"<cell {cell}>"


def cell_of(name: str) -> str:
    """Return the cell whose code has this name, or an empty text."""
    return name[6:-1] if name.startswith("<cell ") and name.endswith(">") else ""


def remember(cell: str, code: str) -> None:
    """Let tracebacks and ``inspect`` find the code of a cell."""
    name = file_name(cell)
    linecache.cache[name] = (len(code), None, code.splitlines(keepends=True), name)


def describe(error: BaseException) -> dict[str, Any]:
    """Return the words for an error, and the lines of cells that led to it, the last one last."""
    return {"text": _words(error), "lines": list(_own_lines(error))}


def _words(error: BaseException) -> str:
    if isinstance(error, MemoryError):
        return MEMORY
    try:
        words = "".join(traceback.format_exception_only(error)).strip()
    except Exception:  # an exception may have any __str__
        words = f"{type(error).__name__}: (its message cannot be shown)"
    if isinstance(error, SyntaxError) and (error.text or "").lstrip().startswith(("%", "!")):
        return f"{words}\n{SHELL}"
    return words if len(words) <= 5000 else words[:5000] + "…"


def _own_lines(error: BaseException) -> Iterator[dict[str, Any]]:
    if isinstance(error, SyntaxError):
        cell = cell_of(error.filename or "")
        if cell:
            yield {"cell": cell, "line": error.lineno, "text": (error.text or "").strip()}
        return
    for frame in traceback.extract_tb(error.__traceback__, limit=-200):
        cell = cell_of(frame.filename)
        if cell:
            yield {"cell": cell, "line": frame.lineno, "text": frame.line}
