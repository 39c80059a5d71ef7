"""Programs and spreadsheets read the tables of the gradebook rightly, and find no formula."""

from __future__ import annotations

import csv
import io
import re
from pathlib import Path

import pytest
from klgrade import book
from klgrade.book import STYLES, guarded
from klgrade.records import Report, Result

from tests.exercises.commands import klgrade
from tests.exercises.hand_in import answered, write

NAMES = ["=1+2", "Jürgen; =1", 'Müller, "Jo"', "李雷", "a\t=1"]


def table(folder: Path, name: str, style: str) -> list[list[str]]:
    """Return the cells of a table, as a spreadsheet of this style reads them."""
    rows = (Result("sums", "sums-a", "obj-a", 1, 3, "wrong", "-1; =2"),)
    book.write(folder, [Report(who, "sums.ipynb", "sums", rows) for who in NAMES], style=style)
    data = (folder / name).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") == (style != "plain")
    text = data.decode("utf-8-sig")
    return list(csv.reader(io.StringIO(text, newline=""), delimiter=STYLES[style][1]))


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["grades.csv", "totals.csv"])
def test_every_style_keeps_cells_apart_and_guarded(style: str, name: str, tmp_path: Path) -> None:
    cells = table(tmp_path, name, style)
    assert cells[0][0] == "student"
    assert {len(row) for row in cells} == {len(cells[0])}
    assert [row[0] for row in cells[1:]] == [
        "'=1+2", "Jürgen; '=1", "Müller, \"Jo\"", "a\\t=1", "李雷"
    ]  # fmt: skip
    assert not any(cell.startswith(tuple("=+-@")) for row in cells for cell in row)


@pytest.mark.parametrize("style", STYLES)
def test_decimals_are_written_as_the_spreadsheet_reads_them(style: str, tmp_path: Path) -> None:
    assert table(tmp_path, "totals.csv", style)[1][3] == f"33{STYLES[style][2]}3"


def test_the_style_may_be_changed_later(tmp_path: Path) -> None:
    write(tmp_path / "files" / "ada.ipynb", answered())
    klgrade(tmp_path / "files", out=tmp_path / "out")
    plain = (tmp_path / "out" / "totals.csv").read_text(encoding="utf-8")
    done = klgrade(tmp_path / "files", "--csv", "excel-semicolon", out=tmp_path / "out")
    assert "graded already: 1 of 1\n" in done.stderr
    text = (tmp_path / "out" / "totals.csv").read_text(encoding="utf-8")
    assert text == "\ufeff" + plain.replace(",", ";").replace(".", ",")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@a", " =1", "\t=1", "＝1", "|x", "%x"])
def test_formulas_are_guarded(text: str) -> None:
    assert str(guarded(text))[0] not in "=+-@ \t＝|%"


@pytest.mark.parametrize("text", ["a;=1", 'x;"=HYPERLINK(1)', "x\t=1", "b; +1", "a;'@x"])
def test_formulas_behind_a_semicolon_are_guarded(text: str) -> None:
    for part in re.split("[;\t]", str(guarded(text)))[1:]:
        assert part.strip(" \"'")[:1] not in ("=", "+", "@") or "'" in part


def test_numbers_and_plain_text_stay() -> None:
    assert guarded(-1) == -1
    assert guarded("Zoë") == "Zoë"
