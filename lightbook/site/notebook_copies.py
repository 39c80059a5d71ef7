"""Hands out the notebooks: copies of chapters and exercises that run anywhere.

A copy is the notebook as it stands in the repository, with one more cell below its title. The
cell installs the book's packages where one cannot be imported, and does nothing elsewhere; it has
no mark of a task, so that checks and graders pass it by. Where there is no margin, what the page
has in it is a quotation below its paragraph.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx

from lightbook.repository import NOTEBOOKS
from lightbook.site.projects import requirements

CELL_ID: Final = "lightbook-install"
DATA_KEY: Final = "lightbook_data_code"
INSTALL: Final = """# This copy runs anywhere: what it needs is installed first, if it is missing.
import importlib.util
import subprocess
import sys

needed = {needed}
if not all(map(importlib.util.find_spec, needed)):
    install = [sys.executable, "-m", "pip", "install", "--quiet", *needed.values()]
    subprocess.run(install, check=True)
    importlib.invalidate_caches()"""
MARGIN_NOTE: Final = re.compile(r":::\{margin\}\n(.+?)\n:::\n\n(.+?)(?=\n\n|\Z)", re.DOTALL)


def installable(text: str, needed: Mapping[str, str], data_code: str = "") -> str:
    """Return a notebook's text with the cell that installs what it needs.

    ``needed`` says, by module, what pip installs; ``data_code`` is run where the notebook reads
    from the folder ``data``.

    Raises
    ------
    ValueError
        If the text is no notebook, or has such a cell already.
    """
    notebook = json.loads(text)
    cells = notebook.get("cells") if isinstance(notebook, dict) else None
    if not isinstance(cells, list) or not cells:
        raise ValueError("this is no notebook: it has no cells")
    if any(cell.get("id") == CELL_ID for cell in cells):
        raise ValueError(f"the notebook has a cell {CELL_ID!r} already")
    for cell in cells:
        source = "".join(cell["source"])
        if cell["cell_type"] == "markdown" and MARGIN_NOTE.search(source):
            cell["source"] = quoting_notes(source).splitlines(keepends=True)
    code = "".join("".join(cell["source"]) for cell in cells if cell["cell_type"] == "code")
    listed = json.dumps(needed, indent=4)
    install = INSTALL.format(needed=listed)
    if data_code and reads_tables(code):
        install += f"\n\n{data_code.strip()}"
    place = 1 if cells[0]["cell_type"] == "markdown" else 0
    cells.insert(place, _code_cell(install))
    return json.dumps(notebook, indent=1, ensure_ascii=False) + "\n"


def quoting_notes(text: str) -> str:
    r"""Return Markdown with each margin note as a quotation after its paragraph.

    Examples
    --------
    >>> print(quoting_notes(":::{margin}\nSay *nat*.\n:::\n\nThe unit is the nat.\n\nMore."))
    The unit is the nat.
    <BLANKLINE>
    > Say *nat*.
    <BLANKLINE>
    More.
    """

    def quoted(found: re.Match[str]) -> str:
        note = "\n".join(f"> {line}" for line in found[1].split("\n"))
        return f"{found[2]}\n\n{note}"

    return MARGIN_NOTE.sub(quoted, text)


def reads_tables(code: str) -> bool:
    """Return whether some code reads from the folder ``data``."""
    return '"data"' in code or '"data/' in code


def _code_cell(source: str) -> dict[str, Any]:
    return {
        "cell_type": "code",
        "execution_count": None,
        "id": CELL_ID,
        "metadata": {},
        "outputs": [],
        "source": source.splitlines(keepends=True),
    }


def notebook_sources(app: Sphinx) -> list[Path]:
    """Return the notebooks that the site hands out: of its pages, and the exercises."""
    book = Path(app.srcdir)
    pages = [Path(app.env.doc2path(name)) for name in sorted(app.env.found_docs)]
    chapters = [path for path in pages if path.suffix == ".ipynb"]
    return [*chapters, *sorted((book / app.config.lightbook_exercises).glob("*.ipynb"))]


def hand_out(app: Sphinx, failure: Exception | None) -> None:
    """Write the copies, and let the downloads that Sphinx has copied be such copies too."""
    if failure is not None or app.builder.format != "html":
        return
    site, needed = Path(app.outdir), requirements(app)
    data_code = app.config[DATA_KEY]
    for source in notebook_sources(app):
        target = site / NOTEBOOKS / source.relative_to(app.srcdir)
        target.parent.mkdir(parents=True, exist_ok=True)
        text = installable(source.read_text(encoding="utf-8"), needed, data_code)
        target.write_text(text, encoding="utf-8")
    for source, (_, name) in app.env.dlfiles.items():
        path = Path(app.srcdir, source)
        if path.suffix == ".ipynb":
            text = installable(path.read_text(encoding="utf-8"), needed, data_code)
            (site / "_downloads" / name).write_text(text, encoding="utf-8")


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(DATA_KEY, "", "html", [str])
    app.connect("build-finished", hand_out)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
