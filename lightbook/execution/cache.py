"""Runs the notebooks of a build: repeatably, on all processors, with caches that do not lie."""

from __future__ import annotations

import hashlib
import importlib.util
import os
import shutil
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.config import Config
from sphinx.environment import BuildEnvironment
from sphinx.util import logging

from lightbook.execution.parallel import run_uncached

LOGGER = logging.getLogger(__name__)
KEY: Final = "lightbook_foundations"
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


def foundation_hash(book: Path, foundations: Sequence[str]) -> str:
    """Return a short hash of all that a page's numbers rest on besides its own cells.

    Parameters
    ----------
    book : Path
        The book's folder.
    foundations : sequence of str
        Files and folders below it, and names of installed packages, whose Python files count.

    Raises
    ------
    ValueError
        If one of them is neither.
    """
    digest = hashlib.blake2b(digest_size=8)
    for name in foundations:
        for path in foundation_files(book, name):
            digest.update(f"{name} {path.name}\0".encode())
            digest.update(hashlib.blake2b(path.read_bytes()).digest())
    return digest.hexdigest()


def foundation_files(book: Path, name: str) -> list[Path]:
    """Return the files of a package, of a folder of the book, or the one file that is named."""
    path = book / name
    if path.is_file():
        return [path]
    if path.is_dir() and not (path / "__init__.py").is_file():
        return sorted(found for found in path.rglob("*") if found.is_file())
    package = importlib.util.find_spec(name)
    if package is None or package.origin is None:
        raise ValueError(f"{KEY} lists {name!r}: no file of the book, and no installed package")
    return sorted(Path(package.origin).parent.rglob("*.py"))


def name_cache_after_foundations(app: Sphinx, config: Config) -> None:
    """Give each state of the foundations an execution cache of its own.

    jupyter-cache looks at the code of a notebook alone, so a change in a package would
    leave old numbers on the page. A new ``nb_execution_cache_path`` also makes Sphinx
    read every page again, because MyST-NB declares it as part of the environment.
    """
    caches = Path(app.outdir).parent / ".jupyter_cache"
    cache = caches / foundation_hash(Path(app.srcdir), config[KEY])
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
    left_out = app.config.nb_execution_excludepatterns
    notebooks = [
        path
        for path in paths
        if path.suffix == ".ipynb" and not any(path.match(pattern) for pattern in left_out)
    ]
    runs = run_uncached(
        notebooks, app.config.nb_execution_cache_path, timeout=app.config.nb_execution_timeout
    )
    for path, seconds in runs:
        LOGGER.info("%s: Executed notebook in %.2f seconds", path, seconds)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, [], "env", [list])
    app.connect("config-inited", name_cache_after_foundations)
    app.connect("config-inited", make_repeatable)
    app.connect("env-before-read-docs", run_notebooks)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
