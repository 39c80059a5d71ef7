"""Addresses of links as they were written: MyST escapes an ampersand, and the writer does again."""

from __future__ import annotations

from typing import Any

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.transforms import SphinxTransform


def unescaped(address: str) -> str:
    """Return an address with its ampersands as they were written, and nothing else changed.

    Examples
    --------
    >>> unescaped("#alpha?alpha=1&amp;section=2&copy=3")
    '#alpha?alpha=1&section=2&copy=3'
    """
    return address.replace("&amp;", "&")


class UnescapeAddresses(SphinxTransform):
    """Takes one of the two escapes back."""

    default_priority = 400

    def apply(self, **_: Any) -> None:
        """Change the addresses of a page."""
        for link in self.document.findall(nodes.reference):
            if "refuri" in link:
                link["refuri"] = unescaped(link["refuri"])


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_transform(UnescapeAddresses)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
