"""Keeps the numbers that prose quotes: never empty, and never those of an earlier build."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.util import logging

LOGGER = logging.getLogger(__name__)
EMPTY: Final = {"", "None", "nan"}


def follow_quoted_notebooks(app: Sphinx, doctree: nodes.document) -> None:
    """Let a page be read again when a notebook changes whose values it shows."""
    for reference in doctree.findall(PendingGlueReference):
        app.env.note_dependency(app.env.doc2path(reference.refdoc))


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
    app.connect("doctree-read", follow_quoted_notebooks)
    app.connect("doctree-read", warn_of_empty_glue)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
