"""Makes a head of a table that says nothing, as above its first column, an empty cell.

A reader of screens would announce it as a head for every cell below.
"""

from __future__ import annotations

import re
from typing import Any, Final

from sphinx.application import Sphinx

from lightbook.theme import is_on

_EMPTY: Final = re.compile(r"<th(?P<rest>[^>]*)>(?:\s|<p></p>|&#160;|&nbsp;)*</th>")


def without_empty_heads(body: str) -> str:
    """Return HTML whose empty heads are cells.

    Examples
    --------
    >>> without_empty_heads('<tr><th class="head"><p></p></th><th>a</th></tr>')
    '<tr><td class="head"></td><th>a</th></tr>'
    """
    return _EMPTY.sub(r"<td\g<rest>></td>", body)


def mend_tables(
    app: Sphinx, pagename: str, templatename: str, context: dict[str, Any], doctree: Any
) -> None:
    """Mend the tables of a page, and its list of works."""
    if is_on(app) and context.get("body"):
        body = without_empty_heads(context["body"])
        # Sphinx's list of works has a role that accessibility standards have dropped.
        context["body"] = body.replace('role="doc-biblioentry"', 'role="listitem"')


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("html-page-context", mend_tables)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
