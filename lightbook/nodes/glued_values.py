"""Keeps the numbers that prose quotes: never empty, and never those of an earlier build."""

from __future__ import annotations

import json
from collections.abc import Iterable
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
EMPTY: Final = {"", "None", "nan"}


def note_pages_to_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember which pages this build reads."""
    app.lightbook_read = set(docnames)  # type: ignore[attr-defined]


def rewrite_pages_that_quote(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that show a glued value of a page read in this build.

    Sphinx knows nothing of such quotations and would leave the old value standing.
    """
    read: set[str] = getattr(app, "lightbook_read", set())
    if not read:
        return []
    return [
        docname
        for docname in sorted(env.found_docs - read)
        if any(
            reference.refdoc in read
            for reference in env.get_doctree(docname).findall(PendingGlueReference)
        )
    ]


def warn_of_empty_glue(app: Sphinx, doctree: nodes.document) -> None:
    """Warn where a notebook glues nothing, None or NaN: the prose would have a hole."""
    docname = app.env.docname
    glued = Path(app.outdir).parent / "jupyter_execute" / f"{docname}.glue.json"
    if not glued.is_file():
        return
    for key, output in json.loads(glued.read_text()).items():
        text = output["data"].get("text/plain", "")
        if text.strip("'\" ") in EMPTY and not output["data"].keys() - {"text/plain"}:
            LOGGER.warning("the glued value %r is empty (%r)", key, text, location=docname)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("env-before-read-docs", note_pages_to_read)
    app.connect("env-updated", rewrite_pages_that_quote)
    app.connect("doctree-read", warn_of_empty_glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
