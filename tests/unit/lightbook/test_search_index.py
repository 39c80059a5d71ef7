"""What the search index says of a widget that two names open."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from sphinx.errors import ExtensionError

from lightbook.site.search_index import pairs_of

PAIRS = "kltext.widgets.calculator.search_names.search_pairs"


def app() -> Any:
    titles = {"tools": SimpleNamespace(astext=lambda: "Tools")}
    env = SimpleNamespace(found_docs={"tools"}, titles=titles, toc_secnumbers={})
    builder = SimpleNamespace(get_target_uri=lambda name: f"{name}.html")
    return SimpleNamespace(env=env, builder=builder)


def test_it_names_the_page_of_the_widget_and_its_pairs() -> None:
    found = pairs_of(app(), page="tools", asked=["kl between"], pairs=PAIRS)
    assert (found["page"], found["url"]) == ("Tools", "tools.html")
    assert "gamma gamma" in found["pairs"]


def test_a_page_that_the_book_lacks_is_named() -> None:
    with pytest.raises(ExtensionError, match="'elsewhere', which is not in the book"):
        pairs_of(app(), page="elsewhere", asked=[], pairs=PAIRS)
