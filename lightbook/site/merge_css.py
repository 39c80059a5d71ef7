"""Merges the style sheets of a site into one, with only the rules that its pages use."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

from kltext.sphinxext import node_tools
from kltext.sphinxext.light_pages import STYLE, is_on
from kltext.sphinxext.stamps import pages, stamp

# The theme links these by its own layout, not by Sphinx's list.
THEME: Final = ("basic.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css")
OURS: Final = ("kltext/explorer.css", "kltext/quiz.css", "kltext/site.css")
NOT_OURS: Final = "sphinx-thebe"
FONTS: Final = "katex/fonts"
UNPURGED: Final = "unpurged.css"  # outside the site: what tests compare the style sheet with


def note_styles(app: Sphinx) -> None:
    """Remember which style sheets all pages would load: those of the site, not of one page."""
    names = [str(file.filename) for file in getattr(app.builder, "_css_files", [])]
    local = [name.removeprefix("_static/") for name in names if "//" not in name]
    app.kltext_merged_styles = names + [f"_static/{name}" for name in OURS]  # type: ignore[attr-defined]
    seen = [*THEME, *local]
    # The author's own style sheets stand last, and have the last word.
    authors = [name for name, _ in app.config.html_css_files]
    first = [name for name in seen if name not in authors and NOT_OURS not in name]
    app.kltext_styles = list(dict.fromkeys([*first, *OURS, *authors]))  # type: ignore[attr-defined]


def merge_styles(app: Sphinx, exception: Exception | None) -> None:
    """Write the one style sheet, and its hash into the address that pages load it by."""
    if exception or not is_on(app):
        return
    static, style = Path(app.outdir) / "_static", Path(app.outdir) / STYLE
    files = [static / name for name in app.kltext_styles]  # type: ignore[attr-defined]
    made = node_tools.run(
        "style",
        files=[str(path) for path in files if path.is_file()],
        kept=[str(static / name) for name in OURS],
        content=[str(path) for path in (*pages(app), *sorted((static / "kltext").glob("*.js")))],
        out=str(style),
    )
    style.write_text(made["css"], encoding="utf-8")
    Path(app.doctreedir, UNPURGED).write_text(made["unpurged"], encoding="utf-8")
    for font in (static / FONTS).glob("*.woff2"):
        if str(font) not in made["fonts"]:
            font.unlink()
    stamp(app, STYLE)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("builder-inited", note_styles, priority=900)
    # After the theme has written its style for code.
    app.connect("build-finished", merge_styles, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
