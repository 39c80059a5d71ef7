"""What is graded already, on disk from the moment it is known.

One line of JSON for each report, so that a run that is killed loses nothing but what was in
flight. A report counts as long as neither its file nor what it was graded with has changed.
"""

from __future__ import annotations

import hashlib
import json
import os
import secrets
from pathlib import Path
from types import TracebackType
from typing import Any

from klgrade.graft import UnreadableError, read_submission
from klgrade.records import Job, Report, Submission

SHORTEST = 32  # bytes of a secret
FOLDER = ".klgrade"
_VERSION = 2
_FIELDS = ("version", "key", "file", "setting", "report")


class BusyError(Exception):
    """Another run writes to the same folder."""


class Journal:
    """The reports in a folder; one run at a time may hold it."""

    def __init__(self, out: Path) -> None:
        self.folder = out / FOLDER
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        self.path = self.folder / "journal.jsonl"
        self.lock = (self.folder / "lock").open("w")
        try:
            _lock(self.lock.fileno())
        except OSError:
            self.lock.close()
            raise BusyError(f"another run of klgrade writes to {out}") from None
        self.broken = 0
        self.lines = self._read()
        # Written anew: a line that a kill has cut short must not swallow the next one.
        write_atomically(self.path, "".join(map(_line, self.lines.values())))
        self.file = self.path.open("a", encoding="utf-8")

    def __enter__(self) -> Journal:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.file.close()
        self.lock.close()

    def _read(self) -> dict[str, dict[str, Any]]:
        lines: dict[str, dict[str, Any]] = {}
        if self.path.exists():
            for text in self.path.read_bytes().splitlines():
                try:
                    line = json.loads(text)
                    if line["version"] == _VERSION:
                        Report.from_dict(line["report"])
                        lines[line["key"]] = {name: line[name] for name in _FIELDS}
                except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
                    self.broken += 1
        return lines

    def find(self, submission: Submission, file: str, setting: str | None) -> Report | None:
        """Return the report on an unchanged file, graded in this setting (None: in any)."""
        line = self.lines.get(_key(submission))
        if line is None or line["file"] != file or setting not in (None, line["setting"]):
            return None
        report = Report.from_dict(line["report"])
        return None if report.trouble else report

    def add(self, submission: Submission, file: str, setting: str, report: Report) -> None:
        """Write a report down."""
        plain = {"version": _VERSION, "key": _key(submission), "file": file, "setting": setting}
        self.lines[plain["key"]] = line = {**plain, "report": report.as_dict()}  # type: ignore[index]
        self.file.write(_line(line))
        self.file.flush()

    def secret(self) -> bytes:
        """Return the secret of this folder, which is drawn when it is first needed."""
        path = self.folder / "secret"
        if not path.exists():
            handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
            with os.fdopen(handle, "w", encoding="ascii") as file:
                file.write(secrets.token_hex(32) + "\n")
        secret = path.read_bytes().strip()
        if len(secret) < SHORTEST:
            raise ValueError(f"{path} holds no secret any more: put it back, or remove it")
        return secret


def fingerprint(submission: Submission) -> str:
    """Return the digest of a submission's bytes, or "" if it cannot be read."""
    try:
        return hashlib.sha256(read_submission(submission)).hexdigest()
    except UnreadableError:
        return ""


def setting(job: Job, digest: str) -> str:
    """Return the digest of what a job is graded with: bank, secret, limits, sandbox."""
    secret = hashlib.sha256(job.secret).hexdigest()
    words = [digest, secret, repr(job.limits), str(job.sandbox)]
    return hashlib.sha256("\n".join(words).encode()).hexdigest()


def write_atomically(path: Path, text: str) -> None:
    """Write a whole file or none of it, readable for its owner alone."""
    path.parent.mkdir(parents=True, exist_ok=True)
    other = path.with_name(f".{secrets.token_hex(8)}.part")
    try:
        handle = os.open(other, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8", newline="") as file:
            file.write(text)
            file.flush()
            os.fsync(handle)
        other.replace(path)
    finally:
        other.unlink(missing_ok=True)


def _key(submission: Submission) -> str:
    words = [submission.student, submission.root, *submission.parts]
    return hashlib.sha256("\0".join(words).encode(errors="surrogatepass")).hexdigest()


def _line(line: dict[str, Any]) -> str:
    return json.dumps(line) + "\n"


def _lock(handle: int) -> None:
    """Hold a file until this process ends."""
    try:
        import fcntl
    except ImportError:  # not on Windows
        return
    fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
