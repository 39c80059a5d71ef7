"""Leaves out of the pages what nobody needs there."""

from __future__ import annotations

from typing import Any

from sphinx.application import Sphinx


def leave_out_thebe(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Drop Thebe's scripts: Jupyter Book always adds them, here declared twice, never used."""
    for kind in ("script_files", "css_files"):
        context[kind] = [
            asset
            for asset in context.get(kind, [])
            if "thebe" not in f"{asset.filename}{asset.attributes.get('body', '')}".lower()
        ]


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    # After the handlers that add the scripts.
    app.connect("html-page-context", leave_out_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
