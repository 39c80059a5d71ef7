"""Readers' comments on a page, by a service that the book names; loaded when a reader asks for it.

Jupyter Book's ``html.comments`` names Hypothesis or Utterances, and here giscus too. Its own
extension would load them on every page, before anybody has asked: they know then who reads what.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

Options = Mapping[str, Any]
# What the reader's colour theme decides, when the script is loaded.
GITHUB: Final = {"light": "github-light", "dark": "github-dark"}
PLAIN: Final = {"light": "light", "dark": "dark"}


def hypothesis(options: Options) -> dict[str, Any]:
    """Return the attributes of its script."""
    return {"async": "async"}


def utterances(options: Options) -> dict[str, Any]:
    """Return the attributes of its script."""
    usual = {"issue-term": "pathname", "theme": GITHUB, "label": "comment"}
    return {**usual, **options, "crossorigin": "anonymous", "async": "async"}


def giscus(options: Options) -> dict[str, Any]:
    """Return the attributes of its script."""
    usual = {"mapping": "pathname", "strict": 1, "reactions-enabled": 1, "theme": PLAIN}
    named = {f"data-{name}": value for name, value in {**usual, **options}.items()}
    return {**named, "crossorigin": "anonymous", "async": "async"}


# By the name in the settings: its script, what it cannot do without, and the attributes.
SERVICES: Final[dict[str, tuple[str, tuple[str, ...], Callable[[Options], dict[str, Any]]]]] = {
    "hypothesis": ("https://hypothes.is/embed.js", (), hypothesis),
    "utterances": ("https://utteranc.es/client.js", ("repo",), utterances),
    "giscus": ("https://giscus.app/client.js", ("repo", "repo-id", "category-id"), giscus),
}


def chosen(settings: Mapping[str, Any]) -> list[dict[str, str]]:
    """Return the services that a book asks for: the script of each, its attributes, and words.

    Raises
    ------
    ExtensionError
        If a service lacks a setting that it cannot do without.
    """
    found = []
    for name, (script, needed, attributes) in SERVICES.items():
        wanted = settings.get(name)
        if not wanted:
            continue
        options = wanted if isinstance(wanted, Mapping) else {}
        missing = [option for option in needed if not options.get(option)]
        if missing:
            raise ExtensionError(f"html.comments.{name} needs {' and '.join(missing)}")
        host = script.split("/")[2]
        words = f"They are loaded from {host}, which then learns that this page is read."
        given = json.dumps(attributes(options))
        found.append({"script": script, "words": words, "attributes": given})
    return found


def offer_comments(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Give the layout the services, and the pages of the book the script that loads them."""
    context["comments"] = found = (
        chosen(getattr(app.config, "comments_config", None) or {}) if doctree else []
    )
    if found:
        app.add_js_file("lightbook/comments.js", loading_method="defer")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", offer_comments)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
