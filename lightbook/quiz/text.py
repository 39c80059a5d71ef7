"""Markdown with formulas, as HTML that is safe to put on a page.

A formula stays TeX in an element of class ``lb-tex``: KaTeX renders it when a page is built,
and in JupyterLab when the quiz is shown.
"""

from __future__ import annotations

import html
import re
from functools import cache
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from markdown_it import MarkdownIt

FORMULA_AND_MARK: Final = re.compile(r'(<span class="lb-tex">[^<]+</span>)([.,;:?!)’”]+)')


def inline_html(text: str) -> str:
    """Return Markdown of one paragraph as HTML that may stand inside a label.

    Examples
    --------
    >>> inline_html("Is *every* $p < 1$?")
    'Is <em>every</em> <span class="lb-close"><span class="lb-tex">p &lt; 1</span>?</span>'
    >>> inline_html("<script>")
    '&lt;script&gt;'
    """
    return _closed_up(str(_markdown().renderInline(text.strip())))


def block_html(text: str) -> str:
    r"""Return Markdown of any length as HTML.

    Examples
    --------
    >>> block_html("One.\n\nTwo.")
    '<p>One.</p>\n<p>Two.</p>'
    """
    return _closed_up(str(_markdown().render(text.strip())))


def opening_and_rest(text: str) -> tuple[str, str]:
    r"""Return the first paragraph as inline HTML, and what follows it as blocks.

    Examples
    --------
    >>> opening_and_rest("Look:\n\n- one\n- two")[0]
    'Look:'
    """
    first, _, rest = text.strip().partition("\n\n")
    return inline_html(first), block_html(rest) if rest else ""


def _closed_up(text: str) -> str:
    """Keep the full stop after a formula on its line."""
    return FORMULA_AND_MARK.sub(r'<span class="lb-close">\1\2</span>', text.strip())


@cache
def _markdown() -> MarkdownIt:
    try:
        from markdown_it import MarkdownIt
        from mdit_py_plugins.dollarmath import dollarmath_plugin
    except ImportError as error:
        raise ImportError(
            "The quiz needs markdown-it-py and its plugins: run `pip install sphinx-lightbook`."
        ) from error
    # Pictures would be asked from other hosts, or from places that a page does not have.
    markdown = MarkdownIt("commonmark", {"html": False}).disable("image")
    dollarmath_plugin(markdown, allow_labels=False, double_inline=True)
    for kind, opening in (
        ("math_inline", '<span class="lb-tex">'),
        ("math_inline_double", '<span class="lb-tex" data-display="true">'),
        ("math_block", '<span class="lb-tex" data-display="true">'),
    ):
        markdown.add_render_rule(kind, _formula_rule(opening))
    return markdown


def _formula_rule(opening: str) -> Any:
    def rule(_renderer: Any, tokens: Any, place: int, *_: Any) -> str:
        return f"{opening}{html.escape(tokens[place].content.strip(), quote=False)}</span>"

    return rule
