"""Writes a table as Markdown, each cell in one line."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Final

from docutils import nodes

RULES: Final = {"text-left": ":---", "text-center": ":---:", "text-right": "---:"}
BAR: Final = re.compile(r"(?<!\\)\|")
Writer = Callable[[nodes.Element], str]


def table(group: nodes.tgroup, write: Writer) -> str:
    """Return a table; ``write`` writes what a cell holds. The first row is its head."""
    rows = [list(entries(row)) for row in group.findall(nodes.row)]
    if not any(isinstance(part, nodes.thead) for part in group.children):
        rows.insert(0, [nodes.entry() for _ in rows[0]])
    rules = [rule(entry) for entry in rows[0]]
    lines = [[cell(write(entry)) for entry in row] for row in rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in [lines[0], rules, *lines[1:]])


def entries(row: nodes.row) -> Iterator[nodes.entry]:
    """Yield the cells of a row; one that spans several columns is followed by empty ones."""
    for entry in row.children:
        yield entry
        for _ in range(entry.get("morecols", 0)):
            yield nodes.entry()


def rule(entry: nodes.entry) -> str:
    """Return what says on which side the words of a column stand."""
    return next((RULES[name] for name in entry.get("classes", []) if name in RULES), "---")


def cell(text: str) -> str:
    r"""Return the text of a cell in one line, in which bars end no cell.

    Examples
    --------
    >>> print(cell("a | b\n\n- c"))
    a \| b<br>- c
    """
    parts = [" ".join(part.split("\n")) for part in text.strip().split("\n\n")]
    return BAR.sub(r"\\|", "<br>".join(parts))
