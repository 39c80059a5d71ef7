"""A worker process in a sandbox: asked one thing at a time, and killed when it takes too much.

Time is processor time, so that it does not depend on what else the machine does; time in which all
of the box is asleep counts too. What comes back is read as hostile data: a line of JSON of bounded
length that holds few values, the right number, and nothing else.
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
from typing import Any

from klgrade import sandbox
from klgrade.cgroups import Cgroup, sweep
from klgrade.records import Limits
from klgrade.sandbox import SandboxError
from klgrade.usage import Usage

MAX_LINE = 4_000_000
MAX_PIECES = 200_000  # commas and brackets: what they become takes far more memory
GUARD = 20.0  # so many times its seconds may a request take on the clock, on a machine that is busy
_TICK = 0.05  # seconds between two looks at the box
_PATIENCE = 5.0  # seconds in which a box ends that answers no more


class BoxError(Exception):
    """The box is gone; `timeout` says whether it was too slow, the message why it went."""

    def __init__(self, message: str, *, timeout: bool = False) -> None:
        super().__init__(message)
        self.timeout = timeout


class Box:
    """A worker process. Use it as a context manager: leaving kills all that runs in it."""

    def __init__(
        self, limits: Limits, *, sandboxed: bool = True, ready: bool = True, whole: bool = False
    ) -> None:
        self.limits = limits
        self.whole = whole  # let all packages be compiled beforehand that are loaded here
        self.number = 0
        self.killed = ""
        self.used = 0.0
        self.deadline = float("inf")
        self.allowed = float("inf")
        self.asleep = 0.0
        self.start: float | None = None
        self.errors = tempfile.TemporaryFile()  # noqa: SIM115 (closed with the box)
        # Nobody writes to it: that it closes tells the box that this process has ended.
        self.listener, writer = os.pipe()
        self.alive = os.fdopen(writer, "wb", buffering=0)
        try:
            self.process = self._open(sandboxed)
        except BaseException:
            self.errors.close()
            self.alive.close()
            raise
        finally:
            os.close(self.listener)
        self.over = threading.Event()
        self.cgroup = Cgroup(limits) if sandboxed else None
        self.usage = Usage(self.process.pid, self.cgroup)
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
            return self._start(sandbox.plain_command(), environment, *self._told())
        reader, writer = os.pipe()
        with os.fdopen(writer, "wb") as pipe:
            pipe.write(sandbox.filter_program())
        try:
            code = sandbox.code(whole=self.whole)
            words = sandbox.command(reader, code, self.limits.disk)
            return self._start(words, {}, reader, code, *self._told())
        finally:
            os.close(reader)

    def _told(self) -> list[int]:
        """Return the pipe by which the box is told that the grader has ended, where it can be."""
        return [self.listener] if os.name == "posix" else []

    def _start(
        self, words: list[str], environment: dict[str, str], *handles: int
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
            "grader": next(iter(self._told()), None),
            "path": sandbox.library_paths(),
            "memory": self.limits.memory,
            "disk": self.limits.disk,
            "processes": self.limits.processes,
            "seconds": self.limits.longest,
        }
        try:
            self._exchange(first, float("inf"), self.limits.start)
        except BoxError as error:
            raise SandboxError(sandbox.complaint(self._last_words(error))) from None
        if self.cgroup:
            self.cgroup.add(self.usage.family())
        try:
            if ready:
                self._exchange({}, float("inf"), self.limits.start)
        except BoxError as error:
            raise SandboxError(
                f"Python does not start in the sandbox with {self.limits.memory} MB: "
                f"{self._last_words(error)}. If that is too little memory, raise --memory"
            ) from None

    def _last_words(self, error: BoxError) -> str:
        """Return the last line that the box wrote, or else what is known."""
        self._end()
        self.errors.seek(0)
        output = self.errors.read(100_000).decode(errors="replace").strip()
        return (output or str(error)).splitlines()[-1][:300].rstrip(".")

    def ask(self, request: dict[str, Any], seconds: float) -> dict[str, Any]:
        """Return the worker's answer to a request that may use so many seconds.

        `used` then says how many it did use.

        Raises
        ------
        BoxError
            If there is no proper answer in time; the box is then closed.
        """
        self.number += 1
        try:
            return self._exchange({**request, "id": self.number}, seconds, GUARD * seconds)
        except BoxError:
            self.close()
            raise

    def _exchange(self, message: dict[str, Any], seconds: float, clock: float) -> dict[str, Any]:
        assert self.process.stdin is not None  # noqa: S101
        assert self.process.stdout is not None  # noqa: S101
        began = time.monotonic()
        self._begin(seconds, began + clock)
        try:
            self.process.stdin.write(json.dumps(message).encode() + b"\n")
            self.process.stdin.flush()
            line = self.process.stdout.readline(MAX_LINE + 1)
        except (OSError, ValueError):
            line = b""
        self.allowed = self.deadline = float("inf")
        self.used = time.monotonic() - began
        if self.start is not None:  # the watch has looked
            self.used = self._spent()
        if not line or self.killed:
            raise self._gone(seconds)
        return self._read(line)

    def _begin(self, seconds: float, deadline: float) -> None:
        """Let the watch measure a new request."""
        self.start, self.asleep = None, 0.0
        self.allowed, self.deadline = seconds, deadline

    def _read(self, line: bytes) -> dict[str, Any]:
        """Return what a line says, which is looked at before anything is made of it."""
        if len(line) > MAX_LINE or sum(map(line.count, (b",", b"[", b"{"))) > MAX_PIECES:
            raise BoxError("the code returned more than can be read")
        try:
            answer = json.loads(line)
        except (ValueError, RecursionError):
            answer = None
        if type(answer) is not dict or answer.get("id") != self.number:
            raise BoxError("the code interfered with the pipe to the grader")
        return answer

    def _gone(self, seconds: float) -> BoxError:
        """Return why there was no answer."""
        if self.killed == "time":
            return BoxError(f"the code took longer than {seconds:.3g} s", timeout=True)
        if not self.killed and self.cgroup and self.cgroup.ran_out():
            self.killed = "memory"
        if self.killed:
            said = {
                "memory": f"the code took more than {self.limits.memory} MB of memory",
                "files": f"the code made more than {self.limits.files} files",
            }
            return BoxError(said.get(self.killed, self.killed))
        status = self._status()
        if status is None:
            return BoxError("the code closed the pipe to the grader")
        number = status - 128 if status > 128 else -status
        with contextlib.suppress(ValueError):
            if number > 0:
                return BoxError(f"the code ended the program with {signal.Signals(number).name}")
        return BoxError(f"the code ended the program with status {status}")

    def _status(self) -> int | None:
        """Return how the box ended, or None if it has not, some seconds later.

        Its number is not given back before `close`, so that none but the box is killed by it.
        """
        if not hasattr(os, "waitid"):  # neither on Windows nor on older Pythons of macOS
            with contextlib.suppress(subprocess.TimeoutExpired):
                return self.process.wait(timeout=_PATIENCE)
            return None
        end = time.monotonic() + _PATIENCE
        while time.monotonic() < end:
            found = os.waitid(os.P_PID, self.process.pid, os.WEXITED | os.WNOWAIT | os.WNOHANG)
            if found:
                ended = found.si_code == os.CLD_EXITED
                return found.si_status if ended else -found.si_status
            time.sleep(_TICK / 10)
        return None

    def _spent(self) -> float:
        """Return the seconds that the request has used: at work, or with all of the box asleep."""
        now = self.usage.seconds()
        if self.start is None:  # at the first look: most requests are answered before it
            self.start = now
        return now - self.start + self.asleep

    def _watch(self) -> None:
        """Kill the box when its time is over or its memory is used up."""
        before = time.monotonic()
        while not self.over.wait(_TICK):
            now = time.monotonic()
            try:
                self._look(now, now - before)
            except Exception as error:  # nothing may run that is not watched
                self.killed = f"the grader cannot watch it: {error!r}"
            before = now
            if self.killed:
                self._kill()

    def _look(self, now: float, since: float) -> None:
        """Notice what the box uses too much of."""
        if self.allowed < float("inf"):
            if not self.usage.awake():
                self.asleep += since
            if self._spent() > self.allowed:
                self.killed = self.killed or "time"
        if now > self.deadline:
            self.killed = self.killed or "time"
        elif self.usage.memory() > self.limits.memory << 20:
            self.killed = self.killed or "memory"
        elif self.number and self.usage.files() > self.limits.files:
            self.killed = self.killed or "files"

    def _kill(self) -> None:
        self.alive.close()  # the box then ends by itself, should the signal not reach all of it
        if self.process.returncode is not None:  # its number may be another's by now
            return
        with contextlib.suppress(OSError):
            if os.name == "posix":  # with its session, for where no sandbox holds it
                os.killpg(self.process.pid, signal.SIGKILL)
            else:
                self.process.kill()

    def _end(self) -> None:
        """Kill the box, and give its number back once nobody would kill by it any more."""
        self.over.set()
        self._kill()
        self.watch.join()
        self.process.wait()

    def close(self) -> None:
        """Kill whatever runs in the box, and wait until it is gone."""
        if self.errors.closed:
            return
        self._end()
        for stream in (self.process.stdin, self.process.stdout, self.errors):
            if stream is not None:
                with contextlib.suppress(OSError):
                    stream.close()
        if self.cgroup:
            self.cgroup.remove()


def check_sandbox(limits: Limits | None = None) -> None:
    """Open a box with the limits of a run, and run nothing in it.

    Raises
    ------
    SandboxError
        If other people's notebooks cannot be run safely here; the message says what to do.
    """
    if sys.platform != "linux":
        sandbox.filter_program()
    sweep()
    with Box(limits or Limits()):
        pass
