"""One person has one name, whatever a platform or a system puts behind it; two people have two."""

from __future__ import annotations

from pathlib import Path

import pytest
from klgrade.people import Owner, owner, students_names

from tests.exercises.test_layouts import found

ADA = "Ada Lovelace"
TAIL = "assignsubmission_file"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"{ADA}_123_{TAIL}", Owner(ADA, "123")),
        (f"{ADA}_123_{TAIL}_", Owner(ADA, "123")),
        (f"{ADA}_123_{TAIL}_sums", Owner(ADA, "123", rest="sums")),
        ("lovelaceada_12345_67890_sums", Owner("lovelaceada", "12345", True, "sums")),
        ("lovelaceada_LATE_12345_67890_sums-1", Owner("lovelaceada", "12345", True, "sums")),
        ("lovelace-kingada_late_12345_67890_a_b", Owner("lovelace-kingada", "12345", True, "a_b")),
        ("Ju\u0308rgen", Owner("J\u00fcrgen")),
        # Whatever is not certain stays as it is.
        ("ada_12345_sums", Owner("ada_12345_sums")),
        ("ada_1_2_sums", Owner("ada_1_2_sums")),
        ("Ada Lovelace_12345_67890_sums", Owner("Ada Lovelace_12345_67890_sums")),
        (f"123_{TAIL}", Owner(f"123_{TAIL}")),
        (f"{ADA}_12a_{TAIL}", Owner(f"{ADA}_12a_{TAIL}")),
        ("ada_\udcfc", Owner("ada_\udcfc")),
    ],
)
def test_what_a_name_says(text: str, expected: Owner) -> None:
    assert owner(text) == expected


def test_moodles_number_changes_with_the_assignment(tmp_path: Path) -> None:
    seen = found(
        tmp_path, f"sums/{ADA}_111_{TAIL}/x.ipynb", f"parts/{ADA}_222_{TAIL}/x.ipynb=parts"
    )
    assert {name: len(files) for name, files in seen.students.items()} == {ADA: 2}
    assert seen.told == []


@pytest.mark.parametrize("late", ["", "_LATE"])
def test_canvas_puts_all_files_into_one_folder(late: str, tmp_path: Path) -> None:
    seen = found(
        tmp_path,
        f"lovelaceada{late}_12345_67890_sums.ipynb",
        "lovelaceada_12345_67891_parts-1.ipynb",
    )
    assert {name: len(files) for name, files in seen.students.items()} == {"lovelaceada": 2}
    assert seen.faults == {}
    assert seen.told == []


def test_two_people_of_one_name_in_one_assignment_keep_their_numbers(tmp_path: Path) -> None:
    names = [f"sums/{ADA}_{number}_{TAIL}/sums.ipynb" for number in (111, 112)]
    seen = found(tmp_path, *names, f"parts/{ADA}_222_{TAIL}/parts.ipynb")
    assert set(seen.students) == {f"{ADA}_111", f"{ADA}_112", f"{ADA}_222"}
    (told,) = seen.told
    assert "the platform's numbers are kept (Ada Lovelace_111, Ada Lovelace_112, " in told


def test_a_lasting_number_tells_people_apart_everywhere(tmp_path: Path) -> None:
    seen = found(tmp_path, "sums/lia_11_12_x.ipynb", "parts/lia_13_14_x.ipynb=parts")
    assert set(seen.students) == {"lia_11", "lia_13"}


@pytest.mark.parametrize("word", ["Participant", "anon"])
def test_hidden_names_are_no_names(word: str, tmp_path: Path) -> None:
    first, second = (f"{word}_{number}_{TAIL}/sums.ipynb" for number in (111, 222))
    seen = found(tmp_path, f"sums/{first}", f"parts/{second.replace('sums.', 'parts.')}")
    assert set(seen.students) == {f"{word}_111", f"{word}_222"}


def test_a_plain_name_beside_one_with_a_number_may_be_another_person(tmp_path: Path) -> None:
    seen = found(tmp_path, "ada/sums.ipynb", f"ada_111_{TAIL}/parts.ipynb")
    assert set(seen.students) == {"ada", "ada_111"}


def test_one_name_in_two_ways_of_writing_it_is_one_student(tmp_path: Path) -> None:
    seen = found(tmp_path, "sums/Ju\u0308rgen.ipynb", "parts/J\u00fcrgen.ipynb=parts")
    assert list(seen.students) == ["J\u00fcrgen"]


def test_names_that_look_the_same_are_told() -> None:
    told: list[str] = []
    names = ["Ada", "ada", "ADA ", "bob", *(f"{letter}{n}" for letter in "xX" for n in range(6))]
    given = students_names({name: {"here"} for name in names}, told.append)
    assert sorted(given.values()) == sorted(names)
    assert told[0] == (
        "ADA  and Ada and ada count as 3 students: if they are one person, give the files one name."
    )
    assert told[-1] == "So do 2 more groups of names that look the same."
