"""Every notebook leaves the site in a form that runs elsewhere."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from urllib.parse import unquote

import pytest
import yaml

from lightbook.repository import Repository
from lightbook.site.notebook_copies import CELL_ID, installable
from lightbook.site.projects import build_wheel, projects
from tests.book.built import parsed
from tests.book.pages import ROOT, exercise_files, notebook_cells, page_files
from tests.browser import loopback

CHAPTERS = [path.relative_to(ROOT) for path in page_files() if path.suffix == ".ipynb"]
EXERCISES = [path.relative_to(ROOT) for path in exercise_files()]
CONFIG = yaml.safe_load((ROOT / "_config.yml").read_text())
PROJECTS = CONFIG["sphinx"]["config"]["lightbook_projects"]
NEEDED = {"some_package": "some-package @ https://example.org/some_package.whl"}
GITHUB = Repository(
    "https://github.com/someone/a-book", "main", colab="https://colab.example", binder="https://b.x"
)


def links(page: Path) -> dict[str, str]:
    """Return the links below a page's title, by their words."""
    line = parsed(page).select_one("ul.lightbook-tools")
    assert line is not None, f"{page.name} has no line below its title"
    return {link.get_text(): str(link["href"]) for link in line.find_all("a")}


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_a_chapter_offers_its_notebook(site: Path, source: Path) -> None:
    page = site / source.with_suffix(".html")
    found = links(page)
    live = "Open in JupyterLite"
    assert (live in found) == (site / "lite").is_dir()
    assert set(found) - {live} == {"Download notebook", "Open in Colab", "Open in Binder"}
    copy = (page.parent / unquote(found["Download notebook"])).resolve()
    assert copy.is_relative_to(site.resolve())
    repository = CONFIG["repository"]["url"].removeprefix("https://github.com/")
    branch = CONFIG["launch_buttons"]["colab_branch"]
    assert found["Open in Colab"].endswith(f"/github/{repository}/blob/{branch}/{source}")
    assert found["Open in Binder"].endswith(f"/gh/{repository}/{branch}?urlpath=lab/tree/{source}")


@pytest.mark.parametrize("source", [*CHAPTERS, *EXERCISES], ids=str)
def test_a_copy_has_one_guarded_cell(site: Path, source: Path) -> None:
    text = (ROOT / source).read_text()
    assert CELL_ID not in text, "the notebook in the repository stays clean"
    copy = json.loads((site / "notebooks" / source).read_text())
    added = [cell for cell in copy["cells"] if cell.get("id") == CELL_ID]
    assert len(added) == 1
    code = "".join(added[0]["source"])
    compile(code, "cell", "exec")
    for project in PROJECTS:
        assert f'"{project["module"]}": ' in code
    assert f"git+{CONFIG['repository']['url']}.git@{CONFIG['repository']['branch']}" in code


@pytest.mark.parametrize("source", CHAPTERS, ids=str)
def test_tables_come_along_where_they_are_read(site: Path, source: Path) -> None:
    code = "".join(c["source"] for c in notebook_cells(ROOT / source) if c["cell_type"] == "code")
    cells = json.loads((site / "notebooks" / source).read_text())["cells"]
    added = "".join(next(cell for cell in cells if cell.get("id") == CELL_ID)["source"])
    reads = any(f"{mark}data" in code for mark in ('Path("', 'FILE = "'))
    assert ("copy_tables" in added) == reads


def test_downloads_of_exercises_are_such_copies(site: Path) -> None:
    downloads = sorted((site / "_downloads").rglob("*.ipynb"))
    assert {path.name for path in downloads} == {path.name for path in EXERCISES}
    for path in downloads:
        assert path.read_text() == (site / "notebooks" / "exercises" / path.name).read_text()


def test_a_copy_is_made_of_a_notebook_and_only_once() -> None:
    cell = {"cell_type": "code", "id": "a", "metadata": {}, "source": "1", "outputs": []}
    text = installable(json.dumps({"cells": [cell]}), NEEDED)
    assert [one["id"] for one in json.loads(text)["cells"]] == [CELL_ID, "a"]
    with pytest.raises(ValueError, match="already"):
        installable(text, NEEDED)
    for broken in ("[]", "{}", '{"cells": []}'):
        with pytest.raises(ValueError, match="no notebook"):
            installable(broken, NEEDED)


def test_links_follow_the_repository() -> None:
    colab = GITHUB.colab_link("chapters/one")
    assert colab == "https://colab.example/github/someone/a-book/blob/notebooks/chapters/one.ipynb"
    binder = GITHUB.binder_link("chapters/one")
    place = "https://b.x/v2/gh/someone/a-book/notebooks"
    assert binder == f"{place}?urlpath=lab/tree/chapters/one.ipynb"
    lab = Repository(
        "https://gitlab.com/a/b.git", "dev", "book/", "https://c.x", binder="https://b.x/"
    )
    assert lab.colab_link("one") == ""
    assert lab.binder_link("one") == "https://b.x/v2/gl/a%2Fb/dev?urlpath=lab/tree/book/one.ipynb"
    assert lab.source(".") == "git+https://gitlab.com/a/b.git@dev"
    assert lab.source("part") == "git+https://gitlab.com/a/b.git@dev#subdirectory=part"
    assert Repository("", "main").binder_link("one") == ""


