"""What the head of a page says of it: to search engines, and where a link to it is shared."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from docutils import nodes
from sphinx.application import Sphinx

from lightbook.nodes.text import words

CARD: Final = "_static/social-card.png"
LONGEST: Final = 155  # what search engines show
_SAID: Final = re.compile(r'<meta [^>]*?name="description"[^>]*?content="([^"]*)"[^>]*>')
# docutils writes one, and so does the layout.
_VIEWPORT: Final = re.compile(r'<meta [^>]*?name="viewport"[^>]*>\s*')


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


def plain_title(title: str) -> str:
    """Return a page's title without its number and without markup.

    Examples
    --------
    >>> plain_title("3. <em>Big</em> &amp; small")
    'Big & small'
    """
    return re.sub(r"^\d+\. ", "", html.unescape(re.sub(r"<[^>]+>", "", title)))


def first_words(doctree: nodes.document | None) -> str:
    """Return how the text of a page begins."""
    said = [] if doctree is None else list(doctree.findall(nodes.paragraph))
    return " ".join(" ".join("".join(words(node)).split()) for node in said[:4])


def fill_head(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the layout the title, the description and the card; an author's description stands."""
    book, tags = str(app.config.html_title), str(context.get("metatags") or "")
    title = plain_title(str(context.get("title") or pagename))
    own = _SAID.search(tags)
    context["metatags"] = _SAID.sub("", _VIEWPORT.sub("", tags))
    context["description"] = (
        html.unescape(own[1]) if own else shortened(first_words(doctree) or f"{title}: {book}")
    )
    # What is no page of the book, such as the index, is shared by the name of the book.
    context["share_title"] = title if doctree and pagename != app.config.root_doc else book
    context["card_url"] = f"{app.config.html_baseurl.rstrip('/')}/{CARD}"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", fill_head)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
