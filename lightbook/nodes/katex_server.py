"""Starts KaTeX's server and tries again until it listens, for machines that are busy.

sphinxcontrib-katex connects as soon as the server's socket exists, which can be before the
server listens, gives up after five seconds, and leaves the server running when it does; the
orphan then holds the output of the build open for whoever reads it.
"""

from __future__ import annotations

import socket
import time
from pathlib import Path
from subprocess import PIPE, Popen
from typing import Any

from sphinxcontrib import katex

START_TIMEOUT = 60.0  # seconds
RENDER_TIMEOUT = 60.0
PAUSE = 0.02


class RetryingKaTeXServer(katex.KaTeXServer):
    """KaTeX's server, tried again until it listens, and stopped if it never does."""

    @classmethod
    def start_server_process(cls, rundir: Path, timeout: float) -> tuple[Any, socket.socket]:
        """Start the server and return its process with a connected socket.

        Raises
        ------
        sphinxcontrib.katex.KaTeXError
            If the server does not listen within ``timeout`` seconds.
        """
        path = rundir / "katex.sock"
        command = cls.build_command(socket=path)
        process = Popen(command, stdin=PIPE, stdout=PIPE, cwd=rundir)  # noqa: S603  our own words
        deadline = time.monotonic() + timeout
        while time.monotonic() < deadline:
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.connect(str(path))
            except (FileNotFoundError, ConnectionRefusedError):
                connection.close()
                time.sleep(PAUSE)
            else:
                return process, connection
        with process:  # waits, and closes its pipes
            process.kill()
        raise cls.timeout_error(timeout)


def use_retrying_server() -> None:
    """Let sphinxcontrib-katex start its server with more time and more than one try."""
    katex.KaTeXServer = RetryingKaTeXServer
    katex.STARTUP_TIMEOUT = START_TIMEOUT
    katex.RENDER_TIMEOUT = RENDER_TIMEOUT
