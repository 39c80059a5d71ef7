"""A book of Sphinx and lightbook alone, which starts in a third of Jupyter Book's time."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

SETTINGS = {
    "project": "A bare book",
    "html_title": "A bare book",
    "extensions": ["myst_nb", "lightbook"],
    "html_theme": "lightbook",
    "nb_execution_mode": "off",
    "exclude_patterns": ["_build"],
}


def write_bare_book(book: Path, pages: Mapping[str, str], **settings: Any) -> None:
    """Write a book of ``pages`` (name of the file: text) and a page that lists them."""
    book.mkdir(parents=True, exist_ok=True)
    lines = [f"{name} = {value!r}\n" for name, value in (SETTINGS | settings).items()]
    (book / "conf.py").write_text("".join(lines))
    names = "\n".join(name.partition(".")[0] for name in pages)
    (book / "index.md").write_text(f"# A bare book\n\n```{{toctree}}\n{names}\n```\n")
    for name, text in pages.items():
        (book / name).write_text(text)


def build_bare_book(
    book: Path, *flags: str, package: Path | None = None
) -> subprocess.CompletedProcess[str]:
    """Build into ``_build/html``, every warning an error; what ``package`` holds comes first."""
    environment = {**os.environ, "PYTHONHASHSEED": "0"}
    if package is not None:
        environment["PYTHONPATH"] = str(package)
    command: list[str | Path] = [
        Path(sys.executable).with_name("sphinx-build"),
        "-n",
        "-W",
        "--keep-going",
        *flags,
    ]
    command += [book, book / "_build" / "html"]
    return subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
