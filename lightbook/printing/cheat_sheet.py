"""The cheat sheet on one page: tables of the book, which the build has checked.

A book says in ``lightbook_cheat_sheet`` from which page they come, gives their labels, and a line
that stands above them.
"""

from __future__ import annotations

import html
from collections.abc import Iterable
from copy import copy

from lightbook.printing.book_page import document
from lightbook.printing.one_page import Chapter, anchor_of
from lightbook.printing.settings import Settings

STYLE = """@page { size: A4 landscape; margin: 9mm 10mm; @bottom-center { content: none; }
  @top-left { content: none; } }
html { font-size: 7.8pt; }
h1 { font-size: 13pt; margin: 0 0 3pt; }
h1 + p { margin: 0 0 4pt; }
.sheet { columns: 2; column-gap: 8mm; }
.sheet table { font-size: 7.8pt; margin: 0 0 4pt; width: 100%; break-inside: avoid; }
.sheet th { font-weight: normal; font-style: italic; }
.sheet caption { font-weight: bold; text-align: left; margin: 0 0 1pt; }
.sheet td { padding: 1.2pt 4pt; vertical-align: middle; }
.sheet td:first-child { width: 24%; }
.caption-number { display: none; }"""


def sheet_html(settings: Settings, listed: Iterable[Chapter]) -> str:
    """Return the sheet as a page for paper; the chapters stay as they are.

    Raises
    ------
    ValueError
        If the page lacks one of its tables.
    """
    wanted = settings.cheat_sheet
    page = anchor_of(wanted["page"])
    [chapter] = [one for one in listed if one.anchor == page]
    tables = {name: copy(chapter.body.find(id=f"{page}--{name}")) for name in wanted["tables"]}
    for name, table in tables.items():
        if table is None:
            raise ValueError(f"{wanted['page']} has no table {name}")
        for link in table.find_all("a"):
            link.name = "span"
    body = "".join(str(table) for table in tables.values())
    head = (
        f"<h1>{html.escape(settings.title)}: cheat sheet</h1>"
        f"<p>{html.escape(wanted.get('note', ''))} {html.escape(settings.address)}</p>"
    )
    return document(settings, f'{head}<div class="sheet">{body}</div>', STYLE)
