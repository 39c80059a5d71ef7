"""Gives every page the description that search engines show: how its text begins."""

from __future__ import annotations

import re
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

from lightbook.site.search_index import words
from lightbook.theme import is_on

LONGEST: Final = 155  # what search engines show


def shortened(text: str, longest: int = LONGEST) -> str:
    """Return the sentences that fit, or as many words of the first.

    Examples
    --------
    >>> shortened("One sentence. Another one.", 16)
    'One sentence.'
    >>> shortened("A sentence that goes on.", 12)
    'A sentence …'
    """
    text = " ".join(text.split())
    if len(text) <= longest:
        return text
    cut = text[: longest + 1]
    ends = [found.end() for found in re.finditer(r"[.?!](?= )", cut)]
    if ends and ends[-1] > longest // 3:
        return text[: ends[-1]]
    return f"{text[: longest - 1].rpartition(' ')[0].rstrip(',;:')} …"


def describe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Describe a page by its first paragraphs, unless its author has done so."""
    if not is_on(app) or 'name="description"' in (context.get("metatags") or ""):
        return
    title = re.sub(r"<[^>]*>", "", context.get("title") or pagename)
    said = [] if doctree is None else list(doctree.findall(nodes.paragraph))
    prose = " ".join(" ".join("".join(words(node)).split()) for node in said[:4])
    context["description"] = shortened(prose or f"{title}: {app.config.html_title}")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", describe)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
