"""The landing page's list of chapters, the reader's progress, and the marks of visited pages.

``{lightbook-contents}`` stands for the list: every page with its number and its reading time, and
a place where the reader's own progress appears. What was read is kept in the browser alone.
"""

from __future__ import annotations

import html
from collections.abc import Iterator
from typing import Any, Final

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform
from sphinx.util.docutils import SphinxDirective

from lightbook.page.reading_time import minutes_of

PROGRESS: Final = (
    '<div class="lightbook-progress" hidden><p></p><a class="lightbook-more" href="#">Continue</a> '
    '<button type="button">Forget my progress</button></div>'
)


class contents_list(nodes.General, nodes.Element):  # noqa: N801  docutils' way
    """The place of the list."""


class Contents(SphinxDirective):
    """``{lightbook-contents}``: all pages of the book, by part."""

    def run(self) -> list[nodes.Node]:
        """Mark the place; the list is written when all pages are known."""
        return [contents_list()]


def parts(env: BuildEnvironment, root: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the caption and the pages of every part of the book."""
    for tree in env.get_doctree(root).findall(toctree):
        yield tree.get("caption") or "", [str(page) for _, page in tree["entries"]]


class WriteContents(SphinxPostTransform):
    """Write the list where a page has a place for it."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page; what is not HTML has contents of its own."""
        for node in list(self.document.findall(contents_list)):
            if self.app.builder.format != "html":
                node.parent.remove(node)
            else:
                text = contents(self.app, self.env.docname)
                node.replace_self(nodes.raw("", text, format="html"))


def contents(app: Sphinx, here: str) -> str:
    """Return the list of all pages as HTML, for the page on which it stands."""
    lists = [_part(app, here, *part) for part in parts(app.env, app.config.root_doc)]
    return f'{PROGRESS}<nav class="lightbook-contents" aria-label="Chapters">{"".join(lists)}</nav>'


def _part(app: Sphinx, here: str, caption: str, pages: list[str]) -> str:
    items = "".join(_item(app, here, page) for page in pages)
    return f'<div><p class="lightbook-part">{html.escape(caption)}</p><ul>{items}</ul></div>'


def _item(app: Sphinx, here: str, page: str) -> str:
    env = app.env
    title = html.escape(env.titles[page].astext())
    number = env.toc_secnumbers.get(page, {}).get("")
    mark = f'<span class="lightbook-number">{number[0]}</span> ' if number else ""
    minutes = minutes_of(env, page)
    time = f' <span class="lightbook-minutes">{minutes} min</span>' if minutes else ""
    address = html.escape(app.builder.get_relative_uri(here, page))
    link = f'<a href="{address}" data-title="{title}">{mark}<span>{title}</span></a>'
    return f"<li>{link}{time}</li>"


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("lightbook.page.reading_time")
    app.add_directive("lightbook-contents", Contents)
    app.add_post_transform(WriteContents)
    app.add_js_file("lightbook/reader.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
