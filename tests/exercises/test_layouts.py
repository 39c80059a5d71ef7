"""In whatever folders a class lies, nobody's work is counted as another's without a word."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import pytest
from klgrade.collect import collect
from klgrade.rivals import settled
from klgrade.tasks import load_bank

from tests.exercises.hand_in import answered, code, notebook, write

LOADED = load_bank(Path(__file__).parent / "course" / "bank")
PARTS = notebook([code("pass")], "parts")


@dataclass
class Found:
    """Whose each notebook is, why some are not graded, and what was said."""

    students: dict[str, list[str]] = field(default_factory=dict)
    faults: dict[str, str] = field(default_factory=dict)
    told: list[str] = field(default_factory=list)


def found(root: Path, *names: str, paths: tuple[str, ...] = ("",)) -> Found:
    """Return what is found in a folder with these notebooks: of `parts` if named so, else `sums`.

    A name may end in ``=parts``, for a notebook on it that is named otherwise.
    """
    for number, name in enumerate(names):
        place, _, slug = name.partition("=")
        parts = slug == "parts" or "parts" in Path(place).stem.lower()
        cells = answered({}, f"mine = {number}") if not parts else PARTS
        write(root / place, cells)
    seen = Found()
    where = [str(root / path) for path in paths]
    for one in settled(collect(where, LOADED, say=seen.told.append), LOADED, seen.told.append):
        seen.students.setdefault(one.student, []).append(one.name)
        if one.fault:
            seen.faults[one.name] = one.fault
    return seen


ORDINARY = {
    "flat": (["ada.ipynb", "bob.ipynb"], "ada bob"),
    "students": (["ada/sums.ipynb", "ada/parts.ipynb", "bob/sums (1).ipynb"], "ada bob"),
    "exercises": (["sums/ada.ipynb", "parts/ada.ipynb", "sums/bob/x.ipynb"], "ada bob"),
    "exercise-in-capitals": (["Sums/ada.ipynb", "PARTS (1)/ada.ipynb"], "ada"),
    "exercise-in-a-students-folder": (["ada/Sums/x.ipynb", "ada/parts/y.ipynb=parts"], "ada"),
    "renamed": (["ada/my homework.ipynb", "ada/parts.ipynb"], "ada"),
    "unpacked": (["ada/work/sums.ipynb", "ada/work/parts.ipynb", "bob/x/y/sums.ipynb"], "ada bob"),
    "sections": (["A/ada/sums.ipynb", "A/bob/parts.ipynb", "B/cy/x.ipynb", "B/di/sums.ipynb"],
                 "ada bob cy di"),
    "sections-of-an-exercise": (["sums/A/ada/x.ipynb", "sums/A/bob/y.ipynb"], "ada bob"),
    "exercises-of-a-section": (["A/sums/ada/x.ipynb", "A/parts/bob/y.ipynb=parts"], "ada bob"),
    "all-in-one": (["ada.ipynb", "sums/bob.ipynb", "cy/sums.ipynb", "sums/di/sums.ipynb"],
                   "ada bob cy di"),
}  # fmt: skip


@pytest.mark.parametrize("name", ORDINARY)
def test_everyone_is_found_under_their_own_name(name: str, tmp_path: Path) -> None:
    files, students = ORDINARY[name]
    seen = found(tmp_path, *files)
    assert set(seen.students) == set(students.split())
    assert seen.faults == {}
    assert sum(map(len, seen.students.values())) == len(files)


def test_groups_are_told(tmp_path: Path) -> None:
    seen = found(tmp_path, "A/ada/sums.ipynb", "A/bob/parts.ipynb")
    assert seen.told == ["A is taken for a group, with these students: ada, bob"]


def test_a_folder_beside_students_is_no_group(tmp_path: Path) -> None:
    """What one student hands in makes no students."""
    seen = found(tmp_path, "cy/sums.ipynb", "A/ada/sums.ipynb", "A/bob/parts.ipynb")
    assert set(seen.students) == {"cy", "A"}
    assert seen.faults == {"A": "the notebooks may be several people's (ada, bob)"}
    assert (
        f"If ada, bob are students, name the folder as well: klgrade … '{tmp_path}/A'"
        in (seen.told[0])
    )
    again = found(tmp_path, paths=("", "A"))
    assert set(again.students) == {"ada", "bob", "cy"}
    assert again.faults == {}


def test_students_of_one_name_in_two_sections_are_two(tmp_path: Path) -> None:
    seen = found(
        tmp_path, "A/ada/sums.ipynb", "A/bob/sums.ipynb", "B/ada/sums.ipynb", "B/cy/x.ipynb"
    )
    assert set(seen.students) == {"A/ada", "B/ada", "bob", "cy"}


def test_homework_folders_are_refused_and_can_be_named(tmp_path: Path) -> None:
    files = [f"{place}/{who}/{what}.ipynb" for place, what in (("1", "sums"), ("2", "parts"))
             for who in ("ada", "bob")]  # fmt: skip
    with pytest.raises(ValueError, match=r"ada, bob: in 1 and in 2\. If they are one person, name"):
        found(tmp_path, *files)
    seen = found(tmp_path, paths=("1", "2"))
    assert {name: len(files) for name, files in seen.students.items()} == {"ada": 2, "bob": 2}


def test_notebooks_named_after_people_are_not_one_students(tmp_path: Path) -> None:
    seen = found(tmp_path, "Homework 1/bob.ipynb", "Homework 1/cy.ipynb", "Homework 1/di.ipynb")
    assert set(seen.faults) == {f"Homework 1/{name}.ipynb" for name in ("bob", "cy", "di")}
    assert "(bob, cy, di), and may be several people's" in seen.faults["Homework 1/cy.ipynb"]
    assert f"name the folder as well: klgrade … '{tmp_path}/Homework 1'" in seen.told[0]
    assert set(found(tmp_path, paths=("Homework 1",)).students) == {"bob", "cy", "di"}


def test_copies_that_people_made_of_one_another_are_theirs(tmp_path: Path) -> None:
    for name in ("bob", "cy"):
        write(tmp_path / "Homework 1" / f"{name}.ipynb", answered())
    seen = found(tmp_path)
    assert len(seen.faults) == 2


def test_renamed_notebooks_on_different_exercises_are_told(tmp_path: Path) -> None:
    seen = found(tmp_path, "ada/hw 1.ipynb", "ada/hw 2.ipynb=parts", "bob/sums.ipynb")
    assert seen.faults == {}
    assert seen.students == {"ada": ["ada/hw 1.ipynb", "ada/hw 2.ipynb"], "bob": ["bob/sums.ipynb"]}
    assert "count as one student's: ada (hw 1, hw 2)" in seen.told[0]


def test_one_file_named_like_another_exercise_makes_no_student_of_a_class(tmp_path: Path) -> None:
    seen = found(tmp_path, "sums/ada.ipynb", "sums/bob.ipynb", "sums/parts.ipynb")
    assert seen.students["ada"] == ["sums/ada.ipynb"]
    assert seen.students["bob"] == ["sums/bob.ipynb"]
    assert list(seen.faults) == ["sums/parts.ipynb"]
    assert "name the file after the student" in seen.faults["sums/parts.ipynb"]


def test_a_student_may_be_named_like_an_exercise(tmp_path: Path) -> None:
    seen = found(tmp_path, "sums/sums.ipynb", "sums/parts.ipynb", "ada/sums.ipynb")
    assert set(seen.students) == {"sums", "ada"}
    assert seen.faults == {}


def test_files_of_canvas_in_a_folder_of_their_own_are_several_peoples(tmp_path: Path) -> None:
    names = ["homework/lia_11_12_sums.ipynb", "homework/lia_13_14_parts.ipynb"]
    assert set(found(tmp_path / "alone", *names).students) == {"lia_11", "lia_13"}
    seen = found(tmp_path / "beside", *names, "ada/sums.ipynb")
    assert seen.faults == {"homework": "the notebooks may be several people's (lia_11, lia_13)"}


def test_files_of_canvas_in_an_exercises_folder_are_no_students_own(tmp_path: Path) -> None:
    names = ["sums/lia_11_12_sums.ipynb", "sums/max_13_14_parts.ipynb"]
    assert set(found(tmp_path, *names, "ada/sums.ipynb").students) == {"ada", "lia", "max"}


def test_whose_a_notebook_beside_students_is_must_be_said(tmp_path: Path) -> None:
    for place, other in (("a", "ada.ipynb"), ("b", "ada/sums.ipynb"), ("c", "ada_11_12_x.ipynb")):
        seen = found(tmp_path / place, "sums.ipynb", other)
        assert list(seen.faults) == ["sums.ipynb"]
    assert found(tmp_path / "ada", "sums.ipynb", "parts.ipynb").faults == {}


def test_what_lies_too_deep_is_told(tmp_path: Path) -> None:
    seen = found(tmp_path, "A/b/c/d/sums.ipynb", "ada/sums.ipynb", "ada/b/c/d/parts.ipynb")
    assert seen.faults == {"A": "the notebooks lie more than two folders deep: move them up"}
    assert seen.told == [
        f"{tmp_path}/ada/b/c/d/parts.ipynb: too many folders deep, and not graded; move it up"
    ]


def test_what_a_student_unpacked_is_looked_into(tmp_path: Path) -> None:
    seen = found(tmp_path, "ada/work/a/sums.ipynb", "ada/work/b/sums.ipynb", "cy/sums.ipynb")
    assert seen.faults == {"ada": "the notebooks may be several people's (a, b)"}


def test_the_folder_of_a_platform_is_one_students(tmp_path: Path) -> None:
    place = "Ada Lovelace_111_assignsubmission_file"
    seen = found(tmp_path, f"{place}/a/sums.ipynb", f"{place}/b/sums.ipynb")
    assert list(seen.students) == ["Ada Lovelace"]
    assert "several people's" in seen.faults[place]
