"""Renders formulas with KaTeX while building; a page needs neither MathJax nor a network."""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.config import Config
from sphinx.errors import ExtensionError
from sphinxcontrib import katex

from lightbook.bundles import DIST
from lightbook.nodejs import node
from lightbook.nodes.katex_server import use_retrying_server

KATEX: Final = DIST / "katex"


def render_mathematics_locally(app: Sphinx, config: Config) -> None:
    """Let KaTeX render every formula while building; a formula it cannot read is an error."""
    if not KATEX.is_dir():
        raise ExtensionError(
            f"KaTeX is missing: {KATEX} does not exist. Run `make book` (it brings KaTeX), "
            "or `python build_javascript.py lightbook/web`."
        )
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_js_path = str(KATEX / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"
    katex.NODEJS_BINARY = node()
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True
    # No line ends between the two sides of D(P ∥ Q).
    katex.KATEX_DEFAULT_OPTIONS["macros"] = {r"\parallel": r"\mathrel{\char8741}\nobreak"}
    use_retrying_server()


def copy_katex_assets(app: Sphinx, builder: Builder) -> None:
    """Put KaTeX's style sheet and fonts beside the pages."""
    if builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(KATEX / "katex.min.css", target)
    for font in sorted((KATEX / "fonts").glob("*.woff2")):
        shutil.copy(font, target / "fonts")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", render_mathematics_locally)
    app.connect("write-started", copy_katex_assets)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
