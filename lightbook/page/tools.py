"""The line below a chapter's title: how long it takes, and the ways to run it.

The links ask nobody for anything until a reader follows them.
"""

from __future__ import annotations

import html
from pathlib import Path
from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.transforms.post_transforms import SphinxPostTransform

from lightbook.page.reading_time import minutes_of
from lightbook.repository import LITE, NOTEBOOKS, lite_link, repository


def tools(env: BuildEnvironment, config: Config, page: str, *, lite: bool) -> str:
    """Return the line as HTML; `lite` says whether the site has a JupyterLite from before."""
    minutes, root = minutes_of(env, page), "../" * page.count("/")
    items = [f'<li class="lightbook-minutes">{minutes} min to read</li>'] if minutes else []
    if env.doc2path(page).endswith(".ipynb"):
        place = repository(config)
        copy = f"{root}{NOTEBOOKS}/{page}.ipynb"
        items.append(f'<li><a href="{html.escape(copy)}" download>Download notebook</a></li>')
        for name, link in (
            ("JupyterLite", lite_link(root, page) if lite else ""),
            ("Colab", place.colab_link(page)),
            ("Binder", place.binder_link(page)),
        ):
            if link:
                items.append(f'<li><a href="{html.escape(link)}">Open in {name}</a></li>')
    return f'<ul class="lightbook-tools">{"".join(items)}</ul>' if items else ""


class PlaceTools(SphinxPostTransform):
    """Put the line below the title of a chapter; the landing page has its own."""

    default_priority = 900
    formats = ("html",)

    def run(self, **kwargs: Any) -> None:  # noqa: ARG002  Sphinx's signature
        """Change the tree of a page."""
        title = self.document.next_node(nodes.title)
        if title is None or self.env.docname == self.config.root_doc:
            return
        lite = (Path(self.app.outdir) / LITE).is_dir()
        line = tools(self.env, self.config, self.env.docname, lite=lite)
        title.parent.insert(title.parent.index(title) + 1, nodes.raw("", line, format="html"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_post_transform(PlaceTools)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
