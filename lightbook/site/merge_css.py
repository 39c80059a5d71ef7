"""Merges the style sheets of a site into one, with only the rules that its pages use."""

from __future__ import annotations

from pathlib import Path
from typing import Final, cast

from sphinx.application import Sphinx
from sphinx.builders.html import StandaloneHTMLBuilder

from lightbook import nodejs
from lightbook.static_files import FOLDER, STYLE, pages, stamp
from lightbook.widget_files import widget_files

STATIC: Final = "_static/"
# The theme links these by its own layout, not by Sphinx's list.
THEME: Final = ("basic.css", "styles/bootstrap.css", "styles/pydata-sphinx-theme.css")
NOT_OURS: Final = "sphinx-thebe"
FONTS: Final = "katex/fonts"
UNPURGED: Final = "unpurged.css"  # outside the site: what tests compare the style sheet with


def our_styles(app: Sphinx) -> list[str]:
    """Return the style sheets of the registered widgets and of the pages."""
    names = [*widget_files(app.config).style_names(), "site.css"]
    return [f"{FOLDER}/{name}" for name in sorted(names)]


def sites_styles(app: Sphinx) -> list[str]:
    """Return the style sheets that Sphinx would link on every page."""
    # Sphinx keeps the list of the whole site under this name alone.
    listed = cast("StandaloneHTMLBuilder", app.builder)._orig_css_files
    return [str(file.filename) for file in listed]


def merged(app: Sphinx) -> set[str]:
    """Return the style sheets that the one replaces."""
    return {*sites_styles(app), *our_styles(app)}


def order(app: Sphinx) -> list[str]:
    """Return the style sheets to merge, below ``_static``, in the order in which they rule."""
    local = [name for name in sites_styles(app) if "//" not in name and NOT_OURS not in name]
    # The author's own style sheets stand last, and have the last word.
    authors = [f"{STATIC}{name}" for name, _ in app.config.html_css_files]
    first = [name for name in local if name not in authors]
    names = [*(STATIC + name for name in THEME), *first, *our_styles(app), *authors]
    return [name.removeprefix(STATIC) for name in dict.fromkeys(names)]


def merge_styles(app: Sphinx) -> None:
    """Write the one style sheet, and its hash into the address that pages load it by."""
    out = Path(app.outdir)
    static, style = out / STATIC, out / STYLE
    files = [static / name for name in order(app)]
    made = nodejs.run(
        "style",
        files=[str(path) for path in files if path.is_file()],
        kept=[str(out / name) for name in our_styles(app)],
        content=[str(path) for path in (*pages(app), *sorted((out / FOLDER).glob("*.js")))],
        out=str(style),
    )
    style.write_text(made["css"], encoding="utf-8")
    Path(app.doctreedir, UNPURGED).write_text(made["unpurged"], encoding="utf-8")
    for font in (static / FONTS).glob("*.woff2"):
        if str(font) not in made["fonts"]:
            font.unlink()
    stamp(app, STYLE)
