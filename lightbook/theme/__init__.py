"""Pages of one style sheet and one small script, on templates of our own.

With ``lightbook_light_pages: true`` the templates of this folder stand in for those of
sphinx-book-theme; no Font Awesome, Bootstrap script, jQuery, Thebe or clipboard library is
loaded. A book that leaves the key out keeps the theme's own pages.
"""

from __future__ import annotations

import shutil
from pathlib import Path
from typing import Any, Final

from markupsafe import Markup
from sphinx.application import Sphinx
from sphinx.config import Config

from lightbook.bundles import bundle
from lightbook.site.cache_busting import version

KEY: Final = "lightbook_light_pages"
TEMPLATES: Final = Path(__file__).parent / "templates"
STYLE: Final = "_static/lightbook/all.css"
SCRIPT: Final = "_static/lightbook/site.js"
INDEX: Final = "_static/lightbook/search-index.js"
SCRIPTS: Final = ("search.js", "site.js", "site.css")
# What site.js does instead, or what no page of ours needs.
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
INLINE: Final = ("DOCUMENTATION_OPTIONS", "let toggle", "var togglebutton")
TABS: Final = "design-tabs.js"


def is_on(app: Sphinx) -> bool:
    """Return whether this build makes light HTML pages."""
    return bool(app.config[KEY]) and app.builder.format == "html"


def put_templates_first(app: Sphinx, config: Config) -> None:
    """Let our templates be found before the theme's."""
    if config[KEY]:
        config.templates_path.insert(0, str(TEMPLATES))


def copy_scripts(app: Sphinx) -> None:
    """Put the scripts of the pages beside them."""
    if not is_on(app):
        return
    target = Path(app.outdir) / "_static" / "lightbook"
    target.mkdir(parents=True, exist_ok=True)
    for name in SCRIPTS:
        shutil.copy(bundle("page", name), target)


def leave_out_thebe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop Thebe's files where no launch button needs them: Jupyter Book always adds them."""
    launch = app.config.html_theme_options.get("launch_buttons") or {}
    if launch.get("thebe"):
        return
    for kind in ("script_files", "css_files"):
        context[kind] = [
            asset
            for asset in context.get(kind, [])
            if "thebe" not in f"{asset.filename}{asset.attributes.get('body', '')}".lower()
        ]


def is_replaced(script: Any, body: str) -> bool:
    """Return whether ``site.js`` does what a script of the theme's would do."""
    name = Path(str(script.filename or "").partition("?")[0]).name
    if name == TABS:
        return "sd-tab-set" not in body
    return name in REPLACED or str(script.attributes.get("body") or "").startswith(INLINE)


def lighten(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the templates the one style sheet and the one script, and what else a page needs."""
    if not is_on(app):
        return
    body = str(context.get("body", ""))
    merged = set(app.lightbook_merged_styles)  # type: ignore[attr-defined]
    search, site = (
        version(Path(app.outdir) / "_static" / "lightbook" / name) for name in SCRIPTS[:2]
    )
    context["light_style"] = STYLE
    context["light_scripts"] = {"site": f"{SCRIPT}?v={site}", "search": f"search.js?v={search}"}
    context["early_script"] = Markup(bundle("page", "early.js").read_text().strip())  # noqa: S704
    context["css_files"] = [
        file for file in context["css_files"] if str(file.filename) not in merged
    ]
    context["script_files"] = [
        file for file in context["script_files"] if not is_replaced(file, body)
    ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, False, "html", [bool])
    app.connect("config-inited", put_templates_first)
    app.connect("builder-inited", copy_scripts)
    # After the handlers that add the scripts.
    app.connect("html-page-context", leave_out_thebe, priority=900)
    app.connect("html-page-context", lighten, priority=950)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
