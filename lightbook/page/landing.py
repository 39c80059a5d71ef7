"""The landing page's list of chapters, the reader's progress, and the marks of visited pages.

``{lightbook-contents}`` stands for the list: every page with its number and its reading time, and
a place where the reader's own progress appears. What was read is kept in the browser alone.
"""

from __future__ import annotations

import html
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx.addnodes import toctree
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util.docutils import SphinxDirective

from lightbook.bundles import bundle
from lightbook.page.reading_time import minutes_of

PLACE: Final = "<!--lightbook-contents-->"
SCRIPT: Final = "reader.js"
PROGRESS: Final = (
    '<div class="lightbook-progress" hidden><p></p><a class="lightbook-more" href="#">Continue</a> '
    '<button type="button">Forget my progress</button></div>'
)


class Contents(SphinxDirective):
    """``{lightbook-contents}``: all pages of the book, by part."""

    def run(self) -> list[nodes.Node]:
        """Mark the place; the list is written when all pages are known."""
        return [nodes.raw(text=PLACE, format="html")]


def parts(env: BuildEnvironment, root: str) -> Iterator[tuple[str, list[str]]]:
    """Yield the caption and the pages of every part of the book."""
    for tree in env.get_doctree(root).findall(toctree):
        yield tree.get("caption") or "", [str(page) for _, page in tree["entries"]]


def contents(env: BuildEnvironment, root: str) -> str:
    """Return the list of all pages as HTML."""
    lists = [_part(env, caption, pages) for caption, pages in parts(env, root)]
    return f'{PROGRESS}<nav class="lightbook-contents" aria-label="Chapters">{"".join(lists)}</nav>'


def _part(env: BuildEnvironment, caption: str, pages: list[str]) -> str:
    items = "".join(_item(env, page) for page in pages)
    return f'<div><p class="lightbook-part">{html.escape(caption)}</p><ul>{items}</ul></div>'


def _item(env: BuildEnvironment, page: str) -> str:
    title = html.escape(env.titles[page].astext())
    number = env.toc_secnumbers.get(page, {}).get("")
    mark = f'<span class="lightbook-number">{number[0]}</span> ' if number else ""
    minutes = minutes_of(env, page)
    time = f' <span class="lightbook-minutes">{minutes} min</span>' if minutes else ""
    link = f'<a href="{page}.html" data-title="{title}">{mark}<span>{title}</span></a>'
    return f"<li>{link}{time}</li>"


def write_contents(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Write the list where a page has a place for it, and load the reader's script."""
    app.add_js_file(f"lightbook/{SCRIPT}", loading_method="defer")
    body = context.get("body", "")
    if PLACE in body:
        context["body"] = body.replace(PLACE, contents(app.env, app.config.root_doc))


def renew_contents(app: Sphinx, env: BuildEnvironment) -> list[str]:
    """Write the landing page again in every build: it tells of all the others."""
    return [app.config.root_doc]


def copy_script(app: Sphinx) -> None:
    """Put the reader's script beside the pages."""
    if app.builder.format == "html":
        target = Path(app.outdir) / "_static" / "lightbook"
        target.mkdir(parents=True, exist_ok=True)
        shutil.copy(bundle("page", SCRIPT), target)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.setup_extension("lightbook.page.reading_time")
    app.add_directive("lightbook-contents", Contents)
    app.connect("builder-inited", copy_script)
    app.connect("env-updated", renew_contents)
    app.connect("html-page-context", write_contents)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
