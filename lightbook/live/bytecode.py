"""Compiles the modules in Pyodide's wheels: else each browser does, for half the time of an import.

The Pyodide that imports them compiles them, in Node. A compiled module stands in the place of its
source, as with Pyodide's own ``pyodide py-compile``: an error in a library shows no lines of it.
"""

from __future__ import annotations

import json
import subprocess
import tempfile
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import click

from lightbook.bundles import bundle
from lightbook.live import pyodide
from lightbook.live.command import LiveError
from lightbook.nodejs import node

FOLDER: Final = "compiled"  # of the store
LONG: Final = 500  # Node quotes the line of an error: that of a bundle is no help
DATE: Final = (
    1980,
    1,
    1,
    0,
    0,
    0,
)  # the first that a zip can have: the same modules, the same bytes


def compile_wheels(wheels: Sequence[Path], core: Path, store: Path) -> list[Path]:
    """Return the wheels with compiled modules, each made unless it is there.

    Parameters
    ----------
    wheels : sequence of Path
        Of Pyodide's files; those that are no wheels are returned as they are.
    core : Path
        The archive of Pyodide's core.
    store : Path
        The folder that keeps what was made.

    Raises
    ------
    LiveError
        If Pyodide does not run in Node.
    """
    targets = {wheel: compiled(wheel, store) for wheel in wheels if wheel.suffix == ".whl"}
    missing = [wheel for wheel, target in targets.items() if not target.is_file()]
    if missing:
        with tempfile.TemporaryDirectory() as name:
            sources = Path(name, "sources")
            for wheel in missing:
                with zipfile.ZipFile(wheel) as opened:
                    opened.extractall(sources / wheel.name)
            run_compiler(core, sources, len(missing))
            for wheel in missing:
                pack(wheel, sources / wheel.name, targets[wheel])
    return [targets.get(wheel, wheel) for wheel in wheels]


def compiled(wheel: Path, store: Path) -> Path:
    """Return where the compiled wheel is kept: it is named by what it is made of."""
    return store / FOLDER / f"{pyodide.VERSION}-{pyodide.sha256(wheel)[:12]}" / wheel.name


def run_compiler(core: Path, sources: Path, number: int) -> None:
    """Compile the modules of unpacked wheels, each beside its source.

    Raises
    ------
    LiveError
        If Pyodide does not run in Node.
    """
    folder = sources.parent / "core"
    folder.mkdir()
    pyodide.unpack_core(core, folder)
    (folder / pyodide.LOCK).write_text(json.dumps(pyodide.read_lock(core)), encoding="utf-8")
    call = [node(), str(bundle("build", "compile.mjs")), str(folder), str(sources)]
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8") as errors,
        subprocess.Popen(call, stdout=subprocess.PIPE, stderr=errors, text=True) as done,  # noqa: S603
    ):
        names = iter(done.stdout or ())
        with click.progressbar(names, number, "Compiling its modules") as bar:
            finished = sum(1 for _ in bar)
        if done.wait() or finished < number:
            errors.seek(0)
            said = [line.strip() for line in errors if len(line) < LONG]
            raise LiveError(
                f"Pyodide could not compile its modules: {'; '.join(filter(None, said))}"
            )


def pack(wheel: Path, folder: Path, target: Path) -> None:
    """Write a wheel again, with compiled modules in the places of their sources."""
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f"{target.name}.part")
    with (
        zipfile.ZipFile(wheel) as opened,
        zipfile.ZipFile(part, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as made,
    ):
        for name in opened.namelist():
            if name.endswith("/"):
                continue
            path = folder / name
            module = path.with_suffix(".pyc")
            if path.suffix == ".py" and module.is_file():
                path, name = module, f"{name}c"  # noqa: PLW2901
            made.writestr(zipfile.ZipInfo(name, DATE), path.read_bytes(), zipfile.ZIP_DEFLATED)
    part.replace(target)
