"""Collecting the Python of the pages: whole files only, each fetched once, and clear words."""

from __future__ import annotations

import base64
import hashlib
import io
import json
import tarfile
import zipfile
from pathlib import Path
from typing import Any

import pytest

from lightbook.live import collect, pyodide
from lightbook.live.command import LiveError, add_to_site
from lightbook.live.mirrors import Carrier, Folder, Server


class Asked(Folder):
    """A folder that notes what it was asked for."""

    def __init__(self, folder: Path) -> None:
        super().__init__(folder)
        self.names: list[str] = []

    def fetch(self, name: str, target: Path) -> str:
        self.names.append(name)
        return super().fetch(name, target)


@pytest.fixture
def package(tmp_path: Path) -> dict[str, Any]:
    (tmp_path / "mirror").mkdir()
    (tmp_path / "store").mkdir()
    (tmp_path / "mirror" / "a.whl").write_bytes(b"as it should be")
    return {"file_name": "a.whl", "sha256": hashlib.sha256(b"as it should be").hexdigest()}


def test_a_file_is_fetched_once(tmp_path: Path, package: dict[str, Any]) -> None:
    mirror = Asked(tmp_path / "mirror")
    for _ in range(2):
        made = collect.fetch_file(package, [mirror], tmp_path / "store")
    assert made.read_bytes() == b"as it should be"
    assert mirror.names == ["a.whl"]
    assert [path.name for path in (tmp_path / "store").iterdir()] == ["a.whl"]


def test_a_damaged_file_is_named_and_fetched_again(
    tmp_path: Path, package: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "store" / "a.whl").write_bytes(b"half of it")
    collect.fetch_file(package, [Asked(tmp_path / "mirror")], tmp_path / "store")
    assert (tmp_path / "store" / "a.whl").read_bytes() == b"as it should be"
    assert capsys.readouterr().err == "a.whl is damaged, and fetched again\n"


def test_the_first_mirror_with_the_right_file_gives_it(
    tmp_path: Path, package: dict[str, Any]
) -> None:
    wrong, empty = tmp_path / "wrong", tmp_path / "empty"
    for folder in (wrong, empty):
        folder.mkdir()
    (wrong / "a.whl").write_bytes(b"another file")
    mirrors = [Folder(empty), Folder(wrong), Folder(tmp_path / "mirror")]
    made = collect.fetch_file(package, mirrors, tmp_path / "store")
    assert made.read_bytes() == b"as it should be"


def test_without_a_right_file_the_error_says_what_every_mirror_said(
    tmp_path: Path, package: dict[str, Any]
) -> None:
    (tmp_path / "mirror" / "a.whl").write_bytes(b"another file")
    mirrors = [Folder(tmp_path / "store"), Folder(tmp_path / "mirror")]
    with pytest.raises(LiveError) as error:
        collect.fetch_file(package, mirrors, tmp_path / "store")
    assert "a.whl could not be found or downloaded" in str(error.value)
    assert "has no such file; the file of folder has another SHA-256" in str(error.value)
    assert "name its folder in PYODIDE_FOLDER" in str(error.value)
    assert list((tmp_path / "store").iterdir()) == []


def test_a_server_out_of_reach_is_asked_once(tmp_path: Path) -> None:
    server = Server("http://127.0.0.1:9/")
    first = server.fetch("a.whl", tmp_path / "a")
    server.address = "http://127.0.0.1:9/never-asked/"
    assert "out of reach" in first
    assert server.fetch("b.whl", tmp_path / "b") == first


