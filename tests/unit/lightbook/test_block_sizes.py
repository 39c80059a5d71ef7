"""Which blocks of a page may wait to be laid out, and how much room is kept for them."""

from __future__ import annotations

import re

import pytest

from lightbook.page.block_sizes import CODE_LINE, FORMULA_EM, blocks
from lightbook.page.waiting_blocks import AT_ONCE, HEAVY, marked

SPANS = "<span>formula</span> " * HEAVY
HEAVY_TEXT = f"<p>{SPANS}</p>"
LONG_BEGINNING = "<p>" + "word " * AT_ONCE + "</p>"
MARK = re.compile(r' style="--lb-text:\d+;--lb-rest:\d+px" class="lb-waits"| (?=class="lb-waits )')


def page(*blocks_of_it: str) -> str:
    return f"<section>\n<h1>A</h1>\n{''.join(blocks_of_it)}</section>"


def test_what_is_long_and_far_below_waits() -> None:
    html = marked(page(LONG_BEGINNING, HEAVY_TEXT, "<section><h2>B</h2>", HEAVY_TEXT, "</section>"))
    assert html.count('class="lb-waits"') == 2
    assert MARK.sub("", html) == page(
        LONG_BEGINNING, HEAVY_TEXT, "<section><h2>B</h2>", HEAVY_TEXT, "</section>"
    )


@pytest.mark.parametrize(
    "block",
    [
        "<p>A short paragraph.</p>",
        f"<h2>{SPANS}</h2>",
        f"<details><summary>More</summary>{HEAVY_TEXT}</details>",
        f'<div>{HEAVY_TEXT}<img src="a.svg" alt="A"></div>',
        f'<div class="lightbook-widget">{HEAVY_TEXT}</div>',
        f'<aside class="margin sidebar">{HEAVY_TEXT}</aside>',
    ],
)
def test_what_is_short_or_of_unsure_height_does_not_wait(block: str) -> None:
    assert marked(page(LONG_BEGINNING, block)) == page(LONG_BEGINNING, block)


def test_what_is_seen_first_does_not_wait() -> None:
    assert marked(page(HEAVY_TEXT)) == page(HEAVY_TEXT)


def test_a_mark_keeps_what_a_tag_says() -> None:
    block = f'<div title="a > b" class="proof" id="x">{SPANS}</div>'
    found = re.search(r"<div[^<]*(?=<span>)", marked(page(LONG_BEGINNING, block)))
    assert found
    assert found[0].startswith('<div title="a > b" style="--lb-text:')
    assert found[0].endswith('px" class="lb-waits proof" id="x">')


def test_each_question_of_a_quiz_waits_alone() -> None:
    question = f'<form class="lb-question"><fieldset>{SPANS}</fieldset></form>'
    quiz = f'<div class="cell"><div class="lightbook-widget">{question * 3}</div></div>'
    assert marked(page(LONG_BEGINNING, quiz)).count('class="lb-waits lb-question"') == 3


def test_room_grows_with_text_lines_of_code_and_formulas() -> None:
    short, long = blocks(page("<p>12345</p><p>1234567890</p>"))
    assert (short.text, long.text, long.rest - short.rest) == (5, 10, 0)
    one, three = blocks(page("<pre>a</pre><pre>a\nb\nc\n</pre>"))
    assert three.rest - one.rest == 2 * CODE_LINE
    low, high = blocks(page(*map(displayed, (1, 4))))
    assert high.rest - low.rest == pytest.approx(3 * FORMULA_EM)
    assert (low.text, high.text) == (0, 0)


def displayed(em: float) -> str:
    return (
        '<div><span class="katex-display"><span class="katex">'
        '<span class="katex-mathml"><math><mi>x</mi></math></span>'
        f'<span class="katex-html"><span class="strut" style="height:{em}em;"></span>x</span>'
        "</span></span></div>"
    )


def test_cells_of_a_row_stand_side_by_side() -> None:
    cell = "<td><p>a</p></td>"
    one, three = (blocks(page(f"<table><tr>{cell * n}</tr></table>"))[0] for n in (1, 3))
    assert one.rest == three.rest
