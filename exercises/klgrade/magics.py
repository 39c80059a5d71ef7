"""Turn a cell as IPython takes it into Python: runs inside the sandbox.

Lines for a shell are left out, and so are magics, except those that run Python or write a file.
"""

from __future__ import annotations

import ast
import re
from pathlib import Path

AWAIT = ast.PyCF_ALLOW_TOP_LEVEL_AWAIT
MOST = 200  # lines that are no Python, in one cell
_RUN = {"%%time", "%%timeit", "%%capture", "%%prun"}
_WRITE = {"%%writefile", "%%file"}
_ASSIGNED = re.compile(r"^(\s*)([^#'\"=!%]*=)\s*([!%].*)$")
_TIMED = re.compile(r"^%(?:time|prun)\s+(\S.*)$")
_SCRIPT = re.compile(r"^%run\s+(?:-\w\s+)*(\S+)\s*$")


def plain(source: str) -> str:
    """Return a cell without what only IPython understands: magics, shell lines, questions."""
    lines = source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        words = lines[first].split()
        if words[0] in _WRITE:
            write(words[1:], "\n".join(lines[first + 1 :]))
        if words[0] not in _RUN:
            return ""
        lines[first] = ""
    for _ in range(MOST):
        # The line at fault is the one to look at: others may stand in a string.
        try:
            compile("\n".join(lines), "<cell>", "exec", AWAIT | ast.PyCF_ONLY_AST, True)
            break
        except SyntaxError as error:
            place = (error.lineno or 0) - 1
        if not 0 <= place < len(lines) or not replaced(lines, place):
            break
    return "\n".join(lines)


def replaced(lines: list[str], place: int) -> bool:
    """Put Python in the place of a line that is none; return whether that could be done."""
    line = lines[place]
    text = line.strip()
    space = line[: len(line) - len(line.lstrip())]
    assigned = _ASSIGNED.match(line)
    timed, script = _TIMED.match(text), _SCRIPT.match(text)
    if assigned:
        python = f"{assigned[2].lstrip()} {value(assigned[3].strip())}"
    elif timed:
        python = timed[1]
    elif script:
        python = f"exec(compile(open({script[1]!r}).read(), {script[1]!r}, 'exec'))"
    elif text.startswith(("%", "!", "?")) or text.endswith("?"):
        python = "pass"
    else:
        return False
    last = place
    while not timed and lines[last].endswith("\\") and last + 1 < len(lines):
        last += 1
    lines[place : last + 1] = [space + python, *[""] * (last - place)]
    return True


def value(text: str) -> str:
    """Return what a shell line or a magic gives to a name."""
    timed = _TIMED.match(text)
    return timed[1] if timed else "[]" if text.startswith("!") else "None"


def write(words: list[str], text: str) -> None:
    """Write a file, as %%writefile does."""
    names = [word for word in words if not word.startswith("-")]
    if names:
        with Path(names[0]).open("a" if "-a" in words else "w", encoding="utf-8") as file:
            file.write(text + "\n")