def test_a_carrier_gives_what_lies_inside_it(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "carries_files-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("carries_files/assets/a.whl", b"inside")
    carrier = Carrier(tmp_path, "carries-files==1.0")
    assert carrier.fetch("a.whl", tmp_path / "a") == ""
    assert (tmp_path / "a").read_bytes() == b"inside"
    assert carrier.fetch("b.whl", tmp_path / "b") == "carries-files==1.0 has no such file"


def test_the_core_is_the_one_whose_sum_is_known(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archive = tmp_path / f"pyodide-{pyodide.VERSION}.tgz"
    files = dict.fromkeys(pyodide.CORE, b"core") | {pyodide.LOCK: b'{"packages": {}}'}
    with tarfile.open(archive, "w:gz") as made:
        for name, content in files.items():
            member = tarfile.TarInfo(f"package/{name}")
            member.size = len(content)
            made.addfile(member, io.BytesIO(content))
    assert not pyodide.is_core(archive)
    digest = base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()
    monkeypatch.setattr(pyodide, "INTEGRITY", f"sha512-{digest}")
    assert collect.fetch_core(tmp_path) == archive
    assert pyodide.read_lock(archive) == {"packages": {}}
    pyodide.unpack_core(archive, tmp_path)
    assert (tmp_path / "pyodide.js").read_bytes() == b"core"


def test_wheels_are_found_by_name_and_version_and_damaged_ones_go(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good, bad = (tmp_path / f"ruamel_yaml-{n}-py3-none-any.whl" for n in ("1.0", "2.0"))
    with zipfile.ZipFile(good, "w") as wheel:
        wheel.writestr("a.py", b"x = 1")
    bad.write_bytes(good.read_bytes()[:30])
    assert collect.wheel_of("ruamel.yaml", "1.0", tmp_path) == good
    assert collect.wheel_of("ruamel.yaml", "1", tmp_path) is None
    assert collect.whole(good)
    assert not collect.whole(bad)
    assert not bad.exists()
    assert bad.name in capsys.readouterr().err


def test_dependencies_come_along_under_either_spelling() -> None:
    packages = {"a": {"depends": ["b_c"]}, "b-c": {"depends": []}, "d": {"depends": []}}
    assert pyodide.with_dependencies(["a"], packages) == ["a", "b-c"]
    with pytest.raises(ValueError, match=r"has no package 'e'"):
        pyodide.with_dependencies(["e"], packages)


@pytest.mark.parametrize(
    ("files", "words"),
    [
        ({}, "there is no built book yet: run make book first"),
        (
            {"_build/html/index.html": "", "_config.yml": "sphinx: {config: {}}"},
            "no lightbook_live",
        ),
    ],
)
def test_what_is_missing_is_said(
    tmp_path: Path,
    files: dict[str, str],
    words: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    for name, text in files.items():
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_text(text)
    monkeypatch.chdir(tmp_path)
    assert add_to_site("Python for the pages", collect.collect) == 1
    assert words in capsys.readouterr().err


def test_the_lock_of_the_site_has_what_lies_there_and_nothing_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "ours-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("ours/__init__.py", "")
        head = "Metadata-Version: 2.1\nName: ours\nVersion: 1.0\n"
        needs = "Requires-Dist: known\nRequires-Dist: elsewhere\n"
        wheel.writestr("ours-1.0.dist-info/METADATA", head + needs)
        wheel.writestr("ours-1.0.dist-info/WHEEL", "Tag: py3-none-any\n")
    with zipfile.ZipFile(tmp_path / "tasks-1.0-py3-none-any.whl", "w") as wheel:
        wheel.writestr("tasks/__init__.py", "")
        head = "Metadata-Version: 2.1\nName: tasks\nVersion: 1.0\nRequires-Dist: ours\n"
        wheel.writestr("tasks-1.0.dist-info/METADATA", head)
        wheel.writestr("tasks-1.0.dist-info/WHEEL", "Tag: py3-none-any\n")
        points = "[ours.tasks]\nbook = tasks:FOLDER\n"
        wheel.writestr("tasks-1.0.dist-info/entry_points.txt", points)
    placed, extending = (
        collect.place(tmp_path / f"{name}-1.0-py3-none-any.whl", tmp_path)
        for name in ("ours", "tasks")
    )
    package = {
        "name": "known",
        "version": "1.0",
        "file_name": "known-1.0-py3-none-any.whl",
        "install_dir": "site",
        "sha256": "0" * 64,
        "imports": ["known"],
        "depends": ["gone"],
    }
    info = {
        "arch": "wasm32",
        "platform": "emscripten_3_1_58",
        "version": pyodide.VERSION,
        "python": "3.12.7",
    }
    lock = {"info": info, "packages": {"known": package, "gone": {**package, "name": "gone"}}}
    (tmp_path / "known-1.0-py3-none-any.whl").write_bytes(b"compiled")
    known = collect.place(tmp_path / "known-1.0-py3-none-any.whl", tmp_path)
    collect.write_lock(lock, {"known": known}, [placed, extending], tmp_path)
    made = json.loads((tmp_path / pyodide.LOCK).read_text())["packages"]
    assert sorted(made) == ["known", "ours", "tasks"]
    assert made["ours"]["depends"] == ["known", "tasks"]  # the tasks extend it
    assert made["tasks"]["depends"] == []  # Pyodide waits for ever for what waits for each other
    assert made["ours"]["sha256"] == pyodide.sha256(placed)
    assert made["known"]["sha256"] == pyodide.sha256(known)
    for name in ("ours", "known"):
        assert (tmp_path / made[name]["file_name"]).is_file()
    assert made["known"]["depends"] == []
