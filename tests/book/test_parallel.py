"""A build in several processes loses nothing."""

from __future__ import annotations

import json
from pathlib import Path

from tests.book.bare_book import build_bare_book, write_bare_book

NAMES = [f"page{number}" for number in range(9)]


def test_every_page_is_found_after_a_build_in_two_processes(tmp_path: Path) -> None:
    pages = {f"{name}.md": f"# On {name}\n\nSome words on {name}.\n" for name in NAMES}
    write_bare_book(tmp_path, pages)
    # Sphinx warns of an extension that makes it write in one process all the same.
    done = build_bare_book(tmp_path, "-j", "2")
    assert done.returncode == 0, done.stdout + done.stderr
    text = (tmp_path / "_build/html/_static/lightbook/search-index.js").read_text()
    entries = json.loads(text.splitlines()[0].partition("=")[2].rstrip(";"))
    assert text.splitlines()[1] == "lightbookWords={};"
    expected = {f"{name}.html": f"Some words on {name}." for name in NAMES}
    assert {url: words for _, _, url, words, _ in entries if url in expected} == expected
