"""Makes the figures that pages show small."""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from lightbook import nodejs


def shrink_figures(app: Sphinx) -> None:
    """Make the copies of the figures small that this build has copied."""
    paths = sorted((Path(app.outdir) / "_images").glob("*.svg"))
    fresh = [
        path
        for path in paths
        if b"http://www.w3.org/1999/xlink" in path.read_bytes()[:2000]
        or b"<?xml" in path.read_bytes()[:10]
    ]
    if fresh:
        nodejs.run("figures", paths=[str(path) for path in fresh])
