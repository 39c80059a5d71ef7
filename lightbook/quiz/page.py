"""Sphinx extension that finishes a quiz on its page: formulas, links and titles.

A quiz writes its questions as HTML with formulas in TeX and links to notebooks. When a page is
written KaTeX renders the formulas, those of the packed answers too, so that no reader needs a
renderer, and the links lead to pages. A book without ``sphinxcontrib.katex`` shows them in TeX.
"""

from __future__ import annotations

import html
import posixpath
import re
from functools import cache
from typing import Any, Final, cast

from docutils import nodes
from sphinx.application import Sphinx
from sphinx.domains.std import StandardDomain

from lightbook.quiz.answers import pack, unpack

RENDERER: Final = "sphinxcontrib.katex"
FORMULA: Final = re.compile(r'<span class="lb-tex"( data-display="true")?>([^<]*)</span>')
LINK: Final = re.compile(
    r'href="(?P<path>[^":?#]+)\.(?:ipynb|md)(?P<anchor>#[^"]*)?"'
    r'(?:>(?P<title><span class="lb-where">)[^<]*</span>)?'
)


def finish(text: str, app: Sphinx, docname: str) -> str:
    """Return a quiz's HTML as it stands on a page."""
    formula = _formula if RENDERER in app.extensions else _source
    return LINK.sub(lambda match: _link(match, app, docname), FORMULA.sub(formula, text))


def finish_answers(word: str, app: Sphinx, docname: str) -> str:
    """Return packed answers whose explanations are as they stand on a page."""
    return pack(_finished(unpack(word), app, docname))


def finish_places(app: Sphinx, doctree: nodes.document, docname: str) -> None:
    """Finish the quizzes that stand on a page for readers without a script."""
    if app.builder.format != "html":
        return
    for node in doctree.findall(nodes.raw):
        if 'class="lightbook-quiz"' in node.astext():
            node.replace_self(nodes.raw("", finish(node.astext(), app, docname), format="html"))


def _finished(value: Any, app: Sphinx, docname: str) -> Any:
    if isinstance(value, str):
        return finish(value, app, docname)
    if isinstance(value, dict):
        return {key: _finished(entry, app, docname) for key, entry in value.items()}
    return [_finished(entry, app, docname) for entry in value] if isinstance(value, list) else value


def _formula(match: re.Match[str]) -> str:
    return _rendered(html.unescape(match[2]), bool(match[1]))


def _source(match: re.Match[str]) -> str:
    return f"<code>{match[2]}</code>"


@cache
def _rendered(tex: str, display: bool) -> str:
    from sphinxcontrib.katex import render_latex

    return str(render_latex(tex, {"displayMode": display}))


def _link(match: re.Match[str], app: Sphinx, docname: str) -> str:
    """Return a link to a page in place of one to its source; others stay as they are."""
    target = posixpath.normpath(posixpath.join(posixpath.dirname(docname), match["path"]))
    if target not in app.env.found_docs:
        return match[0]
    anchor = match["anchor"] or ""
    address = app.builder.get_relative_uri(docname, target) + anchor
    if match["title"] is None:
        return f'href="{address}"'
    return f'href="{address}">{match["title"]}{html.escape(_title(app, target, anchor))}</span>'


def _title(app: Sphinx, docname: str, anchor: str) -> str:
    """Return the title of a page, or of the section that a label names."""
    domain = cast("StandardDomain", app.env.get_domain("std"))
    label = domain.labels.get(anchor.removeprefix("#"))
    return label[2] if label else app.env.titles[docname].astext()


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.connect("doctree-resolved", finish_places)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
