"""The errata page shows every number that it should, computed and to the digit."""

from __future__ import annotations

from pathlib import Path

import pytest
from bs4 import BeautifulSoup, Tag

from tests.book.built import parsed
from tests.book.errata_numbers import COMPUTED, SAID

ENTRIES = [f"errata-{number:02}" for number in range(1, 28)]


@pytest.fixture(scope="module")
def page(site: Path) -> BeautifulSoup:
    """Return the built page."""
    return parsed(site / "chapters" / "errata.html")


def section(page: BeautifulSoup, label: str) -> Tag:
    """Return the section that the label stands before."""
    target = page.find(id=label)
    assert isinstance(target, Tag), f"the page has no {label}"
    found = target if target.name == "section" else target.find_parent("section")
    assert isinstance(found, Tag)
    return found


def computed_texts(part: Tag) -> set[str]:
    """Return what cells handed to the prose of a section, with plain spaces and minus signs."""
    plain = str.maketrans({"−": "-", "\N{NO-BREAK SPACE}": " "})
    return {span.get_text().translate(plain) for span in part.find_all(class_="pasted-text")}


def prose(part: Tag) -> str:
    """Return the words of a section without code and formulas, spaces made single."""
    copy = BeautifulSoup(str(part), "html.parser")
    for other in copy.select(".cell, .highlight, .math, .headerlink"):
        other.decompose()
    return " ".join(copy.get_text().split())


@pytest.mark.parametrize("label", COMPUTED)
def test_numbers_are_computed_to_the_digit(page: BeautifulSoup, label: str) -> None:
    missing = set(COMPUTED[label]) - computed_texts(section(page, label))
    assert not missing, f"{label} does not show {sorted(missing)}"


@pytest.mark.parametrize("label", SAID)
def test_statements_stand(page: BeautifulSoup, label: str) -> None:
    text = prose(section(page, label))
    missing = [words for words in SAID[label] if words not in text]
    assert not missing, f"{label} does not say {missing}"


def test_entries_are_numbered_in_order(page: BeautifulSoup) -> None:
    titles = [section(page, label).find(["h2", "h3"]).get_text() for label in ENTRIES]
    assert [title.split(".")[0] for title in titles] == [str(n) for n in range(1, 28)]


def test_each_entry_is_expected_to_show_or_say_something() -> None:
    for label in ENTRIES:
        assert COMPUTED[label] or SAID[label], label


def test_a_wrong_digit_or_a_typed_number_is_noticed() -> None:
    built = BeautifulSoup(
        '<section><span id="e"></span><h3>1. T</h3><p>0.2271 <span class="pasted-text">−0.35</span>'
        "</p></section>",
        "html.parser",
    )
    assert computed_texts(section(built, "e")) == {"-0.35"}
