"""Formulas and numbers in one piece with what belongs to them, and all words still there."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from lightbook.nodes.nonbreaking import CLASS, is_one_piece, join


def joined(*parts: str | nodes.Element) -> list[str]:
    """Return the children of a paragraph after joining, those in one piece in brackets."""
    document = new_document("page")
    texts = [nodes.Text(part) if isinstance(part, str) else part for part in parts]
    document += nodes.paragraph("", "", *texts)
    for node in list(document.findall(is_one_piece)):
        join(node)
    return [
        f"<{child.astext()}>"
        if isinstance(child, nodes.inline) and CLASS in child["classes"]
        else child.astext()
        for child in document[0].children
    ]


def math(text: str) -> nodes.math:
    return nodes.math(text, text)


def pasted(text: str) -> nodes.inline:
    return nodes.inline("", text, classes=["pasted-text"])


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (["if ", math("p"), ", then"], ["if ", "<p,>", " then"]),
        (["(", math("p"), ")."], ["<(p).>"]),
        (["it is (“", math("p"), " or"], ["it is ", "<(“p>", " or"]),
        ([math("k"), "th"], ["<kth>"]),
        ([math("f"), "-divergence"], ["<f->", "divergence"]),
        ([math("p"), "’s tail"], ["<p’>", "s tail"]),
        ([math("p"), " and ", math("q"), "."], ["p", " and ", "<q.>"]),
        ([math("p"), "–", math("q"), "."], ["<p–>", "<q.>"]),
        ([pasted("0.35"), " nats, or"], ["<0.35 nats,>", " or"]),
        ([pasted("95"), " %"], ["<95 %>"]),
        ([pasted("3"), " nations"], ["3", " nations"]),
        (["of ", math("p")], ["of ", "p"]),
        ([nodes.emphasis("", "x"), math("p"), nodes.emphasis("", ".")], ["x", "p", "."]),
    ],
)
def test_what_belongs_together_is_one_piece(
    parts: list[str | nodes.Element], expected: list[str]
) -> None:
    words = "".join(part if isinstance(part, str) else part.astext() for part in parts)
    assert joined(*parts) == expected
    assert "".join(expected).replace("<", "").replace(">", "") == words


def test_a_formula_stays_a_formula() -> None:
    paragraph = nodes.paragraph("", "", math("p"), nodes.Text("."))
    join(paragraph[0])
    assert isinstance(paragraph[0][0], nodes.math)
    assert paragraph[0][0].parent is paragraph[0]
