"""Wheels whose modules are compiled: made once, nothing lost, nothing left half done."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from lightbook.live import bytecode

FILES = {"a/__init__.py": b"x = 1", "a/template.py": b"not { python", "a/data.txt": b"words"}


@pytest.fixture
def wheel(tmp_path: Path) -> Path:
    path = tmp_path / "a-1.0-py3-none-any.whl"
    with zipfile.ZipFile(path, "w") as made:
        made.mkdir("a")
        for name, content in FILES.items():
            made.writestr(name, content)
    return path


@pytest.fixture
def runs(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Return how many wheels each run of the compiler had; it compiles what is Python."""
    found: list[int] = []

    def run_compiler(_: Path, sources: Path, number: int) -> None:
        found.append(number)
        for module in sources.rglob("__init__.py"):
            module.with_suffix(".pyc").write_bytes(b"compiled")

    monkeypatch.setattr(bytecode, "run_compiler", run_compiler)
    return found


def test_compiled_modules_stand_in_the_place_of_their_sources(
    tmp_path: Path, wheel: Path, runs: list[int]
) -> None:
    library = tmp_path / "library.zip"
    library.write_bytes(b"no wheel")
    made, same = bytecode.compile_wheels([wheel, library], tmp_path / "core", tmp_path)
    assert same == library
    with zipfile.ZipFile(made) as opened:
        found = {name: opened.read(name) for name in opened.namelist()}
    expected = dict(FILES)
    del expected["a/__init__.py"]
    assert found == expected | {"a/__init__.pyc": b"compiled"}
    assert made.name == wheel.name
    assert runs == [1]


def test_what_is_there_is_not_made_again(tmp_path: Path, wheel: Path, runs: list[int]) -> None:
    [made] = bytecode.compile_wheels([wheel], tmp_path / "core", tmp_path)
    before = made.read_bytes()
    assert bytecode.compile_wheels([wheel], tmp_path / "core", tmp_path) == [made]
    assert runs == [1]
    made.unlink()
    bytecode.compile_wheels([wheel], tmp_path / "core", tmp_path)
    assert runs == [1, 1]
    assert made.read_bytes() == before
    wheel.write_bytes(wheel.read_bytes() + b"another")
    assert bytecode.compile_wheels([wheel], tmp_path / "core", tmp_path) != [made]
