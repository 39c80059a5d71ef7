"""Where a page is: what its things are numbered by, and where its links lead from a copy."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote, urlsplit

from docutils import nodes
from sphinx import addnodes
from sphinx.builders import Builder
from sphinx.environment import BuildEnvironment

from lightbook.repository import NOTEBOOKS


@dataclass(frozen=True)
class Place:
    """The page that is written, and how: ``flat`` inside quotations, ``cell`` inside tables."""

    env: BuildEnvironment
    builder: Builder
    page: str
    depth: int = 0
    flat: bool = False
    cell: bool = False

    def number(self, kind: str, node: nodes.Element) -> str:
        """Return the number that a figure, a table, a theorem has in the book, or nothing."""
        numbers = self.env.toc_fignumbers.get(self.page, {}).get(kind, {})
        found = next((numbers[name] for name in node.get("ids", []) if name in numbers), ())
        return ".".join(map(str, found))

    def section_number(self, anchor: str) -> str:
        """Return the number of the section with an anchor, or nothing."""
        found = self.env.toc_secnumbers.get(self.page, {}).get(anchor) or ()
        return ".".join(map(str, found))

    def link(self, node: nodes.Element) -> str:
        """Return where a reference leads: an address, another notebook, or nowhere."""
        if isinstance(node, addnodes.download_reference):
            return self._file(node)
        address: str = node.get("refuri", "")
        if urlsplit(address).scheme:
            return address
        here = posixpath.dirname(self.builder.get_target_uri(self.page))
        target, _, anchor = address.partition("#")
        if not target:  # on this page: what is meant is read there
            return ""
        target = posixpath.normpath(posixpath.join(here, target))
        base = self.env.config.html_baseurl.rstrip("/")
        if base:
            return f"{base}/{target}" + (f"#{anchor}" if anchor else "")
        pages = {self.builder.get_target_uri(name): name for name in self.env.found_docs}
        source = self.env.doc2path(pages[target], base=False) if target in pages else ""
        return self._beside(source) if source.endswith(".ipynb") else ""

    def _file(self, node: nodes.Element) -> str:
        """Return where a file is that the page offers for download."""
        if "refuri" in node:
            return str(node["refuri"])
        name, _ = self.env.relfn2path(node["reftarget"], self.page)
        base = self.env.config.html_baseurl.rstrip("/")
        if name.endswith(".ipynb"):
            return f"{base}/{NOTEBOOKS}/{quote(name)}" if base else self._beside(name)
        return f"{base}/_downloads/{quote(node['filename'])}" if base else ""

    def _beside(self, source: str) -> str:
        """Return the way from this copy to that of another notebook."""
        return quote(posixpath.relpath(source, posixpath.dirname(self.page) or "."))


def changed(place: Place, **how: Any) -> Place:
    """Return the same page, to be written in another way."""
    return Place(**{**place.__dict__, **how})
