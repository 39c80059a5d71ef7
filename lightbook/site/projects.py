"""The book's own packages: the site hands out their wheels, and copies of notebooks install them.

A book lists them in ``lightbook_projects``: the folder of each, the module that notebooks import,
and the extras to install. The wheels are made by hatchling, without a network; the same source
gives the same bytes.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from sphinx.application import Sphinx
from sphinx.config import Config

from lightbook.repository import repository

KEY: Final = "lightbook_projects"
FOLDER: Final = "wheels"


@dataclass(frozen=True)
class Project:
    """A package of the book: its folder, its name for pip, and the module that notebooks import."""

    folder: str
    name: str
    module: str
    extras: str = ""

    @property
    def requirement(self) -> str:
        """Return the name with the extras: ``package[notebooks]``."""
        return f"{self.name}[{self.extras}]" if self.extras else self.name


def projects(config: Config, book: Path) -> list[Project]:
    """Return the packages that the configuration lists.

    Raises
    ------
    ValueError
        If a folder that it lists holds no package.
    """
    found = []
    for entry in config[KEY]:
        file = book / entry["folder"] / "pyproject.toml"
        if not file.is_file():
            raise ValueError(f"{KEY} lists {entry['folder']!r}, and {file} does not exist")
        name = tomllib.loads(file.read_text(encoding="utf-8"))["project"]["name"]
        extras = entry.get("extras", "")
        found.append(Project(entry["folder"], name, entry.get("module", name), extras))
    return found


def build_wheel(project: Path, folder: Path) -> Path:
    """Build the wheel of a project into a folder."""
    from hatchling.builders.wheel import WheelBuilder

    return Path(next(WheelBuilder(str(project)).build(directory=str(folder))))


def requirements(app: Sphinx) -> dict[str, str]:
    """Return, by module, what pip installs: wheels of the site, or what is in the repository.

    Without a base URL nobody knows yet where the wheels will be.
    """
    base, made = app.config.html_baseurl.rstrip("/"), {}
    for project in projects(app.config, Path(app.srcdir)):
        start = project.name.replace("-", "_")
        wheels = sorted((Path(app.outdir) / FOLDER).glob(f"{start}-*.whl"))
        if base and wheels:
            source = f"{base}/{FOLDER}/{wheels[0].name}"
        else:
            source = repository(app.config).source(project.folder)
        made[project.module] = f"{project.requirement} @ {source}"
    return made


def add_wheels(app: Sphinx) -> None:
    """Put the wheels beside the pages, before these are written."""
    if app.builder.format != "html":
        return
    book, target = Path(app.srcdir), Path(app.outdir) / FOLDER
    for old in target.glob("*.whl"):
        old.unlink()
    for project in projects(app.config, book):
        build_wheel(book / project.folder, target)


def setup(app: Sphinx) -> dict[str, Any]:
    """Register the extension with Sphinx."""
    app.add_config_value(KEY, [], "html", [list])
    app.connect("builder-inited", add_wheels)
    return {"version": "1", "parallel_read_safe": True, "parallel_write_safe": True}
