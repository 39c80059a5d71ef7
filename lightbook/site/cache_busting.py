"""Adds to the addresses of files the hash of what they hold: a browser may keep them for ever."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path

from sphinx.application import Sphinx


def version(path: Path) -> str:
    """Return a short hash of what a file holds."""
    return hashlib.blake2b(path.read_bytes(), digest_size=4).hexdigest()


def pages(app: Sphinx) -> list[Path]:
    """Return every page of the built site, in order."""
    out = Path(app.outdir)
    return sorted(path for path in out.rglob("*.html") if out / "_static" not in path.parents)


def stamp(app: Sphinx, name: str) -> None:
    """Write the hash of a file, named by its path in the site, into the pages that load it."""
    last = Path(name).name
    pattern = re.compile(rf'(lightbook/)?({re.escape(last)})(?:\?v=[0-9a-f]*)?(?=")')
    new = version(Path(app.outdir) / name)
    for page in pages(app):
        old_text = page.read_text(encoding="utf-8")
        text = pattern.sub(lambda found: f"{found[1] or ''}{found[2]}?v={new}", old_text)
        if text != old_text:
            page.write_text(text, encoding="utf-8")
