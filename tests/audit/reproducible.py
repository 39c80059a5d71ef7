"""Build the book twice from nothing and compare the two sites byte by byte."""

from __future__ import annotations

import filecmp
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
# Records of the build itself; no page uses them.
RECORDS = {".buildinfo", "reports"}


def cold_build(folder: Path) -> Path:
    """Build the committed book in ``folder`` and return its site."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True)
    modules = ROOT / "kltext" / "web" / "node_modules"
    (folder / "kltext" / "web" / "node_modules").symlink_to(modules)
    command = [Path(sys.executable).parent / "jupyter-book", "build", folder, "-n", "-W"]
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return folder / "_build" / "html"


def differences(left: Path, right: Path) -> list[str]:
    """Return the files that are not equal, or stand on one side only."""
    found = []
    names = {path.relative_to(site) for site in (left, right) for path in site.rglob("*")}
    for name in sorted(names):
        if name.parts[0] in RECORDS or (left / name).is_dir():
            continue
        same = (left / name).is_file() and (right / name).is_file()
        if not same or not filecmp.cmp(left / name, right / name, shallow=False):
            found.append(str(name))
    return found


def main() -> int:
    """Compare two cold builds; return 1 if they differ."""
    with tempfile.TemporaryDirectory() as temporary:
        # The same path twice: notebooks may print where they are.
        place, kept = Path(temporary) / "book", Path(temporary) / "first"
        shutil.move(cold_build(place), kept)
        shutil.rmtree(place)
        different = differences(kept, cold_build(place))
    print("\n".join(different) if different else "Two cold builds are identical.")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main())
