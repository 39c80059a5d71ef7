"""Run the notebooks of a build side by side, into the cache that MyST-NB reads from."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from pathlib import Path

import nbformat
from jupyter_cache import get_cache
from jupyter_cache.base import CacheBundleIn, JupyterCacheAbstract
from jupyter_cache.executors.utils import ExecutionResult, single_nb_execution


def read(path: Path) -> nbformat.NotebookNode:
    """Return the notebook at ``path``."""
    return nbformat.read(path, as_version=4)  # type: ignore[no-any-return, no-untyped-call]


def is_cached(cache: JupyterCacheAbstract, notebook: nbformat.NotebookNode) -> bool:
    """Return whether the cache holds a run of exactly this code."""
    try:
        cache.match_cache_notebook(notebook)
    except KeyError:
        return False
    return True


def run(path: Path, timeout: int) -> tuple[nbformat.NotebookNode, ExecutionResult]:
    """Return the notebook at ``path`` with its outputs, and how its run went."""
    notebook = read(path)
    result = single_nb_execution(
        notebook,
        cwd=str(path.parent),
        timeout=timeout,
        allow_errors=False,
        # A kernel sends what is printed in pieces that end anywhere. MyST-NB's nb_merge_streams
        # would end each with a new line.
        coalesce_streams=True,
        # Without it every kernel warns in the build's output of TCP on the loopback interface.
        extra_arguments=["--log-level=ERROR"],
    )
    return notebook, result


def run_uncached(
    paths: Sequence[Path], cache_path: str, *, timeout: int
) -> Iterator[tuple[Path, float]]:
    """Run the notebooks that are not in the cache, one for each processor at a time.

    A run that fails is left out of the cache: MyST-NB runs it again and reports the failure.

    Parameters
    ----------
    paths : sequence of Path
        Notebooks, in the order in which to start them.
    cache_path : str
        Folder of a jupyter-cache.
    timeout : int
        Seconds for each cell.

    Yields
    ------
    (Path, float)
        Each notebook that ran without an error, and its seconds, in order of completion.
    """
    cache = get_cache(cache_path)
    todo = [path for path in paths if not is_cached(cache, read(path))]
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        runs = {pool.submit(run, path, timeout): path for path in todo}
        for done in as_completed(runs):
            try:
                notebook, result = done.result()
            except RuntimeError:  # its kernel died: another program had taken one of its ports, say
                continue
            if result.err is None:
                bundle = CacheBundleIn(
                    notebook, str(runs[done]), data={"execution_seconds": result.time}
                )
                cache.cache_notebook_bundle(bundle, check_validity=False, overwrite=True)
                yield runs[done], result.time
