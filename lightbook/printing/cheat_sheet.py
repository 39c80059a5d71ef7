"""The cheat sheet on one page: the tables of the summary, which the build has checked."""

from __future__ import annotations

import html
from collections.abc import Iterable
from copy import copy

from lightbook.printing.book_page import document
from lightbook.printing.one_page import Chapter
from lightbook.printing.settings import Settings

CHAPTER = "chapters-summary"
TABLES = ("definition", "bounds", "forms", "uses")
STYLE = """@page { size: A4 landscape; margin: 9mm 10mm; @bottom-center { content: none; }
  @top-left { content: none; } }
html { font-size: 8.8pt; }
h1 { font-size: 13pt; margin: 0 0 3pt; }
h1 + p { margin: 0 0 4pt; }
.sheet { columns: 2; column-gap: 8mm; }
.sheet table { font-size: 8.8pt; margin: 0 0 6pt; width: 100%; break-inside: avoid; }
.sheet th { font-weight: normal; font-style: italic; }
.sheet caption { font-weight: bold; text-align: left; margin: 0 0 1pt; }
.sheet td { padding: 1.6pt 4pt; vertical-align: middle; }
.sheet td:first-child { width: 24%; }
.caption-number { display: none; }"""


def sheet_html(settings: Settings, listed: Iterable[Chapter]) -> str:
    """Return the sheet as a page for paper; the chapters stay as they are.

    Raises
    ------
    ValueError
        If the summary lacks one of its tables.
    """
    [summary] = [one for one in listed if one.anchor == CHAPTER]
    names = [f"{CHAPTER}--tab-sheet-{name}" for name in TABLES] + [f"{CHAPTER}--tab-which-way"]
    tables = {name: copy(summary.body.find(id=name)) for name in names}
    for name, table in tables.items():
        if table is None:
            raise ValueError(f"the summary has no {name}")
        for link in table.find_all("a"):
            link.name = "span"
    body = "".join(str(table) for table in tables.values())
    head = (
        f"<h1>{html.escape(settings.title)}: cheat sheet</h1>"
        f"<p>Logarithms are natural and values in nats; for bits divide by log 2. "
        f"The expectation is under the first argument. {html.escape(settings.address)}</p>"
    )
    return document(settings, f'{head}<div class="sheet">{body}</div>', STYLE)
