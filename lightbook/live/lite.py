"""Puts JupyterLite beside the pages of the built site, for whole notebooks.

    python -m lightbook.live.lite

It comes after :mod:`lightbook.live.collect`, whose folder it takes Pyodide and all packages from.
Its contents are the copies that the site hands out. No request leaves the site.
"""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import click
import yaml

from lightbook.live.collect import FOLDER as PYTHON
from lightbook.repository import LITE, NOTEBOOKS

KERNEL: Final = "@jupyterlite/pyodide-kernel-extension"
# Front ends that JupyterLite takes along; others of this environment need a server.
EXTENSIONS: Final = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget")
SCHEMA: Final = {"jupyter-lite-schema-version": 0}
SHIPPED: Final = Path(sys.prefix, "share", "jupyter", "labextensions")


class LiteError(Exception):
    """What is missing, and what to do."""


def settings(title: str) -> dict[str, Any]:
    """Return what JupyterLite is told: its name, and where Python is."""
    kernel = {"pyodideUrl": f"./../{PYTHON}/pyodide.js", "disablePyPIFallback": True}
    told = {"appName": title, "litePluginSettings": {f"{KERNEL}:kernel": kernel}}
    return {**SCHEMA, "jupyter-config-data": told}


def build_lite(book: Path) -> Path:
    """Build JupyterLite into the site of a book, and return its folder there.

    Raises
    ------
    LiteError
        If the site has no Python yet, or JupyterLite does not build.
    """
    site = book / "_build" / "html"
    if not (site / PYTHON / "pyodide.js").is_file():
        raise LiteError(f"{site} has no Python yet: run python -m lightbook.live.collect first")
    title = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8")).get("title", "")
    target = site / LITE
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "jupyter-lite.json").write_text(json.dumps(settings(title)), encoding="utf-8")
        call = [
            *(sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab"),
            *("--lite-dir", folder, "--output-dir", target, "--contents", site / NOTEBOOKS),
            *("--ignore-sys-prefix", "--no-sourcemaps", "--no-unused-shared-packages"),
            *(f"--LiteBuildConfig.federated_extensions={SHIPPED / name}" for name in EXTENSIONS),
        ]
        done = subprocess.run(call, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise LiteError(f"JupyterLite does not build: {done.stderr[-2000:]}")
    return target


def main() -> int:
    """Build for the book of the current folder, and say what was made."""
    try:
        made = build_lite(Path.cwd())
    except LiteError as error:
        click.echo(f"JupyterLite: {error}", err=True)
        return 1
    size = sum(path.stat().st_size for path in made.rglob("*") if path.is_file())
    click.echo(f"Whole notebooks run in the browser: {made} ({size / 1e6:.0f} MB)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
