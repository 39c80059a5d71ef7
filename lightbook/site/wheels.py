"""Hands out the book's own package: the site holds a wheel of ``kltext``, bundles included.

The wheel is made by hatchling, without a network, from the book's folder; the same source
gives the same bytes. A book that does not carry the package hands out none.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

FOLDER: Final = "wheels"


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project into a folder, where it replaces older ones."""
    from hatchling.builders.wheel import WheelBuilder

    for old in folder.glob("*.whl"):
        old.unlink()
    return Path(next(WheelBuilder(str(project)).build(directory=str(folder))))


def carries_package(book: Path) -> bool:
    """Return whether the book's folder is that of the package as well."""
    return (book / "pyproject.toml").is_file() and (book / "kltext" / "__init__.py").is_file()


def wheel_name(site: Path) -> str | None:
    """Return the name of the wheel that a site hands out, or None."""
    return next((path.name for path in sorted((site / FOLDER).glob("*.whl"))), None)


def add_wheel(app: Sphinx) -> None:
    """Put the wheel beside the pages, before these are written."""
    book, site = Path(app.srcdir), Path(app.outdir)
    if app.builder.format == "html" and carries_package(book):
        build_wheel(book, site / FOLDER)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("builder-inited", add_wheel)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
