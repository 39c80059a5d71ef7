"""A warm build runs what changed and nothing else, and no page keeps an old number."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.book.bare_book import build_bare_book, write_bare_book
from tests.book.notebooks import notebook

QUOTE = "# Quotes\n\nThe value is {glue:text}`first.ipynb::value:.3f`.\n"


def first_page(value: str) -> str:
    return notebook(
        f"from myst_nb import glue\nglue('value', {value}, display=False)", prose="# First"
    )


SECOND_PAGE = notebook("import ours\nprint('it is', ours.VALUE)")


@pytest.fixture
def package(tmp_path: Path) -> Path:
    """Write a package of one constant, which a test may change."""
    folder = tmp_path / "site-packages"
    (folder / "ours").mkdir(parents=True)
    (folder / "ours" / "__init__.py").write_text("VALUE = 111\n")
    return folder


def executed(book: Path, package: Path) -> set[str]:
    """Build the book and return the names of the notebooks that ran."""
    result = build_bare_book(book, package=package)
    assert result.returncode == 0, result.stdout + result.stderr
    return set(re.findall(r"(\w+)\.ipynb: Executed notebook in", result.stdout + result.stderr))


def page(book: Path, name: str) -> str:
    return (book / "_build" / "html" / f"{name}.html").read_text()


def test_what_a_change_runs_again(tmp_path: Path, package: Path) -> None:
    book = tmp_path / "book"
    pages = {"first.ipynb": first_page("0.125"), "second.ipynb": SECOND_PAGE, "quote.md": QUOTE}
    write_bare_book(book, pages, nb_execution_mode="cache", lightbook_foundations=["ours"])
    assert executed(book, package) == {"first", "second"}
    assert "it is 111" in page(book, "second")
    assert "The value is 0.125." in re.sub(r"<[^>]+>", "", page(book, "quote"))

    # One chapter changed: it alone runs, and the page that quotes it follows.
    (book / "first.ipynb").write_text(first_page("0.875"))
    assert executed(book, package) == {"first"}
    assert "The value is 0.875." in re.sub(r"<[^>]+>", "", page(book, "quote"))

    # A constant of the package changed: all run, and the page shows the new number.
    (package / "ours" / "__init__.py").write_text("VALUE = 222\n")
    assert executed(book, package) == {"first", "second"}
    assert "it is 222" in page(book, "second")
