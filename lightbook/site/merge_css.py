"""Merges the style sheets of a site into one, with only the rules that its pages use."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

from lightbook import nodejs
from lightbook.site.cache_busting import pages, stamp
from lightbook.theme import STYLE, is_on
from lightbook.widget_files import widget_files

# The theme links these by its own layout, not by Sphinx's list.
THEME: Final = ("basic.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css")
FOLDER: Final = "lightbook"
NOT_OURS: Final = "sphinx-thebe"
FONTS: Final = "katex/fonts"
UNPURGED: Final = "unpurged.css"  # outside the site: what tests compare the style sheet with


def our_styles(app: Sphinx) -> list[str]:
    """Return the style sheets of the registered widgets and of the pages."""
    names = [*widget_files(app.config).style_names(), "site.css"]
    return [f"{FOLDER}/{name}" for name in sorted(names)]


def note_styles(app: Sphinx) -> None:
    """Remember which style sheets all pages would load: those of the site, not of one page."""
    names = [str(file.filename) for file in getattr(app.builder, "_css_files", [])]
    local = [name.removeprefix("_static/") for name in names if "//" not in name]
    ours = our_styles(app)
    app.lightbook_merged_styles = names + [f"_static/{name}" for name in ours]  # type: ignore[attr-defined]
    seen = [*THEME, *local]
    # The author's own style sheets stand last, and have the last word.
    authors = [name for name, _ in app.config.html_css_files]
    first = [name for name in seen if name not in authors and NOT_OURS not in name]
    app.lightbook_styles = list(dict.fromkeys([*first, *ours, *authors]))  # type: ignore[attr-defined]


def merge_styles(app: Sphinx, exception: Exception | None) -> None:
    """Write the one style sheet, and its hash into the address that pages load it by."""
    if exception or not is_on(app):
        return
    static, style = Path(app.outdir) / "_static", Path(app.outdir) / STYLE
    files = [static / name for name in app.lightbook_styles]  # type: ignore[attr-defined]
    made = nodejs.run(
        "style",
        files=[str(path) for path in files if path.is_file()],
        kept=[str(static / name) for name in our_styles(app)],
        content=[str(path) for path in (*pages(app), *sorted((static / FOLDER).glob("*.js")))],
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
