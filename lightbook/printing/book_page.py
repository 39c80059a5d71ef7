"""Writes the one page of the whole book: title, contents, chapters, and the page's own script."""

from __future__ import annotations

import html
import json
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from pygments.formatters import HtmlFormatter

from lightbook.bundles import DIST
from lightbook.printing.one_page import CONTENTS, Chapter, dead_links
from lightbook.printing.settings import Settings

STYLE = Path(__file__).with_name("print.css")
SCREEN_SHEETS = {"all.css", "site.css"}


def book_html(
    settings: Settings, listed: Sequence[Chapter], pages: Mapping[str, int] | None = None
) -> str:
    """Return the chapters as one page; `pages` says on which page each anchor stands.

    Raises
    ------
    ValueError
        If a link within it leads nowhere.
    """
    dead = dead_links(listed)
    if dead:
        raise ValueError(f"links of the printed book lead nowhere: {', '.join(dead[:10])}")
    models = {name: model for chapter in listed for name, model in chapter.models.items()}
    scripts = {kind: script for chapter in listed for kind, script in chapter.scripts.items()}
    parts = [
        _title(settings),
        _contents(listed, pages or {}),
        *(_chapter(chapter) for chapter in listed),
        _scripts(settings, models, scripts),
    ]
    return document(settings, "\n".join(parts), "".join(map(_named_page, listed)))


def document(settings: Settings, body: str, style: str = "") -> str:
    """Return a page for paper."""
    code = HtmlFormatter(style="tango").get_style_defs(".highlight")
    # The style sheets of widgets, in the order in which the site has them.
    ours = sorted((settings.site / "_static" / "lightbook").glob("*.css"))
    widgets = [sheet for sheet in ours if sheet.name not in SCREEN_SHEETS]
    sheets = (DIST / "katex" / "katex.min.css", *widgets, STYLE)
    links = "".join(f'<link rel="stylesheet" href="{sheet.as_uri()}">' for sheet in sheets)
    return (
        f'<!DOCTYPE html>\n<html lang="en" data-theme="light"><head><meta charset="utf-8">'
        f"<title>{html.escape(settings.title)}</title><style>{code}</style>{links}"
        f"<style>{style}</style></head><body>{body}</body></html>\n"
    )


def _title(settings: Settings) -> str:
    lines = [settings.author, settings.copyright, settings.address]
    rest = "".join(f"<p>{html.escape(line)}</p>" for line in lines if line)
    logo = (settings.book / settings.logo).as_uri() if settings.logo else ""
    image = f'<img src="{logo}" alt="">' if logo else ""
    return (
        f'<header class="title-page">{image}'
        f'<p class="title">{html.escape(settings.title)}</p>{rest}{settings.licence}</header>'
    )


def _contents(listed: Iterable[Chapter], pages: Mapping[str, int]) -> str:
    lines, part = [f'<nav class="contents" id="{CONTENTS}"><h1>Contents</h1>'], ""
    for chapter in listed:
        if chapter.part != part:
            part = chapter.part
            lines.append(f'<p class="part">{html.escape(part)}</p>')
        name = f"{chapter.number}  {chapter.title}".strip()
        lines.append(_entry(chapter.anchor, name, pages, "chapter"))
        lines += [_entry(one.anchor, one.title, pages, "section") for one in chapter.sections]
    return "".join([*lines, "</nav>"])


def _entry(anchor: str, title: str, pages: Mapping[str, int], kind: str) -> str:
    return (
        f'<p class="{kind}"><a href="#{anchor}"><span>{html.escape(title)}</span>'
        f'<span class="page">{pages.get(anchor, "")}</span></a></p>'
    )


def _chapter(chapter: Chapter) -> str:
    inner = chapter.body.decode_contents()
    return f'<article id="{chapter.anchor}" style="page: {chapter.anchor}">{inner}</article>'


def _named_page(chapter: Chapter) -> str:
    """Return the rule that writes a chapter's title at the head of its pages."""
    title = json.dumps(f"{chapter.number}  {chapter.title}".strip(), ensure_ascii=False)
    return f"@page {chapter.anchor} {{ @top-left {{ content: {title}; }} }}\n"


def _scripts(settings: Settings, models: Mapping[str, object], scripts: Mapping[str, str]) -> str:
    whole = {"scripts": scripts, "state": models}
    state = json.dumps(whole, ensure_ascii=False).replace("</", "<\\/")
    host = (settings.site / "_static" / "lightbook" / "host.js").as_uri()
    kind = "application/vnd.jupyter.widget-state+json"
    return f'<script type="{kind}">{state}</script><script src="{host}"></script>'
