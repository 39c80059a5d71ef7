"""A worker process in a sandbox: asked one thing at a time, and killed when it takes too much.

What comes back is read as hostile data: a line of JSON of bounded length, the right number, and
nothing else.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path
from typing import Any

from klgrade import sandbox
from klgrade.cgroups import Cgroup
from klgrade.records import Limits
from klgrade.sandbox import SandboxError

MAX_LINE = 4_000_000
_PAGE = os.sysconf("SC_PAGE_SIZE") if hasattr(os, "sysconf") else 4096


class BoxError(Exception):
    """The box is gone; `timeout` says whether it was too slow, the message why it went."""

    def __init__(self, message: str, *, timeout: bool = False) -> None:
        super().__init__(message)
        self.timeout = timeout


class Box:
    """A worker process. Use it as a context manager: leaving kills all that runs in it."""

    def __init__(self, limits: Limits, *, sandboxed: bool = True, ready: bool = True) -> None:
        self.limits = limits
        self.number = 0
        self.killed = ""
        self.deadline = float("inf")
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the box)
        try:
            self.process = self._open(sandboxed)
        except BaseException:
            self.errors.close()
            raise
        self.over = threading.Event()
        self.cgroup = Cgroup(limits) if sandboxed else None
        self.watch = threading.Thread(target=self._watch, daemon=True)
        self.watch.start()
        try:
            self._greet(sandboxed, ready)
        except BaseException:
            self.close()
            raise

    def __enter__(self) -> Box:
        return self

    def __exit__(self, *_exception: object) -> None:
        self.close()

    def _open(self, sandboxed: bool) -> subprocess.Popen[bytes]:
        if not sandboxed:
            # Windows finds its own libraries by variables that it sets itself.
            environment = {**os.environ, **sandbox.ENVIRONMENT, "PATH": os.environ.get("PATH", "")}
            return self._start(sandbox.plain_command(), environment)
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(sandbox.filter_program())
        try:
            return self._start(sandbox.command(reader, self.limits.disk), None, reader)
        finally:
            os.close(reader)

    def _start(
        self, words: list[str], environment: dict[str, str] | None, *handles: int
    ) -> subprocess.Popen[bytes]:
        return subprocess.Popen(  # noqa: S603
            words,
            env=environment,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self.errors,
            pass_fds=handles,
            start_new_session=True,
        )

    def _greet(self, sandboxed: bool, ready: bool) -> None:
        """Send the limits, and wait until the worker has set them and is ready."""
        first = {
            "uid": sandbox.own_uid() if sandboxed else None,
            "sandbox": sandboxed,
            "path": sandbox.library_paths(),
            "memory": self.limits.memory,
            "disk": self.limits.disk,
            "processes": self.limits.processes,
            "total": self.limits.total,
        }
        try:
            self._exchange(first, self.limits.start)
            if self.cgroup:
                self.cgroup.add(self._family())
            if ready:
                self._exchange({}, self.limits.start)
        except BoxError as error:
            self._kill()
            self.process.wait()
            self.errors.seek(0)
            output = self.errors.read(2000).decode(errors="replace")
            raise SandboxError(sandbox.complaint(output or str(error))) from None

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the worker's answer to a request.

        Raises
        ------
        BoxError
            If there is no proper answer in time; the box is then closed.
        """
        self.number += 1
        try:
            return self._exchange({**request, "id": self.number}, seconds)
        except BoxError:
            self.close()
            raise

    def _exchange(self, message: dict[str, Any], seconds: float) -> dict[str, Any]:
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        self.deadline = time.monotonic() + seconds
        try:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline(MAX_LINE + 1)
        except (OSError, ValueError):
            line = b""
        self.deadline = float("inf")
        if not line:
            raise self._gone(seconds)
        if len(line) > MAX_LINE:
            raise BoxError("the code gave back more than can be read")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        if type(answer) is not dict or answer.get("id") != self.number:
            raise BoxError("the code meddled with the pipe to the grader")
        return answer

    def _gone(self, seconds: float) -> BoxError:
        """Return why there was no answer."""
        if self.killed == "time":
            return BoxError(f"the code took longer than {seconds:.3g} s", timeout=True)
        if self.killed == "memory":
            return BoxError(f"the code took more than {self.limits.memory} MB of memory")
        try:
            status = self.process.wait(timeout=5)
        except subprocess.TimeoutExpired:
            return BoxError("the code closed the pipe to the grader")
        number = status - 128 if status > 128 else -status
        with contextlib.suppress(ValueError):
            if number > 0:
                return BoxError(f"the code ended the program with {signal.Signals(number).name}")
        return BoxError(f"the code ended the program with status {status}")

    def _watch(self) -> None:
        """Kill the box when its time is over or its memory is used up."""
        while not self.over.wait(0.05):
            if time.monotonic() > self.deadline:
                self.killed = self.killed or "time"
            elif self._memory() > self.limits.memory << 20:
                self.killed = self.killed or "memory"
            if self.killed:
                self._kill()

    def _family(self) -> list[int]:
        """Return the processes of the box."""
        family = [self.process.pid]
        for pid in family:
            with contextlib.suppress(OSError):
                children = Path(f"/proc/{pid}/task/{pid}/children").read_text()
                family += map(int, children.split())
        return family

    def _memory(self) -> int:
        """Return the bytes that the processes of the box hold."""
        pages = 0
        if sys.platform == "linux":
            for pid in self._family():
                with contextlib.suppress(OSError, ValueError, IndexError):
                    _size, resident, shared = Path(f"/proc/{pid}/statm").read_text().split()[:3]
                    pages += int(resident) - int(shared)
        return pages * _PAGE

    def _kill(self) -> None:
        with contextlib.suppress(OSError):
            if os.name == "posix":  # the session too, for where no sandbox holds it
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.kill()

    def close(self) -> None:
        """Kill whatever runs in the box, and wait until it is gone."""
        if self.over.is_set():
            return
        self.over.set()
        self._kill()
        self.process.wait()
        self.watch.join()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if self.cgroup:
            self.cgroup.remove()


def check_sandbox() -> None:
    """Open a box, and run nothing in it.

    Raises
    ------
    SandboxError
        If other people's notebooks cannot be run safely here; the message says what to do.
    """
    if sys.platform != "linux":
        sandbox.filter_program()
    with Box(Limits(), ready=False):
        pass
