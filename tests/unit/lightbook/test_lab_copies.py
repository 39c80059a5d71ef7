"""Readers get new notebooks, and keep those that they have changed."""

from __future__ import annotations

from pathlib import Path

import pytest

from lightbook.site.lab_copies import lay_out, main


@pytest.fixture
def folders(tmp_path: Path) -> tuple[Path, Path]:
    """Return a folder of two notebooks, and one where they are laid out already."""
    made, mine = tmp_path / "made", tmp_path / "mine"
    for name in ("chapters/a.ipynb", "exercises/b.ipynb"):
        (made / name).parent.mkdir(parents=True)
        (made / name).write_text(f"{name} 1")
    assert lay_out(made, mine) == []
    return made, mine


def texts(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text() for path in folder.rglob("*.ipynb")}


def test_what_nobody_changed_is_replaced(folders: tuple[Path, Path]) -> None:
    made, mine = folders
    assert texts(mine) == texts(made)
    (made / "chapters" / "a.ipynb").write_text("2")
    assert lay_out(made, mine) == []
    assert texts(mine)["a.ipynb"] == "2"


def test_what_a_reader_changed_is_left_and_told(
    folders: tuple[Path, Path], capsys: pytest.CaptureFixture[str]
) -> None:
    made, mine = folders
    changed = mine / "chapters" / "a.ipynb"
    changed.write_text("mine")
    for version in ("1", "2", "3"):  # however often there is a new one
        (made / "chapters" / "a.ipynb").write_text(version)
        assert lay_out(made, mine) == [changed]
        assert changed.read_text() == "mine"
    assert main([str(made), str(mine)]) == 0
    assert str(changed) in capsys.readouterr().out
    changed.unlink()
    assert lay_out(made, mine) == []
    assert changed.read_text() == "3"


def test_a_file_that_was_there_before_is_left(folders: tuple[Path, Path]) -> None:
    made, mine = folders
    (made / "chapters" / "new.ipynb").write_text("of the book")
    own = mine / "chapters" / "new.ipynb"
    own.write_text("of the reader")
    assert lay_out(made, mine) == [own]
    assert own.read_text() == "of the reader"


def test_without_a_book_nothing_is_laid_out(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([str(tmp_path), str(tmp_path / "mine")]) == 1
    assert "run make book first" in capsys.readouterr().out
    assert not (tmp_path / "mine").exists()
    assert main([]) == 2
