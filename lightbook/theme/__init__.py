"""The theme ``lightbook``: pages of one style sheet and one small script.

It inherits sphinx-book-theme, whose options it takes and whose style it uses; no Font Awesome,
Bootstrap script, jQuery, Thebe or clipboard library is loaded. Sphinx sets this module up, by its
entry point, in the builds whose ``html_theme`` is ``lightbook``, and in no other.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.builders import Builder
from sphinx.errors import ExtensionError

from lightbook.bundles import bundle
from lightbook.page.comments import SERVICES
from lightbook.page.icons import fa_icon, icon, with_named_toggles, without_font_awesome
from lightbook.repository import take_over_launching
from lightbook.site.extra_files import write_files
from lightbook.site.figures import shrink_figures
from lightbook.site.formula_fonts import cut_fonts
from lightbook.site.merge_css import merge_styles, merged
from lightbook.site.prune_static import remove_unused
from lightbook.site.search_index import record_entries, write_index
from lightbook.site.text_face import inline_text_face
from lightbook.static_files import STYLE, version

FOLDER: Final = Path(__file__).parent / "lightbook"
PARTS: Final = (
    "nodes.accessibility",
    "nodes.figures",
    "nodes.folding",
    "nodes.addresses",
    "nodes.nonbreaking",
    "nodes.margin_notes",
    "page.tools",
    "page.head",
    "page.comments",
)
# What is done to the whole site, in this order: after the style sheets are merged, nothing asks
# for those that they were made of.
FINISH: Final = (
    shrink_figures,
    write_files,
    write_index,
    merge_styles,
    inline_text_face,
    remove_unused,
    cut_fonts,
)
# Scripts of the theme and of Jupyter Book's extensions: site.js does what they do, or no page
# needs them.
REPLACED: Final = {
    "documentation_options.js",
    "doctools.js",
    "sphinx_highlight.js",
    "clipboard.min.js",
    "copybutton.js",
    "sphinx-book-theme.js",
    "togglebutton.js",
    "sphinx-thebe.js",
}
INLINE: Final = ("DOCUMENTATION_OPTIONS", "let toggle", "var togglebutton", "const THEBE")
TABS: Final = "design-tabs.js"


def equip_templates(app: Sphinx) -> None:
    """Give the templates what is the same on all pages, and the pages their script."""
    early, face = (
        Markup(bundle("page", f"{name}.js").read_text(encoding="utf-8").strip())  # noqa: S704  our own
        for name in ("early", "face")
    )
    environment = app.builder.templates.environment
    environment.filters["without_font_awesome"] = without_font_awesome
    environment.filters["with_named_toggles"] = with_named_toggles
    environment.globals.update(
        icon=icon,
        fa_icon=fa_icon,
        light_style=STYLE,
        early_script=early,
        face_script=face,
    )
    files = {
        "data-search": f"search.js?v={version(bundle('page', 'search.js'))}",
        "data-index": "search-index.js",
    }
    app.add_js_file("lightbook/site.js", priority=100, loading_method="defer", **files)


def leave_out_files(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop the style sheets that are merged into one, and the scripts that no page needs."""
    body, known = str(context.get("body", "")), merged(app)
    context["css_files"] = [
        file for file in context["css_files"] if str(file.filename) not in known
    ]
    context["script_files"] = [
        file for file in context["script_files"] if not is_replaced(file, body)
    ]


def is_replaced(script: Any, body: str) -> bool:
    """Return whether ``site.js`` does what a script would do, or the page does not need it."""
    name = Path(str(script.filename or "").partition("?")[0]).name
    if name == TABS:
        return "sd-tab-set" not in body
    if script.attributes.get("kind") in SERVICES:  # of comments, which readers ask for
        return True
    return name in REPLACED or str(script.attributes.get("body") or "").startswith(INLINE)


def finish_site(app: Sphinx, exception: Exception | None) -> None:
    """Make the site small, and write what it has besides its pages."""
    if not exception:
        for step in FINISH:
            step(app)


def finish_after_writing(app: Sphinx, builder: Builder) -> None:
    """Finish the site if this build writes pages: else it is finished already."""
    # After the theme has written its style for code.
    app.connect("build-finished", finish_site, priority=900)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the theme with Sphinx."""
    if "lightbook" not in app.extensions:
        raise ExtensionError(
            "the theme lightbook needs its extension: add lightbook to sphinx.extra_extensions"
        )
    app.add_html_theme("lightbook", str(FOLDER))
    take_over_launching(app.config)
    for part in PARTS:
        app.setup_extension(f"lightbook.{part}")
    app.connect("builder-inited", equip_templates)
    app.connect("doctree-resolved", record_entries)
    # After the handlers that add files to a page.
    app.connect("html-page-context", leave_out_files, priority=950)
    app.connect("write-started", finish_after_writing)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
