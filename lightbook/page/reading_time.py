"""Estimates how long a page takes to read, and keeps the estimate with the page's metadata."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment

KEY: Final = "reading_minutes"
# A word of expository prose at about 200 a minute; what must be read slowly takes longer.
SECONDS: Final = {
    "word": 0.3,
    "formula": 8.0,
    "figure": 12.0,
    "line of code": 2.0,
    "question": 30.0,
}
QUESTION: Final = re.compile(r'class="[^"]*\blb-question\b')
FOLDED: Final = {"dropdown", "hide-input", "tag_hide-input", "remove-cell", "tag_remove-cell"}


def counted(node: nodes.Node) -> Iterator[tuple[str, int]]:
    """Yield what a reader meets in a part of a page, and how much; folded parts do not count."""
    if isinstance(node, nodes.Text):
        yield "word", len(node.split())
    elif isinstance(node, nodes.literal_block):
        yield "line of code", node.astext().count("\n") + 1
    elif isinstance(node, nodes.math_block):
        yield "formula", 1
    elif isinstance(node, nodes.image):
        yield "figure", 1
    elif isinstance(node, nodes.raw):
        yield "question", len(QUESTION.findall(node.astext()))
    elif isinstance(node, nodes.Element) and not passed_over(node):
        for child in node.children:
            yield from counted(child)


def passed_over(node: nodes.Element) -> bool:
    """Return whether a reader does not see a part of the page, or not at once."""
    return isinstance(node, nodes.comment) or bool(FOLDED & set(node.get("classes", [])))


def reading_minutes(document: nodes.document) -> int:
    """Return how many minutes a page takes, at least one."""
    seconds = sum(SECONDS[kind] * count for kind, count in counted(document))
    return max(1, math.ceil(seconds / 60))


def keep_minutes(app: Sphinx, doctree: nodes.document) -> None:
    """Note the minutes of a page that was just read."""
    app.env.metadata[app.env.docname][KEY] = reading_minutes(doctree)


def minutes_of(env: BuildEnvironment, page: str) -> int | None:
    """Return the minutes of a numbered chapter; the appendices are for looking things up."""
    if not env.toc_secnumbers.get(page, {}).get(""):
        return None
    minutes: int | None = env.metadata[page].get(KEY)
    return minutes


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("doctree-read", keep_minutes, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
