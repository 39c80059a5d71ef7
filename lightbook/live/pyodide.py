"""Pyodide, the Python of the page: which version, what it consists of, and what its lock says.

A new version is a change of `VERSION` and `INTEGRITY`, which ``npm view pyodide dist.integrity``
prints.
"""

from __future__ import annotations

import base64
import hashlib
import json
import tarfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from packaging.utils import canonicalize_name

VERSION: Final = "0.27.7"
INTEGRITY: Final = (
    "sha512-"
    "RUSVJlhQdfWfgO9hVHCiXoG+nVZQRS5D9FzgpLJ/VcgGBLSAKoPL8kTiOikxbHQm1kRISeWUBdulEgO26qpSRA=="
)
PYTHON: Final = "3.12"  # of that version: which wheels fit
LOCK: Final = "pyodide-lock.json"
CORE: Final = (
    "pyodide.js",
    "pyodide.mjs",
    "pyodide.asm.js",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
)
HOME: Final = f"https://cdn.jsdelivr.net/pyodide/v{VERSION}/full/"  # Pyodide's own distribution

Lock = dict[str, Any]


def is_core(archive: Path) -> bool:
    """Return whether a file is the archive of Pyodide's core that `INTEGRITY` names."""
    if not archive.is_file():
        return False
    digest = hashlib.sha512(archive.read_bytes()).digest()
    return f"sha512-{base64.b64encode(digest).decode()}" == INTEGRITY


def read_lock(archive: Path) -> Lock:
    """Return what Pyodide's lock says."""
    with tarfile.open(archive) as opened:
        lock: Lock = json.loads(_member(opened, LOCK))
    return lock


def unpack_core(archive: Path, folder: Path) -> None:
    """Put the files of the core into a folder."""
    with tarfile.open(archive) as opened:
        for name in CORE:
            (folder / name).write_bytes(_member(opened, name))


def _member(archive: tarfile.TarFile, name: str) -> bytes:
    member = archive.extractfile(f"package/{name}")
    if member is None:
        raise ValueError(f"Pyodide {VERSION} has no file {name}")
    return member.read()


def with_dependencies(names: Iterable[str], packages: Mapping[str, Any]) -> list[str]:
    """Return packages of a lock and all that they depend on, in order.

    Raises
    ------
    ValueError
        If the lock does not have one of them.

    Examples
    --------
    >>> with_dependencies(["b"], {"a": {"depends": []}, "b": {"depends": ["a"]}})
    ['a', 'b']
    """
    found: set[str] = set()
    waiting = list(names)
    while waiting:
        name = canonicalize_name(waiting.pop())  # a lock writes it in either way
        if name not in packages:
            raise ValueError(f"Pyodide {VERSION} has no package {name!r}")
        if name not in found:
            found.add(name)
            waiting += packages[name]["depends"]
    return sorted(found)


def sha256(path: Path) -> str:
    """Return the sum by which a lock names a file; empty where there is no such file."""
    return hashlib.sha256(path.read_bytes()).hexdigest() if path.is_file() else ""