def test_the_wheels_are_the_packages_and_always_the_same(site: Path, tmp_path: Path) -> None:
    wheels = {path.name: path for path in (site / "wheels").iterdir()}
    parts = {
        ".": ("kltext/web/dist/widgets/gaussian.js", "kltext/_data/nile.csv"),
        "lightbook": (
            "lightbook/web/dist/page/host.js",
            "lightbook/theme/lightbook/layout.html",
            "lightbook/theme/lightbook/theme.toml",
            "lightbook/site/not_found.html",
            "lightbook/printing/print.css",
        ),
        "exercises/klcheck": ("klcheck/feedback.py",),
        "exercises/kltasks": ("kltasks/vae.json",),
    }
    assert [project["folder"] for project in PROJECTS] == list(parts)
    assert len(wheels) == len(parts)
    for folder, wanted in parts.items():
        again = build_wheel(ROOT / folder, tmp_path)
        assert again.read_bytes() == wheels[again.name].read_bytes()
        names = zipfile.ZipFile(again).namelist()
        assert [part for part in wanted if part not in names] == []
        assert [name for name in names if "node_modules" in name or "bank" in name] == []


@pytest.fixture
def served(site: Path) -> Iterator[str]:
    """Serve the site on this machine; return its address."""
    with loopback.served(site) as address:
        yield address


def empty_environment(folder: Path) -> Path:
    """Make an environment with what the book's packages need, and without them."""
    venv.create(folder, symlinks=True)
    packages = next((folder / "lib").glob("python*/site-packages"))
    here = Path(yaml.__file__).parents[1]
    for entry in here.iterdir():
        ours = any(name in entry.name for name in ("kltext", "lightbook", "klcheck", "kltasks"))
        if not ours and entry.suffix != ".pth" and not (packages / entry.name).exists():
            (packages / entry.name).symlink_to(entry)
    return folder / "bin" / "python"


RUN = """
import sys, nbformat
from nbclient import NotebookClient
notebook = nbformat.read(sys.argv[1], 4)
NotebookClient(notebook, kernel_name="python3", timeout=120).execute()
nbformat.write(notebook, sys.argv[1])
"""


@pytest.mark.parametrize("chapter", ["definition", "knowledge-check"])
def test_a_downloaded_notebook_runs_where_kltext_is_missing(
    site: Path, served: str, tmp_path: Path, chapter: str
) -> None:
    python = empty_environment(tmp_path / "env")
    environment = {
        **{key: value for key, value in os.environ.items() if key != "PYTHONPATH"},
        "PIP_NO_INDEX": "1",
        "IPYTHONDIR": str(tmp_path),
        "JUPYTER_DATA_DIR": str(tmp_path),
        "PIP_CONFIG_FILE": os.devnull,
        "MPLBACKEND": "module://matplotlib_inline.backend_inline",
    }
    run = partial(subprocess.run, env=environment, cwd=tmp_path, capture_output=True, text=True)
    probe = "import importlib.util as u; print(u.find_spec('kltext'), u.find_spec('numpy'))"
    assert run([python, "-c", probe], check=True).stdout.startswith("None ModuleSpec")
    whole = json.loads((site / "notebooks" / "chapters" / f"{chapter}.ipynb").read_text())
    whole["cells"] = [cell for cell in whole["cells"] if cell["id"] != CELL_ID]
    copy = tmp_path / f"{chapter}.ipynb"
    names = {path.name.split("-")[0]: path.name for path in (site / "wheels").iterdir()}
    needed = {}
    for project in projects({"lightbook_projects": PROJECTS}, ROOT):
        wheel = names[project.name.replace("-", "_")]
        needed[project.module] = f"{project.requirement} @ {served}/wheels/{wheel}"
    data_code = CONFIG["sphinx"]["config"]["lightbook_data_code"]
    copy.write_text(installable(json.dumps(whole), needed, data_code))
    run([python, "-m", "ipykernel", "install", "--prefix", tmp_path / "env"], check=True)
    done = run([python, "-c", RUN, copy], check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    place = run([python, "-c", "import kltext; print(kltext.__file__)"], check=True).stdout
    assert place.startswith(str(tmp_path))
    assert any(cell.get("outputs") for cell in notebook_cells(copy))


def empty_wheel(folder: Path, pinned: str) -> None:
    """Write a wheel of nothing, that pip takes for the pinned package."""
    name, _, version = pinned.replace("-", "_").partition("==")
    info = f"{name}-{version}.dist-info"
    with zipfile.ZipFile(folder / f"{name}-{version}-py3-none-any.whl", "w") as wheel:
        wheel.writestr(
            f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: {version}\n"
        )
        wheel.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nTag: py3-none-any\n")
        wheel.writestr(f"{info}/RECORD", "")


def test_binder_installs_what_the_lock_names(tmp_path: Path) -> None:
    requirements = (ROOT / "binder" / "requirements.txt").read_text()
    lock, *others = [line for line in requirements.splitlines() if not line.startswith("#")]
    assert lock == "-r ../requirements.lock"
    assert os.access(ROOT / "binder" / "postBuild", os.X_OK)
    for pinned in others:
        empty_wheel(tmp_path, pinned)
    # Everything of the lock is here already, so that pip has nothing to ask for.
    command = [sys.executable, "-m", "pip", "install", "--dry-run", "--no-index", "--quiet"]
    done = subprocess.run(
        [*command, "--find-links", tmp_path, "-r", ROOT / "binder" / "requirements.txt"],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    version = (ROOT / "binder" / "runtime.txt").read_text().strip()
    assert version == "python-3.11"
