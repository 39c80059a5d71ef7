"""What a page loads, what it says of itself, and whether its HTML is valid."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from lightbook.nodejs import node
from tests.book.built import parsed
from tests.book.pages import ROOT, site_pages

PAGES = site_pages()
VALIDATOR = ROOT / "tests/node_modules/html-validate/bin/html-validate.mjs"


@pytest.mark.parametrize("name", PAGES)
def test_a_page_loads_one_style_sheet_and_only_scripts_it_uses(site: Path, name: str) -> None:
    soup = parsed(site / name)
    assert len(soup.select("link[rel=stylesheet]")) == 1
    scripts = {Path(str(tag["src"]).partition("?")[0]).name for tag in soup.select("script[src]")}
    expected = {"site.js", "reader.js"}
    if soup.select(".lightbook-widget"):
        expected.add("host.js")
    if soup.select(".lightbook-filter"):
        expected.add("filter.js")
    if soup.select("div.cell .cell_input"):
        expected.add("run.js")
    assert scripts == expected
    assert all(tag.has_attr("defer") for tag in soup.select("script[src]"))
    assert all(
        re.search(r"\?v=[0-9a-f]{8}$", str(tag["src"])) for tag in soup.select("script[src]")
    )


def test_the_site_has_the_books_pages_and_those_of_the_site_itself(site: Path) -> None:
    files = [path.relative_to(site) for path in site.rglob("*.html")]
    found = {path.as_posix() for path in files if path.parts[0] not in {"_static", "lite"}}
    assert found == {*PAGES, "search.html", "genindex.html", "py-modindex.html", "404.html"}


def test_the_site_holds_nothing_that_no_page_asks_for(site: Path) -> None:
    static = site / "_static"
    files = [path.relative_to(static) for path in static.rglob("*") if path.is_file()]
    authors = {path.name for path in (ROOT / "chapters" / "_static").iterdir()}
    brought = [path for path in files if path.parts[0] != "lightbook" and path.name not in authors]
    style = (static / "lightbook" / "all.css").read_text(encoding="utf-8")
    assert style.count("data:font/woff2;base64,") == 3, "the face of the text"
    assert not list(static.glob("lightbook/*.woff2"))
    said = style + "".join(str(parsed(path)) for path in sorted(site.rglob("*.html")))
    assert brought, "not even a font for formulas"
    assert [path.as_posix() for path in brought if f"/{path.as_posix()}" not in said] == []
    assert not list(site.rglob("*fontawesome*"))


@pytest.mark.parametrize("name", PAGES)
def test_a_page_says_what_it_is(site: Path, name: str) -> None:
    soup = parsed(site / name)
    assert soup.html is not None
    assert soup.html["lang"] == "en"
    assert len(soup.select("title")) == len(soup.select("meta[name=viewport]")) == 1
    (description,) = soup.select("meta[name=description]")
    assert 40 <= len(str(description["content"])) <= 160


@pytest.mark.parametrize(
    ("selector", "attribute"), [("title", None), ("meta[name=description]", "content")]
)
def test_no_two_pages_say_the_same_of_themselves(
    site: Path, selector: str, attribute: str | None
) -> None:
    tags = [parsed(site / name).select(selector)[0] for name in PAGES]
    said = [str(tag[attribute]) if attribute else tag.get_text() for tag in tags]
    assert len(set(said)) == len(said)


@pytest.mark.parametrize("name", PAGES)
def test_figures_wait_and_keep_their_place(site: Path, name: str) -> None:
    for image in parsed(site / name).select("article img"):
        assert image.get("loading") == "lazy", image["src"]
        assert int(str(image["width"])) > 0, image["src"]
        assert int(str(image["height"])) > 0, image["src"]


def test_the_html_is_valid(site: Path) -> None:
    pages = (path.relative_to(site) for path in sorted(site.rglob("*.html")))
    files = [str(site / path) for path in pages if path.parts[0] not in {"_static", "lite"}]
    config = ROOT / "tests" / ".htmlvalidate.json"
    done = subprocess.run(
        [node(), str(VALIDATOR), "--config", str(config), "--formatter", "json", *files],
        capture_output=True,
        text=True,
        check=False,
    )
    found = [
        f"{Path(report['filePath']).name}:{fault['line']}: {fault['ruleId']}: {fault['message']}"
        for report in json.loads(done.stdout)
        for fault in report["messages"]
    ]
    assert found == []
    assert done.returncode == 0, done.stderr
