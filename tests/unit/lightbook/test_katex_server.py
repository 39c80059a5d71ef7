"""The server waits for a slow KaTeX, and leaves nothing behind when there is none."""

from __future__ import annotations

import time
from pathlib import Path

import pytest
from sphinxcontrib import katex

from lightbook.nodes.katex_server import RetryingKaTeXServer

# Binds its socket, and listens only later: the order that a busy machine shows.
SLOW = """
import socket, sys, time
server = socket.socket(socket.AF_UNIX)
server.bind(sys.argv[1])
time.sleep(0.5)
server.listen()
time.sleep(30)
"""


def command(monkeypatch: pytest.MonkeyPatch, *words: str) -> None:
    def build(_: type, socket: Path) -> list[str]:
        return ["python3", "-c", *words, str(socket)]

    monkeypatch.setattr(RetryingKaTeXServer, "build_command", classmethod(build))


def test_waits_until_the_server_listens(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    command(monkeypatch, SLOW)
    process, connection = RetryingKaTeXServer.start_server_process(tmp_path, 20.0)
    with process, connection:
        assert connection.getpeername() == str(tmp_path / "katex.sock")
        process.kill()


def test_a_server_that_never_listens_is_stopped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    mark = tmp_path / "alive"
    code = f"import time; time.sleep(2); open({str(mark)!r}, 'w')"
    command(monkeypatch, code)
    with pytest.raises(katex.KaTeXError, match="did not came up"):
        RetryingKaTeXServer.start_server_process(tmp_path, 0.2)
    time.sleep(2.5)
    assert not mark.exists(), "the server outlived its failure"
