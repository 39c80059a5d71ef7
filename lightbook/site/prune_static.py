"""Leaves out of a site what themes and extensions bring along, and no page of it asks for.

A theme brings its scripts, icon fonts and translations whether or not they are used. They would
be in every copy of the book, and in what other programs find in it.
"""

from __future__ import annotations

from pathlib import Path

from sphinx.application import Sphinx

from lightbook.static_files import STYLE, pages


def authors_files(app: Sphinx) -> set[str]:
    """Return the paths under ``_static`` of the files that the book's author put there."""
    # Extensions add folders of their own to the list, by their whole paths.
    names = [name for name in app.config.html_static_path if not Path(name).is_absolute()]
    folders = [Path(app.confdir) / name for name in names]
    return {
        path.relative_to(folder).as_posix()
        for folder in folders
        for path in folder.rglob("*")
        if path.is_file()
    }


def remove_unused(app: Sphinx) -> None:
    """Remove what no page names, nor what pages load, and the folders left empty."""
    out = Path(app.outdir)
    static = out / "_static"
    said = "".join(path.read_text(encoding="utf-8") for path in (*pages(app), out / STYLE))
    kept = authors_files(app)
    loaded = "".join(
        path.read_text(encoding="utf-8", errors="replace")
        for path in static.rglob("*")
        if path.suffix in {".css", ".js"} and f"/{path.relative_to(static).as_posix()}" in said
    )
    for path in sorted(static.rglob("*"), reverse=True):  # what is in a folder comes before it
        name = path.relative_to(static).as_posix()
        if path.is_dir():
            if not any(path.iterdir()):
                path.rmdir()
        elif not (
            name.startswith("lightbook/")
            or name in kept
            or f"/{name}" in said
            or path.name in loaded  # a script or a style sheet may ask for what lies beside it
        ):
            path.unlink()
