"""The code that every box runs first, compiled once for all of them.

A box can write no bytecode down, and where the packages have none (as uv installs them, or where
root has), each box would compile NumPy anew. What has none is compiled here and handed to the boxes
as a file in memory, which nobody can change any more.
"""

from __future__ import annotations

import marshal
import os
import sys
from collections.abc import Callable, Container
from importlib.machinery import SourceFileLoader
from pathlib import Path

from klgrade.inside import OWN, WIDTH, Index

_HERE = Path(__file__).parent


def handle(shown: Callable[[str], object], packages: Container[str] | None) -> int:
    """Return a file in memory with the worker, and with what is loaded here without bytecode.

    Modules are taken only of these packages (of all, without any named), and only if their file is
    `shown` inside the sandbox anyway.
    """
    index: Index = {}
    codes: list[bytes] = []
    start = 0
    others = [one for one in _without_bytecode(packages) if shown(one[1])]
    for name, path, loader in [*_own(), *others]:
        codes.append(marshal.dumps(loader.get_code(name)))
        index[name] = path, Path(path).name == "__init__.py", start, len(codes[-1])
        start += len(codes[-1])
    head = marshal.dumps(index)
    return _sealed(len(head).to_bytes(WIDTH, "little") + head + b"".join(codes))


def _own() -> list[tuple[str, str, SourceFileLoader]]:
    paths = [(name, str(_HERE / f"{name}.py")) for name in OWN]
    return [(name, path, SourceFileLoader(name, path)) for name, path in paths]


def _without_bytecode(packages: Container[str] | None) -> list[tuple[str, str, SourceFileLoader]]:
    """Return the modules that are loaded here, and would be compiled again inside."""
    found = []
    for name, module in list(sys.modules.items()):
        spec = getattr(module, "__spec__", None)
        loader, path = getattr(spec, "loader", None), getattr(spec, "origin", None)
        if spec is None or type(loader) is not SourceFileLoader or spec.name != name:
            continue
        if packages is not None and name.partition(".")[0] not in packages:
            continue
        if spec.cached and isinstance(path, str) and not Path(spec.cached).exists():
            found.append((name, path, loader))
    return found


def _sealed(content: bytes) -> int:
    """Return a file in memory that can be read and never changes again."""
    import fcntl  # which Windows does not have

    writer = os.memfd_create("klgrade", os.MFD_CLOEXEC | os.MFD_ALLOW_SEALING)
    with os.fdopen(writer, "wb") as file:
        file.write(content)
        file.flush()
        seals = fcntl.F_SEAL_SHRINK | fcntl.F_SEAL_GROW | fcntl.F_SEAL_WRITE | fcntl.F_SEAL_SEAL
        fcntl.fcntl(writer, fcntl.F_ADD_SEALS, seals)
        return os.open(f"/proc/self/fd/{writer}", os.O_RDONLY | os.O_CLOEXEC)
