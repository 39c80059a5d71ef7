"""What is no notebook gets a row that says so, and the command a status that a script can use."""

from __future__ import annotations

import json
import os
import socket
import stat
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from klgrade.graft import MAX_BYTES, UnreadableError, read_submission
from klgrade.records import Submission

from tests.exercises.commands import book, klgrade, results, rows
from tests.exercises.hand_in import answered, code, grade, notebook, write
from tests.made_once import Once

RIGHT = json.dumps(answered()).encode()


def sparse(path: Path) -> None:
    with path.open("wb") as file:
        file.write(RIGHT)
        file.truncate(500_000_000)


def bound_socket(path: Path) -> None:
    here = Path.cwd()
    os.chdir(path.parent)  # a socket's name must be short
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path.name)
    os.chdir(here)


def device(kind: int, major: int, minor: int) -> Callable[[Path], None]:
    return lambda path: os.mknod(path, kind | 0o666, os.makedev(major, minor))


def may_make_devices() -> bool:
    """Return whether this user may: where not, no student's files can hold one either."""
    with tempfile.TemporaryDirectory() as folder:
        try:
            DEVICES["device"][0](Path(folder, "zero"))
        except PermissionError:
            return False
    return True


def text(content: bytes) -> Callable[[Path], None]:
    return lambda path: path.write_bytes(content) and None


def plain(content: object) -> Callable[[Path], None]:
    return text(json.dumps(content).encode())


# How to make it, and a word of what is said of it.
BROKEN: dict[str, tuple[Callable[[Path], object], str]] = {
    "words": (text(b"This is my homework."), "not JSON"),
    "empty": (text(b""), "empty"),
    "blank": (text(b" \n" * 99), "empty"),
    "truncated": (text(RIGHT[:700]), "cut off"),
    "one-byte-short": (text(RIGHT[:-1]), "cut off"),
    "zip": (text(b"PK\x03\x04" + bytes(range(256))), "UTF-8"),
    "latin-1": (text(RIGHT.replace(b"squares", b"squ\xe4res")), "UTF-8"),
    "utf-16": (text(json.dumps(answered()).encode("utf-16")), "UTF-8"),
    "null-bytes": (text(bytes(1000)), "not JSON"),
    "deep": (text(b"[" * 100_000), "not JSON"),
    "deep-object": (text(b'{"cells":' * 100_000), "not JSON"),
    "future": (plain(answered() | {"nbformat": 5}), "format 5"),
    "past": (plain({"nbformat": 3, "worksheets": []}), "format 3"),
    "far-future": (text(b'{"nbformat": 1' + b"0" * 5000 + b', "cells": []}'), "format 0"),
    "list": (plain([1, 2]), "not a notebook"),
    "null": (plain(None), "not a notebook"),
    "no-cells": (plain({"nbformat": 4}), "no list of cells"),
    "odd-cells": (plain({"nbformat": 4, "cells": {"a": 1}}), "no list of cells"),
    "many-values": (text(b"[" + b"[]," * 250_000 + b"1]"), "too many values"),
    "many-emoji": (text('["\N{GRINNING FACE}"]'.encode() * 100_001), "emoji"),
    "half-emoji": (text(b'["\xf0\x9f\x98"]'), "UTF-8"),
    "no-emoji": (text(b'["\xf4\x90\x80\x80"]'), "UTF-8"),
    "many-cells": (plain(notebook([code("1")] * 5_001)), "5000 code cells"),
    "much-code": (plain(notebook([code("#" * 1_000_001)])), "million characters"),
    "no-exercise": (plain(notebook([], None)), "which exercise"),
    "unknown-exercise": (plain(notebook([], "sports")), "'sports'"),
    "no-text-exercise": (plain(notebook([], 3)), "which"),  # type: ignore[arg-type]
    "sparse": (sparse, "500 MB"),
    "big": (text(b" " * (MAX_BYTES + 1)), "10 MB"),
    "fifo": (os.mkfifo, "no file"),
    "folder": (Path.mkdir, "no file"),
    "socket": (bound_socket, "no file"),
    "link": (lambda path: path.symlink_to("good.ipynb"), "link"),
    "link-to-device": (lambda path: path.symlink_to("/dev/zero"), "link"),
    "link-to-nothing": (lambda path: path.symlink_to("nowhere"), "link"),
    "link-to-itself": (lambda path: path.symlink_to(path.name), "link"),
}

DEVICES: dict[str, tuple[Callable[[Path], object], str]] = {
    "device": (device(stat.S_IFCHR, 1, 5), "a device stands in its place"),
    "disk": (device(stat.S_IFBLK, 7, 99), "a device stands in its place"),
}
if may_make_devices():
    BROKEN |= DEVICES


@pytest.fixture(scope="module")
def graded(once: Once) -> tuple[Path, int]:
    """Return the gradebook, and the status of the command."""
    folder = once("broken", grade_broken)
    return folder / "out", int((folder / "status").read_text())


