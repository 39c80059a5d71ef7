"""The workflow's own step puts what Colab and Binder open on the branch that pages link to."""

from __future__ import annotations

import os
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from tests.book.built import parsed
from tests.book.pages import ROOT

WORKFLOW = ROOT / ".github" / "workflows" / "book.yml"


def git(folder: Path, *arguments: str) -> str:
    done = subprocess.run(
        ["git", *arguments], cwd=folder, capture_output=True, text=True, check=True
    )
    return done.stdout


@pytest.fixture(scope="module")
def remote(site: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a bare repository to which the workflow's last step has pushed, twice."""
    place = tmp_path_factory.mktemp("remote")
    bare = place / "someone" / "a-book.git"
    bare.mkdir(parents=True)
    git(bare, "init", "--quiet", "--bare")
    step = yaml.safe_load(WORKFLOW.read_text())["jobs"]["notebooks"]["steps"][-1]
    for number in range(2):  # the second push replaces what the first one put there
        runner = place / f"runner{number}"
        shutil.copytree(site / "notebooks", runner / "notebooks")
        if number == 0:
            (runner / "notebooks" / "old.ipynb").write_text("{}")
        told = {
            "RUNNER_TEMP": str(runner),
            "GITHUB_SERVER_URL": place.as_uri(),
            "GITHUB_REPOSITORY": "someone/a-book",
            "GITHUB_SHA": f"{number:040x}",
            "TOKEN": "no-secret",
        }
        shell = ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]]
        done = subprocess.run(
            shell, cwd=ROOT, env={**os.environ, **told}, capture_output=True, text=True, check=False
        )
        assert done.returncode == 0, done.stderr
    return bare


def test_each_chapters_link_finds_its_copy(site: Path, remote: Path) -> None:
    opened = {}
    for page in sorted(site.rglob("*.html")):
        for link in parsed(page).select("ul.lightbook-tools a"):
            if link.get_text() == "Open in Colab":
                _, place = str(link["href"]).split("/blob/")
                branch, _, name = unquote(place).partition("/")
                opened[name] = git(remote, "show", f"{branch}:{name}")
            elif link.get_text() == "Open in Binder":
                place, name = str(link["href"]).split("?urlpath=lab/tree/")
                branch = unquote(place.rpartition("/")[2])
                opened[name] = git(remote, "show", f"{branch}:{unquote(name)}")
    assert len(opened) > 30
    for name, text in opened.items():
        assert text == (site / "notebooks" / name).read_text(encoding="utf-8")


def test_the_branch_holds_the_last_copies_alone(site: Path, remote: Path) -> None:
    (branch,) = git(remote, "for-each-ref", "--format=%(refname:short)").split()
    held = set(
        git(remote, "-c", "core.quotepath=off", "ls-tree", "-r", "--name-only", branch).split("\n")
    )
    notebooks = site / "notebooks"
    files = {p.relative_to(notebooks).as_posix() for p in notebooks.rglob("*") if p.is_file()}
    binder = {"requirements.lock", *(f"binder/{path.name}" for path in (ROOT / "binder").iterdir())}
    assert held - {""} == files | binder
    assert "requirements.txt" in files
    assert git(remote, "rev-list", "--count", branch).strip() == "1"
    assert f"{1:040x}" in git(remote, "log", "--format=%s", branch)
