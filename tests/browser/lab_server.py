"""A JupyterLab of the tests' own: on loopback, with a home of its own."""

from __future__ import annotations

import os
import re
import secrets
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import nbformat
from playwright.sync_api import Page
from playwright.sync_api import TimeoutError as TooLate

#: Seconds that the server may take to answer, and to stop.
TIMEOUT = 90
STOP_TIMEOUT = 30


@dataclass(frozen=True)
class Lab:
    """A running JupyterLab. Its connection files lie in ``folder/.home/runtime``."""

    folder: Path
    address: str

    def of(self, notebook: str) -> str:
        """Return the address that opens a notebook of the folder."""
        return self.address.format(notebook)


@contextmanager
def lab(folder: Path) -> Iterator[Lab]:
    """Run JupyterLab on a folder."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    token = secrets.token_hex(16)
    home = folder / ".home"
    command = [
        *(Path(sys.executable).parent / "jupyter", "lab", "--no-browser", "--allow-root"),
        *("--ServerApp.ip=127.0.0.1", f"--ServerApp.port={port}"),
        *(f"--ServerApp.root_dir={folder}", f"--IdentityProvider.token={token}"),
    ]
    # A home of its own, so that nobody's settings and workspaces are read or changed.
    own = {
        "HOME": str(home),
        "JUPYTER_CONFIG_DIR": str(home),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
    }
    with (folder / "lab.log").open("w") as log:
        server = subprocess.Popen(
            command, stdout=log, stderr=log, env={**os.environ, **own}, cwd=folder
        )
        try:
            wait_for(f"http://127.0.0.1:{port}/api?token={token}", server)
            yield Lab(folder, f"http://127.0.0.1:{port}/lab/tree/{{}}?token={token}&reset")
        finally:
            server.terminate()
            server.wait(STOP_TIMEOUT)


def wait_for(address: str, server: subprocess.Popen[bytes]) -> None:
    """Return when the server answers.

    Raises
    ------
    RuntimeError
        If it stops, or keeps silent.
    """
    end = time.monotonic() + TIMEOUT
    while time.monotonic() < end:
        if server.poll() is not None:
            raise RuntimeError(f"JupyterLab stopped with {server.returncode}: see its lab.log")
        try:
            with urllib.request.urlopen(address, timeout=5):  # noqa: S310 (our own server)
                return
        except OSError:
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab did not answer within {TIMEOUT} seconds")


def write_notebook(path: Path, *cells: str) -> None:
    """Write a notebook of code cells."""
    notebook = nbformat.v4.new_notebook(cells=[nbformat.v4.new_code_cell(code) for code in cells])
    notebook.metadata.kernelspec = {"name": "python3", "display_name": "Python 3"}
    nbformat.write(notebook, path)


def run_all(page: Page) -> None:
    """Run every cell of the notebook, as often as it takes.

    Before the kernel listens, cells are run in vain.

    Raises
    ------
    RuntimeError
        If none is ever run.
    """
    # Before there is a kernel, a dialog would ask for one.
    page.get_by_text(re.compile(r"Python 3 .*\| Idle")).wait_for(timeout=1000 * TIMEOUT)
    begun = page.locator(".jp-InputPrompt").filter(has_text=re.compile(r"[*1]"))
    end = time.monotonic() + TIMEOUT
    while begun.count() == 0:
        if time.monotonic() > end:
            raise RuntimeError("JupyterLab ran no cell")
        page.get_by_role("menuitem", name="Run", exact=True).click()
        page.get_by_role("menuitem", name="Run All Cells", exact=True).click()
        with suppress(TooLate):
            begun.first.wait_for(timeout=2000)
