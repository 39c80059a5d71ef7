"""The kernel behind a notebook in the tests' own JupyterLab."""

from __future__ import annotations

import ast
import json
import time
from pathlib import Path
from typing import Any

from jupyter_client import BlockingKernelClient

#: Seconds that the kernel may take to start, to answer, or to hear of a change.
TIMEOUT = 20


class Kernel:
    """A second ear at the kernel that was started last."""

    def __init__(self, folder: Path) -> None:
        end = time.monotonic() + TIMEOUT
        while not (files := list((folder / ".home" / "runtime").glob("kernel-*.json"))):
            assert time.monotonic() < end, "no kernel was started"
            time.sleep(0.1)
        newest = max(files, key=lambda file: file.stat().st_mtime)
        self.client = BlockingKernelClient(connection_file=str(newest))
        self.client.load_connection_file()
        self.client.start_channels()
        self.client.wait_for_ready(timeout=TIMEOUT)

    def run(self, code: str) -> None:
        """Run code in the notebook's kernel."""
        reply = self.client.execute_interactive(code, timeout=TIMEOUT, output_hook=lambda _: None)
        assert reply["content"]["status"] == "ok", reply["content"]

    def read(self, expression: str) -> Any:
        """Return the value of an expression in the notebook's kernel."""
        reply = self.client.execute(
            "", user_expressions={"x": f"__import__('json').dumps({expression})"}, reply=True
        )
        found = reply["content"]["user_expressions"]["x"]
        assert found["status"] == "ok", found
        return json.loads(ast.literal_eval(found["data"]["text/plain"]))

    def becomes(self, expression: str, wanted: Any) -> None:
        """Wait until an expression has a value."""
        end = time.monotonic() + TIMEOUT
        while (got := self.read(expression)) != wanted:
            assert time.monotonic() < end, f"{expression} stayed {got}, not {wanted}"
            time.sleep(0.1)
