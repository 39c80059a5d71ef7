"""How long a page takes to read."""

from __future__ import annotations

from docutils import nodes
from docutils.utils import new_document

from lightbook.page.reading_time import reading_minutes


def minutes(*parts: nodes.Node) -> int:
    document = new_document("page")
    document.extend(parts)
    return reading_minutes(document)


def test_words_and_what_is_read_slowly() -> None:
    assert minutes() == 1
    assert minutes(nodes.paragraph("", "word " * 500)) == 3  # at 200 a minute
    assert minutes(*(nodes.math_block("", "x") for _ in range(9))) == 2


def test_what_is_folded_is_not_met() -> None:
    folded = nodes.container("", nodes.paragraph("", "word " * 500), classes=["dropdown"])
    assert minutes(folded, nodes.comment("", "word " * 500)) == 1


def test_questions_are_thought_over() -> None:
    question = '<form class="lb-question" data-kind="one"></form>'
    quiz = f'<div class="lightbook-quiz"><div class="lb-questions">{question * 10}</div></div>'
    assert minutes(nodes.raw("", quiz, format="html")) == 5
    assert minutes(nodes.raw("", "<p>" + "word " * 500, format="html")) == 1
