"""The scripts and style sheets of a site: where they lie, and the hashes in their addresses.

A browser may keep a file for ever whose address holds the hash of what it holds. Sphinx adds the
hash of files that are there when pages are written; `stamp` adds that of files made afterwards.
"""

from __future__ import annotations

import hashlib
import re
import shutil
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.builders import Builder

from lightbook.bundles import DIST, bundle
from lightbook.repository import LITE
from lightbook.widget_files import KEY, widget_files

FOLDER: Final = "_static/lightbook"
STYLE: Final = f"{FOLDER}/all.css"
INDEX: Final = f"{FOLDER}/search-index.js"
INLINE: Final = {"early.js", "face.js"}  # stand inside the pages


def version(*paths: Path) -> str:
    """Return a short hash of what files hold."""
    whole = b"".join(path.read_bytes() for path in paths)
    return hashlib.blake2b(whole, digest_size=4).hexdigest()


def pages(app: Sphinx) -> list[Path]:
    """Return every page of the built site, in order; those of JupyterLite are its own."""
    out = Path(app.outdir)
    others = {out / "_static", out / LITE}
    return sorted(path for path in out.rglob("*.html") if not others & set(path.parents))


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


def copy_files(app: Sphinx, builder: Builder) -> None:
    """Put the scripts and style sheets, and those of registered widgets, beside the pages."""
    if builder.format != "html":
        return
    bundle("page", "site.js")  # says what to do where nothing was bundled
    target = Path(app.outdir) / FOLDER
    target.mkdir(parents=True, exist_ok=True)
    own = (path for path in sorted((DIST / "page").iterdir()) if path.name not in INLINE)
    for path in (*own, *widget_files(app.config).paths()):
        shutil.copy(path, target)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, [], "html", [list])
    app.connect("write-started", copy_files)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
