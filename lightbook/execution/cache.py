"""Runs the notebooks of a build: repeatably, on all processors, with caches that do not lie."""

from __future__ import annotations

import hashlib
import os
import shutil
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from kltext.sphinxext.parallel_execution import run_uncached

LOGGER = logging.getLogger(__name__)
EXTENSION: Final = Path(__file__).parent
PACKAGE: Final = EXTENSION.parent
CACHES_KEPT: Final = 3

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

    These are the code of ``kltext`` (less this extension, which no cell calls), the tables in
    ``chapters/data`` and the versions in ``requirements.lock``.
    """
    digest = hashlib.blake2b(digest_size=8)
    for root, pattern in (
        (package, "**/*.py"),
        (book / "chapters" / "data", "**/*"),
        (book, "requirements.lock"),
    ):
        for path in sorted(path for path in root.glob(pattern) if path.is_file()):
            if path.is_relative_to(EXTENSION):
                continue
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


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("config-inited", name_cache_after_foundations)
    app.connect("config-inited", make_repeatable)
    app.connect("env-before-read-docs", run_notebooks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
