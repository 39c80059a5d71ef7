"""What a reader sees of Markdown in Colab, JupyterLab and VS Code, and of a page."""

from __future__ import annotations

import re
from functools import cache

from bs4 import BeautifulSoup, Tag
from markdown_it import MarkdownIt
from mdit_py_plugins.dollarmath import dollarmath_plugin

MATH = " ∎ "


@cache
def plain_markdown() -> MarkdownIt:
    """Return a reader of plain Markdown with tables and formulas, and nothing of MyST."""
    reader = MarkdownIt("commonmark").enable("table")
    return reader.use(dollarmath_plugin, allow_labels=False, renderer=lambda *_: MATH)


def rendered(markdown: str) -> BeautifulSoup:
    """Return Markdown as HTML; each formula is one sign."""
    return BeautifulSoup(plain_markdown().render(markdown), "html.parser")


def seen(part: Tag) -> str:
    """Return the words of HTML with single spaces; code is left out."""
    soup = BeautifulSoup(str(part), "html.parser")
    for code in soup.find_all("pre"):
        code.decompose()
    return plain_words(soup.get_text())


def plain_words(text: str) -> str:
    """Return text with single spaces, none of them beside a formula."""
    return re.sub(rf" ?({MATH.strip()}) ?", r"\1", " ".join(text.split()))
