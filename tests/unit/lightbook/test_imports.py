"""What a browser's Python must load for a notebook's imports of the book's own packages."""

from __future__ import annotations

from lightbook.site.imports import third_party


def test_what_own_packages_import_is_found_however_deep() -> None:
    alone = third_party(["import kltext"], {"kltext"})
    assert "numpy" in alone
    assert "matplotlib" not in alone
    assert "matplotlib" in third_party(["from kltext.plots import book_style"], {"kltext"})
    assert "anywidget" in third_party(["import json", "import kltext.widgets as w"], {"kltext"})
    assert third_party(["import json", "%magic", "x = 1"], {"kltext"}) == []


def test_other_packages_are_not_looked_into() -> None:
    assert third_party(["import kltext.plots"], set()) == ["kltext"]
    assert "numpy" in third_party(["from kltext import no_such_name"], {"kltext"})
