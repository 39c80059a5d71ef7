"""Works out from a page's HTML which blocks it has, and how much room each of them takes.

What is said here of pixels was measured in the built book; ``tests/book/test_waiting_blocks.py``
compares the sizes with those of a browser, at the width of a phone and of a desk.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import accumulate
from typing import Final

from bs4 import BeautifulSoup
from bs4.element import NavigableString, Tag

PHONE: Final = 0.65  # pixels of height for one character of text on a phone
CODE_LINE: Final = 17.5  # pixels
FORMULA_EM: Final = 19.36  # pixels

# A block is a child of a section, or of a cell or a glossary in it; a heading is none, a question
# of a quiz is one.
_OPEN: Final = {"section", "article"}
_OPEN_CLASSES: Final = {"cell", "glossary"}
_QUESTION: Final = "lb-question"
_HEADING: Final = re.compile(r"h[1-6]")
# What takes its height from a script or a file, or lies beside the text.
_UNSURE: Final = re.compile(r"(^|\s)(kltext-|lightbook-|margin|sidebar|toctree)")
_UNSURE_TAGS: Final = {"img", "iframe", "details"}
# Pixels around what begins a line of its own, with half a line that text does not fill.
_AROUND: Final = {"p": 31, "li": 14, "dt": 14, "dd": 12, "tr": 34, "pre": 54, "table": 20}
_AROUND_CLASS: Final = {"admonition": 60, "lb-question": 110, "lb-option": 34}
_DISPLAY: Final = 22
# How many times more height text takes where it is indented, or in columns side by side.
_NARROW: Final = {"dd": 1.12, "tr": 1.7}
_FIRST_TAG: Final = re.compile(r"""<(?:[^"'>]|"[^"]*"|'[^']*')*>""")
_STRUT: Final = re.compile(r"height:([0-9.]+)em")


@dataclass(frozen=True)
class Block:
    """A block of a page: where its first tag starts and ends, and what it holds."""

    start: int
    end: int
    elements: int
    text: int  # characters of text that wraps
    rest: float  # pixels of everything else
    sure: bool  # whether a browser will find it as high

    @property
    def phone(self) -> float:
        """The height on a phone, in pixels."""
        return self.rest + PHONE * self.text


def blocks(html: str) -> list[Block]:
    """Return the blocks of a page, in its order."""
    lines = [0, *accumulate(len(line) + 1 for line in html.split("\n"))]
    found = []
    for tag in _blocks(BeautifulSoup(html, "html.parser")):
        start = lines[(tag.sourceline or 1) - 1] + (tag.sourcepos or 0)
        text, rest = _size(tag)
        held = [tag, *tag.find_all()]
        sure = not any(map(_is_unsure, held))
        end = _FIRST_TAG.match(html, start).end()  # type: ignore[union-attr]  # it stands there
        found.append(Block(start, end, len(held), text, rest, sure))
    return found


def _blocks(parent: Tag) -> Iterator[Tag]:
    for child in parent.find_all(recursive=False):
        opens = child.name in _OPEN or not _OPEN_CLASSES.isdisjoint(_classes(child))
        if opens or child.find(class_=_QUESTION):
            yield from _blocks(child)
        elif not _HEADING.fullmatch(child.name):
            yield child


def _classes(tag: Tag) -> list[str]:
    return [name for name in tag.get_attribute_list("class") if name]


def _is_unsure(tag: Tag) -> bool:
    return tag.name in _UNSURE_TAGS or bool(_UNSURE.search(" ".join(_classes(tag))))


def _size(tag: Tag) -> tuple[int, float]:
    """Return the characters of text in an element, and the pixels of all else."""
    classes = _classes(tag)
    around = float(_AROUND.get(tag.name, 0)) + sum(_AROUND_CLASS.get(name, 0) for name in classes)
    if tag.name == "pre":
        return 0, around + CODE_LINE * tag.get_text().rstrip("\n").count("\n")
    if "katex-display" in classes:
        heights = [_STRUT.search(str(strut.get("style", ""))) for strut in tag.select(".strut")]
        tallest = max((float(height[1]) for height in heights if height), default=1.0)
        return 0, _DISPLAY + FORMULA_EM * tallest
    if "katex-mathml" in classes:
        return 0, 0.0
    held = [_size(child) for child in tag.find_all(recursive=False)]
    own = sum(len(" ".join(s.split())) for s in tag.children if isinstance(s, NavigableString))
    text = round(_NARROW.get(tag.name, 1) * (own + sum(more for more, _ in held)))
    if tag.name == "tr":
        return text, around + max((rest - _AROUND["p"] for _, rest in held if rest), default=0.0)
    return text, around + sum(rest for _, rest in held)
