"""Run the cells of a notebook, and call what they define: this file runs inside the sandbox.

It reads requests, one JSON object a line, and answers each with a line. Whatever a student's code
does to this process, only values can leave it. The first line sets the limits; then ``run`` runs
a cell, ``call`` calls a function, and ``read`` returns a variable.
"""

from __future__ import annotations

import builtins
import gc
import io
import json
import os
import sys
import traceback
import types
from typing import Any, cast

EMPTY = types.SimpleNamespace()


class _Nowhere(io.TextIOBase):
    """Where prints go."""

    def write(self, text: str) -> int:
        return len(text)


class _Shell:
    """What get_ipython() returns: anything may be asked of it, and nothing happens."""

    def __getattr__(self, name: str) -> Any:
        return lambda *_args, **_kwargs: None


def confine(limits: dict[str, Any]) -> None:
    """Become the user that the first line names, and bound what this process may use."""
    uid = limits["uid"]
    if uid is not None:
        os.setgroups([])
        os.setresgid(uid, uid, uid)
        os.setresuid(uid, uid, uid)
    try:
        import resource
    except ImportError:  # not on Windows, where only one's own notebook is run
        return
    megabyte = 1 << 20
    bounds = {
        "RLIMIT_AS": limits["memory"] * megabyte,
        "RLIMIT_CPU": int(limits["total"]) + 5,
        "RLIMIT_FSIZE": limits["disk"] * megabyte,
        "RLIMIT_NOFILE": 128,
        "RLIMIT_CORE": 0,
        "RLIMIT_NPROC": limits["processes"],
    }
    if not limits["sandbox"]:  # the user's own processes count here, and macOS has no RLIMIT_AS
        del bounds["RLIMIT_NPROC"], bounds["RLIMIT_AS"]
    for name, bound in bounds.items():
        which = getattr(resource, name)
        hard = resource.getrlimit(which)[1]
        # A bound above the one in force would be refused.
        value = bound if hard == resource.RLIM_INFINITY else min(bound, hard)
        resource.setrlimit(which, (value, value))


def plain(source: str) -> str:
    """Return a cell without what only IPython understands: magics, shell lines, questions."""
    lines = source.split("\n")
    first = next((n for n, line in enumerate(lines) if line.strip()), None)
    if first is not None and lines[first].startswith("%%"):
        if lines[first].split()[0] not in ("%%time", "%%timeit", "%%capture", "%%prun"):
            return ""
        lines[first] = ""
    for _ in range(100):
        # The line at fault is the one to look at: others may stand in a string.
        try:
            compile("\n".join(lines), "<cell>", "exec", dont_inherit=True)
            break
        except SyntaxError as error:
            place = (error.lineno or 0) - 1
        if not 0 <= place < len(lines):
            break
        text = lines[place].strip()
        if not text.startswith(("%", "!", "?")) and not text.endswith("?"):
            break
        lines[place] = lines[place][: len(lines[place]) - len(lines[place].lstrip())] + "pass"
    return "\n".join(lines)


def raised(error: BaseException) -> dict[str, Any]:
    """Return the nearest built-in kind of an error, its line in the cell, and its text."""
    try:
        kind = next(kind for kind in type(error).__mro__ if kind.__module__ == "builtins")
        frames = traceback.walk_tb(error.__traceback__)
        lines = [line for frame, line in frames if frame.f_code.co_filename == "<cell>"]
        line, text = (lines[-1] if lines else None), str(error)
        if isinstance(error, SyntaxError):
            line, text = error.lineno, error.msg
        return {"raised": {"kind": kind.__name__, "line": line, "text": text[:200]}}
    except BaseException:  # an error that raises another when it is looked at
        return {"raised": {"kind": "Exception", "line": None, "text": ""}}


class Worker:
    """A notebook's names, and what may be asked of them."""

    def __init__(self) -> None:
        from klcheck import cases, values  # which lie where the first line says

        cases.know_no_tasks()  # so that check() calls nothing, and add_cases() misses no folder
        self.values = values
        module = types.ModuleType("__main__")
        self.names = module.__dict__
        self.names.update(display=lambda *_args, **_kwargs: None, get_ipython=_Shell)
        sys.modules["__main__"] = module

    def run(self, request: dict[str, Any]) -> dict[str, Any]:
        """Run a cell."""
        code = compile(plain(request["run"]), "<cell>", "exec", dont_inherit=True)
        exec(code, self.names)  # noqa: S102 (what the sandbox is for)
        return {}

    def call(self, request: dict[str, Any]) -> dict[str, Any]:
        """Call a function of the notebook."""
        function = self.names.get(request["call"], EMPTY)
        if function is EMPTY:
            return {"missing": True}
        if not callable(function):
            return {"refused": "this is not a function"}
        arguments = cast(tuple[object, ...], self.values.decode(request["arguments"]))
        return self.coded(function(*arguments))

    def read(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return a variable of the notebook."""
        value = self.names.get(request["read"], EMPTY)
        if value is EMPTY:
            return {"missing": True}
        if type(value) in (set, frozenset):
            value = sorted(value, key=str)
        return self.coded(value)

    def coded(self, value: object) -> dict[str, Any]:
        """Return a value as JSON, or what kind of object cannot be."""
        if value is None or value is Ellipsis:
            return {"unanswered": True}
        try:
            return {"value": self.values.encode(value)}
        except (TypeError, ValueError) as error:
            return {"refused": str(error)[:300]}

    def answer(self, request: dict[str, Any]) -> dict[str, Any]:
        """Return the answer to a request, whatever the student's code raises."""
        try:
            for name in ("run", "call", "read"):
                if name in request:
                    return getattr(self, name)(request)  # type: ignore[no-any-return]
        except BaseException as error:  # SystemExit and KeyboardInterrupt too
            return raised(error)
        return {}


def main() -> None:
    """Answer requests until there are no more."""
    requests = os.fdopen(os.dup(0), "rb")
    answers = os.fdopen(os.dup(1), "wb")
    limits = json.loads(requests.readline())
    sys.path[:] = limits["path"] + sys.path
    confine(limits)
    answers.write(b'{"id": 0}\n')
    answers.flush()
    if not requests.readline():  # nothing but a test of the sandbox
        return
    gc.disable()  # what is imported stays, and need not be looked at
    worker, own = Worker(), os.getpid()
    gc.freeze()
    gc.enable()
    nothing = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):  # until here, what goes wrong is told on the standard error
        os.dup2(nothing, standard)
    sys.stdin = io.StringIO()
    sys.stdout = sys.stderr = _Nowhere()
    builtins.input = lambda _prompt="": ""
    answers.write(b'{"id": 0}\n')
    answers.flush()
    for line in requests:
        request = json.loads(line)
        answer = worker.answer(request)
        if os.getpid() != own:  # a copy that the student's code has made
            os._exit(0)
        answers.write(json.dumps({**answer, "id": request["id"]}).encode() + b"\n")
        answers.flush()


if __name__ == "__main__":
    main()
