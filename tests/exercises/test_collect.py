"""Where submissions are looked for, and what is left out and told."""

from __future__ import annotations

from pathlib import Path

import pytest
from klgrade.cli import main
from klgrade.collect import collect
from klgrade.tasks import load_bank

from tests.exercises.commands import book, klgrade
from tests.exercises.hand_in import BANK, answered, write


@pytest.fixture
def files(tmp_path: Path) -> Path:
    """Return a folder with two students' notebooks."""
    for name in ("ada", "bob"):
        write(tmp_path / "files" / f"{name}.ipynb", answered())
    return tmp_path / "files"


def test_all_shapes_of_folders_are_found(tmp_path: Path) -> None:
    bank = load_bank(BANK)
    for name in (
        "flat/ada.ipynb",
        "students/ada/sums.ipynb",
        "students/ada/parts.ipynb",
        "students/bob/sums/sums.ipynb",
        "students/bob/.ipynb_checkpoints/sums.ipynb",
        "students/._ada.ipynb",
        "students/__pycache__/helper.ipynb",
        "alone/ada/sums.ipynb",
    ):
        write(tmp_path / name, answered())
    (tmp_path / "students" / "list.csv").write_text("ada,bob")

    def found(*paths: str) -> list[tuple[str, str]]:
        return [(s.student, s.name) for s in collect([str(tmp_path / p) for p in paths], bank)]

    assert found("flat") == [("ada", "ada.ipynb")]
    assert found("flat/ada.ipynb", "flat") == [("ada", "ada.ipynb")]
    assert found("alone/ada/sums.ipynb") == [("ada", "sums.ipynb")]
    assert found("alone/ada") == [("ada", "sums.ipynb")]
    assert found("students") == [
        ("ada", "ada/parts.ipynb"),
        ("ada", "ada/sums.ipynb"),
        ("bob", "bob/sums/sums.ipynb"),
    ]


def test_the_gradebook_may_lie_among_the_submissions(files: Path) -> None:
    out = files / "grades"
    for _ in range(2):
        done = klgrade(files, out=out)
        assert done.returncode == 0, done.stdout
        assert set(book(out)) == {"ada", "bob"}
    assert "is the gradebook, and is not graded" in done.stderr


def test_a_gradebook_needs_a_folder_of_its_own(
    files: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "link").symlink_to(files)
    for out, said in (
        (files, "holds the submissions; name another"),
        (tmp_path / "link", "holds the submissions"),
        (files / "ada.ipynb", "ada.ipynb is a file; name a folder"),
        (files / "ada.ipynb" / "grades", "ada.ipynb is a file; name a folder"),
    ):
        assert main([str(files), "--bank", str(BANK), "--out", str(out)]) == 2
        told = capsys.readouterr().err.splitlines()
        assert len(told) == 1
        assert said in told[0]
    assert sorted(path.name for path in files.iterdir()) == ["ada.ipynb", "bob.ipynb"]


def test_earlier_gradebooks_are_nobodys_work(files: Path) -> None:
    for name in (".klgrade/journal.jsonl", "feedback/ada.md", "old/.klgrade/secret", "old/x.csv"):
        (files / name).parent.mkdir(parents=True, exist_ok=True)
        (files / name).touch()
    told: list[str] = []
    found = collect([str(files)], load_bank(BANK), say=told.append)
    assert [one.student for one in found] == ["ada", "bob"]
    assert told == [
        f"{files}/{name} is an earlier gradebook, and is not graded" for name in ("feedback", "old")
    ]
    write(files / "old" / "sums.ipynb", answered())
    assert len(collect([str(files)], load_bank(BANK))) == 3


def test_what_is_hidden_is_told(files: Path, tmp_path: Path) -> None:
    write(files / ".cleo" / "sums.ipynb", answered())
    write(files / ".dan.ipynb", answered())
    for name in (".git", "__MACOSX", ".ipynb_checkpoints", "._ada.ipynb"):
        write(files / name / "sums.ipynb", answered())
    done = klgrade(files, out=tmp_path / "out")
    assert set(book(tmp_path / "out")) == {"ada", "bob"}
    told = [line for line in done.stderr.splitlines() if "hidden" in line]
    assert len(told) == 2
    assert ".cleo is hidden, and is not graded" in told[0]


def test_archives_and_notebooks_with_another_ending_are_told(files: Path) -> None:
    for name in ("all.zip", "cleo/sums.ipynb.zip", "cleo/sums.ipynb.txt", "cleo/notes.txt"):
        (files / name).parent.mkdir(exist_ok=True)
        (files / name).write_bytes(b"PK")
    told: list[str] = []
    found = collect([str(files)], load_bank(BANK), say=told.append)
    assert told == [
        f"{files}/all.zip is an archive, and is not graded: unpack it",
        f"{files}/cleo/sums.ipynb.txt is not graded: let its name end in .ipynb",
        f"{files}/cleo/sums.ipynb.zip is an archive, and is not graded: unpack it",
    ]
    assert [one.fault for one in found if one.student == "cleo"] == [
        "there is no notebook (.ipynb) in this folder"
    ]
    with pytest.raises(ValueError, match=r"all\.zip is an archive: unpack it"):
        collect([str(files / "all.zip")], load_bank(BANK))
