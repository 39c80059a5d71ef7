"""The landing page's way in, its list of chapters, and the reader's progress.

``{lightbook-start}`` names the page to begin with: a link to it, and, for a reader who comes back,
one to the page that was open last. ``{lightbook-contents}`` stands for the list: every page with
its number and its reading time, and a place where the reader's own progress appears. What was read
is kept in the browser alone.
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

MORE: Final = '<a class="lightbook-more" href="#" hidden>Continue</a>'
PROGRESS: Final = (
    f'<div class="lightbook-progress" hidden><p></p>{MORE} '
    '<button type="button">Forget my progress</button></div>'
)


class start_link(nodes.General, nodes.Element):  # noqa: N801  docutils' way
    """The place of the links to begin with."""


class Start(SphinxDirective):
    """``{lightbook-start}``: the page to begin with, by its path."""

    required_arguments = 1

    def run(self) -> list[nodes.Node]:
        """Mark the place; the address is known when the page is written."""
        page = self.arguments[0]
        if page not in self.env.found_docs:
            raise self.error(f"lightbook-start: there is no page {page!r}")
        return [start_link(page=page)]


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


class WriteLanding(SphinxPostTransform):
    """Write the links and the list where a page has a place for them."""

    default_priority = 900

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page; what is not HTML has contents of its own."""
        here = self.env.docname
        places = (start_link, contents_list)
        for node in list(self.document.findall(lambda node: isinstance(node, places))):
            if self.app.builder.format != "html":
                node.parent.remove(node)
            elif isinstance(node, start_link):
                address = self.app.builder.get_relative_uri(here, node["page"])
                first = f'<a href="{html.escape(address)}">Start reading</a>'
                text = f'<p class="lightbook-start">{first} {MORE}</p>'
                node.replace_self(nodes.raw("", text, format="html"))
            else:
                node.replace_self(nodes.raw("", contents(self.app, here), format="html"))


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
    app.add_directive("lightbook-start", Start)
    app.add_directive("lightbook-contents", Contents)
    app.add_post_transform(WriteLanding)
    app.add_js_file("lightbook/reader.js", loading_method="defer")
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
