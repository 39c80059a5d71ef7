"""Writes what the search looks through: each section, by its title, its place and its words.

The index is a script rather than JSON, so that it can be loaded from a folder too, and is loaded
only when somebody searches. That of Sphinx holds stems of words: it could show no passage without
asking for the page, which a page from a folder may not.

Readers look for words that the book does not use: ``lightbook_search_words`` says, for such words,
by which words of the book the best place is found. Two names may open a widget with both chosen:
``lightbook_search_pairs`` says on which ``page``, after which words they count (``asked``), and
which function gives the names and the links of the ``pairs``, by its module and its name.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from importlib import import_module
from pathlib import Path
from typing import Any, Final

from docutils import nodes
from sphinx import addnodes
from sphinx.application import Sphinx
from sphinx.errors import ExtensionError

from lightbook.nodes.text import is_entry, words
from lightbook.static_files import INDEX, stamp

OPENING: Final = "lightbookIndex="
WORDS: Final = "lightbookWords="
KEY: Final = "lightbook_search_words"
PAIRS: Final = "lightbookPairs="
PAIRS_KEY: Final = "lightbook_search_pairs"
# Title, page, address, words, and 1 for a described function: readers look for chapters first.
Entry = tuple[str, str, str, str, int]


def entries(doctree: nodes.document, page: str, url: str) -> Iterator[Entry]:
    """Yield each section and each described function."""
    for node in doctree.findall(is_entry):
        head = node.next_node(lambda part: isinstance(part, nodes.title | addnodes.desc_signature))
        holder = node if node.get("ids") else head
        anchor = f"#{holder['ids'][0]}" if holder.get("ids") else ""
        first = node.parent is doctree
        title = "".join(words(head, top=False)).strip()
        text = " ".join("".join(words(node)).split())
        described = int(isinstance(node, addnodes.desc))
        yield (page if first else title, page, url if first else url + anchor, text, described)


def page_title(app: Sphinx, name: str) -> str:
    """Return a page's title, after its number if it has one."""
    number = app.env.toc_secnumbers.get(name, {}).get("")
    title: str = app.env.titles[name].astext()
    return f"{'.'.join(map(str, number))}. {title}" if number else title


def record(app: Sphinx, name: str) -> Path:
    """Return the file that keeps the entries of a page, beside its doctree."""
    return Path(app.doctreedir, f"{name}.search.json")


def record_entries(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Keep the entries of a page whose references are resolved.

    Only once: sphinxcontrib-bibtex writes the list of works twice when asked twice. On disk:
    pages may be resolved in other processes than that which writes the index, or earlier.
    """
    url = app.builder.get_target_uri(docname)
    found = list(entries(doctree, page_title(app, docname), url))
    record(app, docname).write_text(json.dumps(found), encoding="utf-8")


def write_index(app: Sphinx) -> None:
    """Write the index of all pages, whichever of them this build has written."""
    listed: list[Entry] = []
    for name in sorted(app.env.found_docs):
        if not record(app, name).is_file():  # written before the book had this theme
            app.env.get_and_resolve_doctree(name, app.builder)
        listed += json.loads(record(app, name).read_text(encoding="utf-8"))
    lines = f"{OPENING}{_compact(listed)};\n{WORDS}{_compact(app.config[KEY])};\n"
    if app.config[PAIRS_KEY]:
        lines += f"{PAIRS}{_compact(pairs_of(app, **app.config[PAIRS_KEY]))};\n"
    (Path(app.outdir) / INDEX).write_text(lines, encoding="utf-8")
    stamp(app, INDEX)


def pairs_of(app: Sphinx, *, page: str, asked: list[str], pairs: str) -> Mapping[str, Any]:
    """Return what the search needs to lead two names to the widget that stands on a page.

    Raises
    ------
    ExtensionError
        If the book has no such page.
    """
    if page not in app.env.found_docs:
        raise ExtensionError(f"{PAIRS_KEY} names the page {page!r}, which is not in the book")
    module, _, function = pairs.rpartition(".")
    known: Mapping[str, Any] = getattr(import_module(module), function)()
    address = app.builder.get_target_uri(page)
    return {"asked": asked, "page": page_title(app, page), "url": address, **known}


def _compact(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the settings with Sphinx."""
    app.add_config_value(KEY, {}, "html", [dict])
    app.add_config_value(PAIRS_KEY, {}, "html", [dict])
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
