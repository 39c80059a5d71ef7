"""Joins the pages of the built site into one, for paper.

The articles are taken as they stand on the site, in reading order, so that every number and
every label is the same. Names are made unique by their page, and links lead to places in the
one page. What is folded is opened; what only a screen can use is left out.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from typing import Any
from urllib.parse import unquote, urljoin, urlsplit

import yaml
from bs4 import BeautifulSoup, Tag

SCREEN_ONLY = (
    ".headerlink, .lightbook-tools, .lightbook-screen, .sd-summary-icon, .sd-summary-state-marker, "
    "details.hide, noscript, button, script"
)
STATE = 'script[type="application/vnd.jupyter.widget-state+json"]'
CONTENTS = "contents"
REFERRING = ("aria-labelledby", "aria-describedby", "aria-controls", "for")


@dataclass
class Section:
    """A heading of the second level, for the contents."""

    anchor: str
    title: str


@dataclass
class Chapter:
    """One page of the book: where it starts, and what is printed of it."""

    anchor: str
    part: str
    title: str
    number: str
    body: Tag
    sections: list[Section] = field(default_factory=list)
    models: dict[str, Any] = field(default_factory=dict)
    scripts: dict[str, str] = field(default_factory=dict)


def reading_order(book: Path) -> Iterator[tuple[str, str]]:
    """Yield the part and the name of every page, the landing page left out."""
    toc = yaml.safe_load((book / "_toc.yml").read_text(encoding="utf-8"))
    for part in toc.get("parts") or [toc]:
        for chapter in part.get("chapters", []):
            yield part.get("caption", ""), chapter["file"]


def chapters(book: Path, site: Path) -> list[Chapter]:
    """Return what is printed of every page.

    Raises
    ------
    FileNotFoundError
        If a page was not built.
    """
    names = list(reading_order(book))
    known = {f"{name}.html" for _, name in names}
    return [_chapter(site, part, name, known) for part, name in names]


def anchor_of(page: str) -> str:
    """Return the name of a page in the one page."""
    return page.removesuffix(".html").replace("/", "-")


def _chapter(site: Path, part: str, name: str, known: set[str]) -> Chapter:
    page = f"{name}.html"
    if not (site / page).is_file():
        raise FileNotFoundError(f"{site / page} is missing: run `make book` first")
    soup = BeautifulSoup((site / page).read_text(encoding="utf-8"), "html.parser")
    article = soup.select_one("article.bd-article")
    assert article is not None, f"{page} has no article"  # noqa: S101
    scripts, models = _widgets(soup, anchor_of(page))
    for useless in article.select(SCREEN_ONLY):
        useless.decompose()
    for fold in article.find_all("details"):
        fold["open"] = ""
    _rename(article, anchor_of(page))
    for link in article.find_all("a", href=True):
        _lead(link, page, known)
    for image in article.find_all("img", src=True):
        image["src"] = (site / page).parent.joinpath(unquote(str(image["src"]))).resolve().as_uri()
        image.attrs.pop("loading", None)
    heading = article.find("h1")
    assert heading is not None, f"{page} has no title"  # noqa: S101
    number = heading.select_one(".section-number")
    mark = number.get_text(strip=True).rstrip(".") if number else ""
    title = heading.get_text(" ", strip=True)
    chapter = Chapter(anchor_of(page), part, title.removeprefix(f"{mark}.").strip(), mark, article)
    chapter.scripts, chapter.models = scripts, models
    chapter.sections = list(_sections(article, chapter.anchor))
    return chapter


def _sections(article: Tag, anchor: str) -> Iterator[Section]:
    for count, heading in enumerate(article.find_all("h2")):
        name = heading["id"] = f"{anchor}--h{count}"
        yield Section(name, " ".join(heading.get_text(" ", strip=True).split()))


def _widgets(soup: BeautifulSoup, anchor: str) -> tuple[dict[str, str], dict[str, Any]]:
    """Return the scripts of a page's widgets, and these with names that no other page has."""
    holder = soup.select_one(STATE)
    if holder is None:
        return {}, {}
    for place in soup.select("[data-model]"):
        place["data-model"] = f"{anchor}-{place['data-model']}"
    text = holder.get_text().replace("IPY_MODEL_", f"IPY_MODEL_{anchor}-")
    saved = json.loads(text)
    models = {f"{anchor}-{name}": model for name, model in saved["state"].items()}
    return saved["scripts"], models


def _rename(article: Tag, anchor: str) -> None:
    for tag in article.find_all(True):
        if "id" in tag.attrs:
            tag["id"] = f"{anchor}--{tag['id']}"
        for attribute in REFERRING:
            if attribute in tag.attrs:
                value = tag[attribute]
                names = value if isinstance(value, list) else str(value).split()
                tag[attribute] = " ".join(f"{anchor}--{name}" for name in names)


def _lead(link: Tag, page: str, known: set[str]) -> None:
    """Let a link lead into the one page, or out of the book, or be text."""
    url = urlsplit(str(link["href"]))
    if url.scheme or url.netloc:
        return
    if "?" in url.fragment:  # sets an explorer
        link.name = "span"
        del link["href"]
        return
    target = str(PurePosixPath(urljoin(page, unquote(url.path)))) if url.path else page
    if target == "index.html":
        link["href"] = f"#{CONTENTS}"
    elif target in known:
        place = unquote(url.fragment)
        link["href"] = f"#{anchor_of(target)}" + (f"--{place}" if place else "")
    else:
        link.name = "span"
        del link["href"]


def dead_links(listed: Iterable[Chapter]) -> list[str]:
    """Return the links of the one page that lead nowhere."""
    names, links = {CONTENTS}, []
    for chapter in listed:
        names |= {chapter.anchor, *(str(tag["id"]) for tag in chapter.body.find_all(id=True))}
        links += [str(link["href"]) for link in chapter.body.find_all("a", href=re.compile("^#"))]
    return sorted({link for link in links if link[1:] not in names})
