"""A margin note stands with its paragraph, and says so where it cannot."""

from __future__ import annotations

import pytest
from docutils import nodes
from docutils.utils import new_document

from lightbook.nodes import margin_notes
from lightbook.nodes.margin_notes import BEGIN, BESIDE, END, place


def sidebar(title: str = "") -> nodes.sidebar:
    """Return what the directive makes; it gives a title to every note."""
    text = nodes.paragraph("", "Said beside.")
    return nodes.sidebar("", nodes.title("", title), text, classes=["margin"])


def section(*parts: nodes.Node) -> nodes.section:
    whole = nodes.section("", *parts)
    new_document("page").append(whole)
    return whole


@pytest.fixture
def warned(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    heard: list[str] = []
    monkeypatch.setattr(margin_notes.logger, "warning", lambda text, **_: heard.append(text))
    return heard


def test_a_note_follows_its_paragraph(warned: list[str]) -> None:
    note = sidebar()
    page = section(note, nodes.paragraph("", "Said."), nodes.paragraph("", "More."))
    place(note)
    assert [part.astext() for part in page] == [
        BEGIN,
        "Said.",
        BESIDE,
        "Said beside.",
        END,
        "More.",
    ]
    assert warned == []


def test_a_title_is_kept_if_there_is_one() -> None:
    note = sidebar("Units")
    page = section(note, nodes.paragraph("", "Said."))
    place(note)
    assert [part.astext() for part in page][2:5] == [BESIDE, "Units", "Said beside."]


@pytest.mark.parametrize("last", [True, False])
def test_a_note_before_no_paragraph_is_told(warned: list[str], last: bool) -> None:
    note = sidebar()
    page = section(note) if last else section(note, nodes.math_block("", "x"))
    before = page.astext()
    place(note)
    assert page.astext() == before
    assert len(warned) == 1
    assert "directly before" in warned[0]


def test_a_note_inside_a_box_is_told(warned: list[str]) -> None:
    note = sidebar()
    section(nodes.admonition("", note, nodes.paragraph("", "Said.")))
    place(note)
    assert len(warned) == 1