def grade_broken(folder: Path) -> None:
    """Grade a class of broken notebooks, with a good one among them."""
    files, out = folder / "files", folder / "out"
    write(files / "good.ipynb", answered())
    for name, (make, _) in BROKEN.items():
        make(files / f"{name}.ipynb")
    write(files / "wrong-name" / "parts.ipynb", answered())
    write(files / "twice" / "sums.ipynb", answered())
    write(files / "twice" / "again.ipynb", answered({}, "pass"))
    (files / "nothing").mkdir()
    (files / "other-folder").symlink_to("twice")
    locked = write(files / "locked.ipynb", answered())
    locked.chmod(0)
    done = klgrade(files, "/dev/zero", "--jobs", 2, out=out)
    assert not done.stderr
    (folder / "status").write_text(str(done.returncode))


@pytest.mark.parametrize("name", BROKEN)
def test_broken_input_gets_a_row_that_says_why(name: str, graded: tuple[Path, int]) -> None:
    (row,) = [row for row in rows(graded[0]) if row["student"] == name]
    assert (row["points"], row["status"]) == ("0", "unreadable")
    assert BROKEN[name][1] in row["message"]


def test_others_are_graded(graded: tuple[Path, int]) -> None:
    assert book(graded[0])["good"]["points"] == 10


def test_status_tells_a_script(graded: tuple[Path, int]) -> None:
    assert graded[1] == 1


def test_wrong_exercise_is_told(graded: tuple[Path, int]) -> None:
    (row,) = results(book(graded[0])["wrong-name"]).values()
    assert (row["points"], row["max"], row["status"]) == (0, 5, "unreadable")
    assert "wrong exercise" in row["message"]


def test_second_notebook_on_one_exercise_counts_nothing(graded: tuple[Path, int]) -> None:
    student = book(graded[0])["twice"]
    assert student["points"] == 10
    assert "second notebook" in results(student)[""]["message"]


def test_empty_folder_and_linked_folder_get_rows(graded: tuple[Path, int]) -> None:
    everyone = book(graded[0])
    assert "no notebook" in results(everyone["nothing"])[""]["message"]
    assert "link" in results(everyone["other-folder"])[""]["message"]


def test_every_submission_has_a_row(graded: tuple[Path, int]) -> None:
    others = {"good", "wrong-name", "twice", "nothing", "other-folder", "locked", "zero"}
    assert set(book(graded[0])) == {*BROKEN, *others}


def test_no_permission_is_told(tmp_path: Path) -> None:
    path = tmp_path / "locked.ipynb"
    path.write_bytes(RIGHT)
    path.chmod(0)
    uid = os.geteuid()
    if uid == 0:  # who may read everything
        os.seteuid(65534)
    try:
        with pytest.raises(UnreadableError, match="permission"):
            read_submission(Submission("ada", str(tmp_path), (path.name,)))
    finally:
        os.seteuid(uid)


def test_device_that_is_named_is_refused(graded: tuple[Path, int]) -> None:
    (row,) = results(book(graded[0])["zero"]).values()
    assert (row["points"], row["status"]) == (0, "unreadable")
    assert "a device stands in its place" in row["message"]


def test_device_is_not_even_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    """Opening one can do harm: it starts a watchdog, or moves a tape."""
    opened: list[object] = []
    real = os.open

    def noted(name: str, *settings: Any, **words: Any) -> int:
        opened.append(name)
        return real(name, *settings, **words)

    monkeypatch.setattr(os, "open", noted)
    monkeypatch.setattr(os, "supports_dir_fd", {*os.supports_dir_fd, noted})
    with pytest.raises(UnreadableError, match="device"):
        read_submission(Submission("ada", "/dev", ("zero",)))
    assert opened == ["/dev"]


def test_link_in_the_way_is_not_followed(tmp_path: Path) -> None:
    write(tmp_path / "ada" / "sums.ipynb", answered())
    (tmp_path / "eve").symlink_to("ada")
    with pytest.raises(UnreadableError, match="link"):
        read_submission(Submission("eve", str(tmp_path), ("eve", "sums.ipynb")))


def test_strange_cells_are_no_answers(tmp_path: Path) -> None:
    strange = [1, None, "code", [], {}, {"cell_type": "code"}, {"cell_type": ["code"]}]
    strange += [{"cell_type": "code", "source": source} for source in (1, None, {}, ["a", 1, None])]
    strange += [{"cell_type": "code", "id": 7, "metadata": {"nbgrader": [1]}, "source": "1"}]
    path = tmp_path / "ada.ipynb"
    path.write_text(json.dumps(notebook(strange)))  # type: ignore[arg-type]
    report = grade(path)
    assert {result.status for result in report.results} == {"unanswered"}
