"""Puts JupyterLite beside the pages of the built site, for whole notebooks.

    python -m lightbook.live.lite

It comes after :mod:`lightbook.live.collect`, whose folder it takes Pyodide and all packages from.
Its contents are the copies that the site hands out, and each page that offers one gets a link that
opens it. No request leaves the site.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

import yaml

from lightbook.live.collect import FOLDER as PYTHON
from lightbook.live.command import LiveError, add_to_site
from lightbook.repository import LITE, NOTEBOOKS, lite_link

KERNEL: Final = "@jupyterlite/pyodide-kernel-extension"
# Front ends that JupyterLite takes along; others of this environment need a server.
EXTENSIONS: Final = (KERNEL, "@jupyter-widgets/jupyterlab-manager", "anywidget")
SCHEMA: Final = {"jupyter-lite-schema-version": 0}
SHIPPED: Final = Path(sys.prefix, "share", "jupyter", "labextensions")


# How a page offers its notebook: the way to the root of the site, and the name.
OFFER: Final = re.compile(
    rf'<li><a href="((?:\.\./)*){NOTEBOOKS}/([^"]+)\.ipynb" download>[^<]*</a></li>'
)


def settings(title: str) -> dict[str, Any]:
    """Return what JupyterLite is told: its name, and where Python is."""
    kernel = {"pyodideUrl": f"./../{PYTHON}/pyodide.js", "disablePyPIFallback": True}
    # A browser's own search finds only what is drawn: all cells are, in view or not.
    drawn = {"@jupyterlab/notebook-extension:tracker": {"windowingMode": "none"}}
    told = {
        "appName": title,
        "litePluginSettings": {f"{KERNEL}:kernel": kernel},
        "settingsOverrides": drawn,
    }
    return {**SCHEMA, "jupyter-config-data": told}


def linked(text: str) -> str:
    """Return a page with a link that opens its notebook in JupyterLite, unless it has one.

    Examples
    --------
    >>> linked('<li><a href="../notebooks/a/b.ipynb" download>Download</a></li>')[63:]
    '<li><a href="../lite/lab/index.html?path=a/b.ipynb">Open in JupyterLite</a></li>'
    """
    if lite_link("", "").removesuffix(".ipynb") in text:
        return text

    def with_link(found: re.Match[str]) -> str:
        return (
            f'{found[0]}<li><a href="{lite_link(found[1], found[2])}">Open in JupyterLite</a></li>'
        )

    return OFFER.sub(with_link, text)


def build_lite(book: Path) -> Path:
    """Build JupyterLite into the site of a book, and return its folder there.

    Raises
    ------
    LiveError
        If the site has no Python yet, or JupyterLite does not build.
    """
    site = book / "_build" / "html"
    if not (site / PYTHON / "pyodide.js").is_file():
        raise LiveError(f"{site} has no Python yet: run python -m lightbook.live.collect first")
    title = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8")).get("title", "")
    target = site / LITE
    shutil.rmtree(target, ignore_errors=True)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "jupyter-lite.json").write_text(json.dumps(settings(title)), encoding="utf-8")
        call: list[str | Path] = [
            *(sys.executable, "-m", "jupyterlite_core", "build", "--apps", "lab"),
            *("--lite-dir", folder, "--output-dir", target, "--contents", site / NOTEBOOKS),
            *("--ignore-sys-prefix", "--no-sourcemaps", "--no-unused-shared-packages"),
            *(f"--LiteBuildConfig.federated_extensions={SHIPPED / name}" for name in EXTENSIONS),
        ]
        done = subprocess.run(call, cwd=folder, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise LiveError(f"JupyterLite does not build: {done.stderr[-2000:]}")
    for page in sorted(site.rglob("*.html")):
        old_text = page.read_text(encoding="utf-8")
        if (text := linked(old_text)) != old_text:
            page.write_text(text, encoding="utf-8")
    return target


if __name__ == "__main__":
    sys.exit(add_to_site("Whole notebooks in the browser", build_lite))
