"""Says in the head of each page what a shared link to it shows."""

from __future__ import annotations

import html
import re
from typing import Any, Final

from sphinx.application import Sphinx

CARD: Final = "_static/social-card.png"


def share(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Add the title, the description and the card that a shared link shows."""
    title = str(app.config.html_title)
    words = context.get("description") or f"{title}: an open, interactive textbook."
    shown = title if pagename == app.config.root_doc else plain_title(context, title)
    tags = [("property", "og:title", shown), ("property", "og:type", "article")]
    tags += [("property", "og:description", words)]
    tags += [("property", "og:site_name", title)]
    if base := app.config.html_baseurl.rstrip("/"):
        tags += [("property", "og:url", f"{base}/{pagename}.html")]
        tags += [("property", "og:image", f"{base}/{CARD}")]
        tags += [("property", "og:image:alt", f"{title}: two curves and what lies between them.")]
        tags += [("name", "twitter:card", "summary_large_image")]
    lines = [f'<meta {kind}="{name}" content="{html.escape(text)}">' for kind, name, text in tags]
    context["metatags"] = context.get("metatags", "") + "\n".join(["", *lines])


def plain_title(context: dict[str, Any], title: str) -> str:
    """Return a page's title without its number and without markup."""
    text = html.unescape(re.sub(r"<[^>]+>", "", str(context.get("title", title))))
    return re.sub(r"^\d+\. ", "", text)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # After the description is there.
    app.connect("html-page-context", share, priority=600)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
